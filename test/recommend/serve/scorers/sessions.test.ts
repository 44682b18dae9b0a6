import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createInteractions, createRecommender } from '../../../../src/recommend/index.ts';
import { type TrainSpec, train } from '../../../../src/recommend/train/index.ts';
import { timedAdditions } from '../../fixtures.ts';

type Options = Required<Omit<Extract<TrainSpec, { algorithm: 'vmis' }>, 'algorithm'>>;
type Clicks = readonly (readonly [session: string, item: string, weight: number, timeMs: number])[];

interface PlainSession {
  readonly id: string;
  readonly items: ReadonlySet<string>;
  readonly newest: number;
}

/** VMIS-kNN as the paper describes it, over all sessions, in maps and sets. */
function plainScores(clicks: Clicks, session: readonly string[], options: Options): Map<string, number> {
  const sessions = sessionsOf(clicks, options.longest);
  const present = session.slice(-options.last).reverse();
  const distances = [...new Set(present)].map((item) => [item, present.indexOf(item)] as const);
  const sharing = sessions.filter(({ items }) => present.some((item) => items.has(item))).slice(0, options.recent);
  const similar = sharing.map((other) => ({
    ...other,
    similarity: distances.reduce(
      (sum, [item, distance]) => (other.items.has(item) ? sum + 1 - distance / present.length : sum),
      0,
    ),
  }));
  const order = similar.map((_, place) => place);
  order.sort((a, b) => (similar[b]?.similarity ?? 0) - (similar[a]?.similarity ?? 0) || a - b);
  const nearest = order.slice(0, options.nearest).flatMap((place) => similar[place] ?? []);
  const total = sessions.reduce((sum, { items }) => sum + items.size, 0);
  const scores = new Map<string, number>();
  for (const { items, similarity } of nearest) {
    const first = present.findIndex((item) => items.has(item));
    for (const item of items) {
      if (item === session.at(-1) && options.current === 'exclude') continue;
      const count = sessions.filter((other) => other.items.has(item)).length;
      const score = (0.9 - 0.1 * first) * similarity * (1 + options.idf * Math.log(total / count));
      scores.set(item, (scores.get(item) ?? 0) + score);
    }
  }
  return scores;
}

/** The newest first; of the same time by descending ids. */
function sessionsOf(clicks: Clicks, longest: number): PlainSession[] {
  const ids = [...new Set(clicks.map(([id]) => id))].sort();
  const all = ids.map((id) => {
    const own = clicks.filter(([other]) => other === id);
    return {
      id,
      count: own.length,
      items: new Set(own.map(([, item]) => item)),
      newest: Math.max(...own.map(([, , , timeMs]) => timeMs)),
    };
  });
  const kept = all.filter(({ count }) => count <= longest);
  return kept.sort((a, b) => b.newest - a.newest || (a.id < b.id ? 1 : -1));
}

const options: fc.Arbitrary<Options> = fc.record({
  recent: fc.integer({ min: 1, max: 12 }),
  nearest: fc.integer({ min: 1, max: 8 }),
  last: fc.constantFrom(1, 2, 4, 6, 9),
  idf: fc.constantFrom(0, 1, 2),
  longest: fc.constantFrom(3, 6, 100),
  current: fc.constantFrom('exclude' as const, 'allow' as const),
});

const session = fc.array(fc.constantFrom('tea', 'pot', 'cup', 'jug', '__proto__', 'unknown'), {
  minLength: 1,
  maxLength: 9,
});

async function recommenderOf(clicks: Clicks, spec: Partial<Options>) {
  const builder = createInteractions({ events: true });
  for (const click of clicks) builder.add(...click);
  return createRecommender(await train(builder.build(), { algorithm: 'vmis', ...spec }));
}

describe('sessions', () => {
  test('score as the plain form of VMIS-kNN scores', async () => {
    await fc.assert(
      fc.asyncProperty(timedAdditions(), session, options, async (clicks, items, spec) => {
        const { recommend } = await recommenderOf(clicks, spec);
        const { kind, items: list } = recommend({ session: items, count: 100, explain: true });
        const twin = plainScores(clicks, items, spec);
        if (kind === 'popular') {
          expect([...twin.values()].filter((score) => score > 0)).toEqual([]);
          return;
        }
        expect(list.map(({ item }) => item).sort()).toEqual([...twin.keys()].sort());
        for (const { item, score, because } of list) {
          expect(score / (twin.get(item) ?? 0)).toBeCloseTo(1, 9);
          expect((because ?? []).reduce((sum, { share }) => sum + share, 0) / score).toBeCloseTo(1, 9);
        }
      }),
      { numRuns: 300 },
    );
  });

  const clicks: Clicks = [
    ['s1', 'tea', 1, 1],
    ['s1', 'pot', 1, 2],
    ['s2', 'tea', 1, 3],
    ['s2', 'cup', 1, 4],
  ];

  test('never list the item that was clicked last, unless told to, but others of the session', async () => {
    const names = async (current: 'exclude' | 'allow') => {
      const { recommend } = await recommenderOf(clicks, { current });
      return recommend({ session: ['pot', 'tea'] }).items.map(({ item }) => item);
    };
    expect((await names('exclude')).sort()).toEqual(['cup', 'pot']);
    expect((await names('allow')).sort()).toEqual(['cup', 'pot', 'tea']);
  });

  test('leave all items of the session out when repeats are excluded', async () => {
    const { recommend } = await recommenderOf(clicks, {});
    expect(recommend({ session: ['pot', 'tea'], repeats: 'exclude' }).items.map(({ item }) => item)).toEqual(['cup']);
  });

  test('a click that the model does not know takes up its place', async () => {
    const { recommend } = await recommenderOf(clicks, { last: 1 });
    expect(recommend({ session: ['tea', 'unicorn'] }).kind).toBe('popular');
    expect(recommend({ session: ['unicorn', 'tea'] }).kind).toBe('personal');
  });

  test('a model whose sessions are all too long has nothing to say', async () => {
    const { recommend } = await recommenderOf(clicks, { longest: 1 });
    expect(recommend({ session: ['tea'] }).reason).toBe('no-neighbours');
  });
});
