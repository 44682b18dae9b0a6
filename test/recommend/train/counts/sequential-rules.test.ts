import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createInteractions, createRecommender } from '../../../../src/recommend/index.ts';
import { train } from '../../../../src/recommend/train/index.ts';
import { asNeighbours, interactionsOf, matrixOf, timedAdditions } from '../../fixtures.ts';
import { plainRules, plainSequences } from './plain-rules.ts';

const HOUR = 3_600_000;

describe('sequential rules', () => {
  test('equal a plain twin, from pairs and from single events', async () => {
    await fc.assert(
      fc.asyncProperty(
        timedAdditions(),
        fc.integer({ min: 1, max: 6 }),
        fc.boolean(),
        fc.constantFrom(0, 0.5, 2),
        async (list, window, events, withinDays) => {
          const builder = createInteractions({ events });
          for (const addition of list) builder.add(...addition);
          const model = await train(builder.build(), { algorithm: 'sequential-rules', window, withinDays });
          const withinMs = withinDays === 0 ? Number.POSITIVE_INFINITY : withinDays * 24 * HOUR;
          const twin = plainRules(plainSequences(list, events), window, withinMs);
          for (const [item, row] of matrixOf(model)) {
            const expected = twin.get(item) ?? new Map<string, number>();
            expect([...row.keys()].sort()).toEqual([...expected.keys()].sort());
            for (const [other, found] of row) expect(found / (expected.get(other) ?? 0)).toBeCloseTo(1, 6);
          }
        },
      ),
    );
  });

  test('cutting by either side keeps what a full sort would keep', async () => {
    await fc.assert(
      fc.asyncProperty(
        timedAdditions(),
        fc.constantFrom('candidate' as const, 'history-item' as const),
        fc.integer({ min: 1, max: 4 }),
        async (list, cut, neighbours) => {
          const interactions = interactionsOf(list);
          const spec = { algorithm: 'sequential-rules', cut } as const;
          const all = entriesOf(await train(interactions, { ...spec, neighbours: 'all' }));
          const side = cut === 'candidate' ? 'to' : 'from';
          const kept = all.filter((entry) => {
            const rivals = all.filter((other) => other[side] === entry[side]);
            rivals.sort((a, b) => b.similarity - a.similarity || a.from - b.from || a.to - b.to);
            return rivals.indexOf(entry) < neighbours;
          });
          expect(entriesOf(await train(interactions, { ...spec, neighbours }))).toEqual(kept);
        },
      ),
    );
  });

  test('go one way only, and weigh the newest item most', async () => {
    const interactions = interactionsOf([
      ['ann', 'tea', 1, 1],
      ['ann', 'pot', 1, 2],
      ['ben', 'jug', 1, 1],
      ['ben', 'cup', 1, 2],
      ['cleo', 'tea', 1, 5],
      ['cleo', 'jug', 1, 6],
      ['zoe', 'lid', 1, 7],
    ]);
    const { recommend } = createRecommender(await train(interactions, { algorithm: 'sequential-rules' }));
    expect(recommend({ session: ['pot'] }).reason).toBe('no-neighbours');
    expect(recommend({ session: ['tea', 'jug'], explain: true }).items).toEqual([
      { item: 'cup', score: 1, because: [{ item: 'jug', share: 1 }] },
      { item: 'pot', score: 0.5, because: [{ item: 'tea', share: 0.5 }] },
    ]);
    const last = createRecommender(await train(interactions, { algorithm: 'sequential-rules', recency: 'last' }));
    expect(last.recommend({ session: ['tea', 'jug'] }).items.map(({ item }) => item)).toEqual(['cup']);
  });

  test('need times', async () => {
    const training = train(interactionsOf([['ann', 'tea']]), { algorithm: 'sequential-rules' });
    await expect(training).rejects.toMatchObject({ code: 'invalid-input', at: 'time' });
  });
});

function entriesOf(model: Parameters<typeof asNeighbours>[0]) {
  const { items, neighbourStart, neighbour, similarity } = asNeighbours(model);
  return items.flatMap((_, from) => {
    const [begin, end] = [neighbourStart[from] ?? 0, neighbourStart[from + 1] ?? 0];
    return Array.from(neighbour.subarray(begin, end), (to, n) => ({
      from,
      to,
      similarity: similarity[begin + n] ?? 0,
    }));
  });
}
