import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Blend, createBlend, createRecommender, type Model } from '../../../src/recommend/index.ts';
import { headOf, train } from '../../../src/recommend/train/index.ts';
import { additions, interactionsOf } from '../fixtures.ts';

const history = fc.uniqueArray(fc.constantFrom('tea', 'pot', 'cup', 'jug', '__proto__', 'unknown'), {
  minLength: 1,
  maxLength: 4,
});

/** Scores of everything, own items included. */
function scoresOf(model: Model, items: readonly string[]): Map<string, number> {
  const list = createRecommender(model).recommend({ items, repeats: 'allow', count: 100 });
  return new Map(list.kind === 'personal' ? list.items.map(({ item, score }) => [item, score]) : []);
}

function blended(blend: Blend, items: readonly string[]): Map<string, number> {
  const list = createBlend(blend).recommend({ items, repeats: 'allow', count: 100 });
  return new Map(list.kind === 'personal' ? list.items.map(({ item, score }) => [item, score]) : []);
}

function expectScores(found: Map<string, number>, expected: Map<string, number>): void {
  for (const item of new Set([...found.keys(), ...expected.keys()])) {
    expect(found.get(item) ?? 0).toBeCloseTo(expected.get(item) ?? 0, 9);
  }
}

describe('blends', () => {
  test('A weighted blend adds up the scores of its parts, the best of each being its weight.', async () => {
    await fc.assert(
      fc.asyncProperty(additions(), history, async (list, items) => {
        const [ease, walks] = [
          await train(interactionsOf(list), { algorithm: 'ease', lambda: 2 }),
          await train(interactionsOf(list), { algorithm: 'rp3beta' }),
        ];
        const expected = new Map<string, number>();
        for (const [model, weight] of [
          [ease, 0.7],
          [walks, 0.3],
        ] as const) {
          const scores = scoresOf(model, items);
          const best = Math.max(0, ...scores.values());
          for (const [item, score] of best > 0 ? scores : []) {
            expected.set(item, (expected.get(item) ?? 0) + (weight * score) / best);
          }
        }
        const parts = [
          { model: ease, weight: 0.7 },
          { model: walks, weight: 0.3 },
        ];
        expectScores(blended({ kind: 'weighted', parts }, items), expected);
      }),
      { numRuns: 40 },
    );
  });

  test('A switching blend is the model for that length of history.', async () => {
    await fc.assert(
      fc.asyncProperty(additions(), history, async (list, items) => {
        const short = await train(interactionsOf(list), { algorithm: 'cosine' });
        const long = await train(interactionsOf(list), { algorithm: 'ease', lambda: 2 });
        const parts = [
          { model: long, from: 2 },
          { model: short, from: 0 },
        ];
        const known = items.filter((item) => short.items.includes(item)).length;
        const chosen = scoresOf(known >= 2 ? long : short, items);
        const expected = known >= 2 && chosen.size === 0 ? scoresOf(short, items) : chosen;
        expectScores(blended({ kind: 'switching', parts }, items), expected);
      }),
      { numRuns: 40 },
    );
  });

  test('Under a head the tail scores what the head does not know, and nothing else.', async () => {
    await fc.assert(
      fc.asyncProperty(additions({ minLength: 10 }), history, async (list, items) => {
        const all = interactionsOf(list);
        const head = await train(headOf(all, 4), { algorithm: 'ease', lambda: 2 });
        const tail = await train(all, { algorithm: 'rp3beta' });
        const [own, theirs] = [scoresOf(head, items), scoresOf(tail, items)];
        const found = blended({ kind: 'head-and-tail', head, tail }, items);
        if (own.size === 0) return expectScores(found, theirs);
        const factors = new Set<string>();
        for (const [item, score] of found) {
          if (head.items.includes(item)) expect(score).toBeCloseTo(own.get(item) ?? Number.NaN, 9);
          else factors.add((score / (theirs.get(item) ?? Number.NaN)).toPrecision(9));
        }
        // All of the tail times one and the same.
        expect(factors.size).toBeLessThanOrEqual(1);
      }),
      { numRuns: 40 },
    );
  });

  test('The shares of an item add up to its score, in every blend.', async () => {
    await fc.assert(
      fc.asyncProperty(additions(), history, fc.integer({ min: 0, max: 2 }), async (list, items, which) => {
        const all = interactionsOf(list);
        const ease = await train(headOf(all, 5), { algorithm: 'ease', lambda: 2 });
        const walks = await train(all, { algorithm: 'rp3beta' });
        const factors = await train(all, { algorithm: 'ials', factors: 2, iterations: 2 });
        const blends: Blend[] = [
          { kind: 'weighted', parts: [ease, walks, factors].map((model, n) => ({ model, weight: n + 1 })) },
          { kind: 'switching', parts: [ease, walks, factors].map((model, n) => ({ model, from: n })) },
          { kind: 'head-and-tail', head: ease, tail: walks, tailWeight: 2 },
        ];
        const { recommend } = createBlend(blends[which] ?? { kind: 'weighted', parts: [] });
        const answer = recommend({ items, repeats: 'allow', explain: true, count: 100 });
        for (const { score, because = [] } of answer.kind === 'personal' ? answer.items : []) {
          expect(because.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(score, 9);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('serves known users, and what is popular, from the first model that knows them', async () => {
    const all = interactionsOf([
      ['ann', 'cup'],
      ['ann', 'pot'],
      ['ben', 'cup'],
      ['ben', 'jug'],
      ['cleo', 'cup'],
    ]);
    const head = await train(headOf(all, 2), { algorithm: 'ease', lambda: 1 });
    const { recommend, items } = createBlend({
      kind: 'head-and-tail',
      head,
      tail: await train(all, { algorithm: 'rp3beta' }),
    });
    expect(items).toEqual(['cup', 'jug', 'pot']);
    expect(recommend().items[0]).toEqual({ item: 'cup', score: 3 });
    expect(recommend({ user: 'cleo' })).toMatchObject({ kind: 'personal', reason: 'history' });
    expect(recommend({ user: 'nobody' })).toMatchObject({ kind: 'popular', reason: 'unknown-user' });
    expect(recommend({ user: 'ann', where: (item) => item === 'jug' }).items.map(({ item }) => item)).toEqual(['jug']);
  });

  test('A filter that asks the blend itself gets an answer, and disturbs nothing.', async () => {
    const all = interactionsOf(Array.from({ length: 60 }, (_, n) => [`u${n % 9}`, `i${(n * 3) % 13}`] as const));
    const parts = [
      { model: await train(all, { algorithm: 'ease', lambda: 1 }), weight: 1 },
      { model: await train(all, { algorithm: 'ials', factors: 4 }), weight: 1 },
    ];
    const { recommend } = createBlend({ kind: 'weighted', parts });
    const query = { items: ['i0', 'i3'], count: 4, explain: true };
    const where = () => recommend({ items: ['i1'], explain: true }).items.length > 0;
    expect(recommend({ ...query, where })).toEqual(recommend(query));
  });

  test.each<[string, (model: Model, popular: Model) => Blend]>([
    ['no parts', () => ({ kind: 'weighted', parts: [] })],
    ['a weight of zero', (model) => ({ kind: 'weighted', parts: [{ model, weight: 0 }] })],
    ['a weight below zero', (model) => ({ kind: 'weighted', parts: [{ model, weight: -1 }] })],
    ['a weight that is no number', (model) => ({ kind: 'weighted', parts: [{ model, weight: Number.NaN }] })],
    ['a length that is no count', (model) => ({ kind: 'switching', parts: [{ model, from: 1.5 }] })],
    ['a model of popularity', (_, model) => ({ kind: 'weighted', parts: [{ model, weight: 1 }] })],
    ['a tail without weight', (model) => ({ kind: 'head-and-tail', head: model, tail: model, tailWeight: 0 })],
  ])('refuses %s', async (_, make) => {
    const all = interactionsOf([['ann', 'cup']]);
    const blend = make(await train(all, { algorithm: 'cosine' }), await train(all, { algorithm: 'popularity' }));
    expect(() => createBlend(blend)).toThrow(expect.objectContaining({ code: 'invalid-options', at: 'parts' }));
  });
});

describe('the head of interactions', () => {
  test('The head keeps the items of most users, and every pair with them.', async () => {
    await fc.assert(
      fc.property(additions(), fc.integer({ min: 1, max: 6 }), (list, count) => {
        const all = interactionsOf(list);
        const users = new Map(
          all.items.map((item) => [item, new Set(list.filter(([, one]) => one === item).map(([who]) => who)).size]),
        );
        const kept = [...all.items]
          .sort((a, b) => (users.get(b) ?? 0) - (users.get(a) ?? 0) || all.items.indexOf(a) - all.items.indexOf(b))
          .slice(0, count);
        const expected = interactionsOf(list.filter(([, item]) => kept.includes(item)));
        expect(headOf(all, count)).toEqual(expected);
      }),
    );
  });

  test.each([0, -1, 1.5, Number.NaN])('refuses to keep %s items', (count) => {
    expect(() => headOf(interactionsOf([['ann', 'cup']]), count)).toThrow(
      expect.objectContaining({ code: 'invalid-options', at: 'count' }),
    );
  });
});
