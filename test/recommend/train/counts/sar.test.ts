import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createInteractions, createRecommender } from '../../../../src/recommend/index.ts';
import { train } from '../../../../src/recommend/train/index.ts';
import { interactionsOf, matrixOf, timedAdditions } from '../../fixtures.ts';

const DAY = 86_400_000;

type Timed = readonly (readonly [user: string, item: string, weight: number, timeMs: number])[];

function usersOf(list: Timed): Map<string, Set<string>> {
  const users = new Map<string, Set<string>>();
  for (const [user, item] of list) users.set(item, (users.get(item) ?? new Set()).add(user));
  return users;
}

function plainSimilarity(kind: string, one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const both = [...one].filter((user) => other.has(user)).length;
  if (kind === 'jaccard') return both / new Set([...one, ...other]).size;
  return kind === 'lift' ? both / (one.size * other.size) : both;
}

describe('SAR', () => {
  test('of what somebody had several times, each time fades by itself', async () => {
    await fc.assert(
      fc.asyncProperty(timedAdditions(), fc.constantFrom(1, 30), async (list, halfLifeDays) => {
        const single = createInteractions({ events: true });
        for (const addition of list) single.add(...addition);
        const interactions = single.build();
        const model = await train(interactions, { algorithm: 'sar', halfLifeDays });
        const newest = Math.max(...list.map(([, , , timeMs]) => timeMs));
        const matrix = matrixOf(model);
        const { recommend } = createRecommender(model);
        for (const user of interactions.users) {
          const scores = new Map<string, number>();
          for (const [of, item, weight, timeMs] of list) {
            if (of !== user) continue;
            const left = weight * 2 ** (-(newest - timeMs) / (halfLifeDays * DAY));
            for (const [other, similarity] of matrix.get(item) ?? [])
              scores.set(other, (scores.get(other) ?? 0) + left * similarity);
          }
          const { kind, items } = recommend({ user, count: 5 });
          if (kind !== 'personal') continue;
          for (const { item, score } of items)
            expect(Math.abs(score / (scores.get(item) ?? Number.NaN) - 1)).toBeLessThan(1e-5);
        }
      }),
    );
  });

  test('has the similarities of its definition', async () => {
    await fc.assert(
      fc.asyncProperty(
        timedAdditions(),
        fc.constantFrom('jaccard' as const, 'lift' as const, 'cooccurrence' as const),
        fc.integer({ min: 1, max: 3 }),
        async (list, similarity, threshold) => {
          const users = usersOf(list);
          const matrix = matrixOf(await train(interactionsOf(list), { algorithm: 'sar', similarity, threshold }));
          for (const [one, row] of matrix) {
            for (const other of users.keys()) {
              const [a, b] = [users.get(one) ?? new Set<string>(), users.get(other) ?? new Set<string>()];
              const counts = one !== other && plainSimilarity('cooccurrence', a, b) >= threshold;
              expect(row.get(other) ?? 0).toBeCloseTo(counts ? plainSimilarity(similarity, a, b) : 0, 6);
            }
          }
        },
      ),
    );
  });

  test('Jaccard alone has the same similarities as SAR', async () => {
    await fc.assert(
      fc.asyncProperty(timedAdditions(), async (list) => {
        const interactions = interactionsOf(list);
        const [jaccard, sar] = [
          await train(interactions, { algorithm: 'jaccard' }),
          await train(interactions, { algorithm: 'sar' }),
        ];
        expect(matrixOf(sar)).toEqual(matrixOf(jaccard));
      }),
    );
  });

  test('weighs what somebody rated by its age, half after each half-life', async () => {
    const interactions = interactionsOf([
      ['ann', 'tea', 4, 0],
      ['ann', 'cup', 2, 30 * DAY],
      ['ben', 'tea', 1, 60 * DAY],
      ['ben', 'pot', 1, 60 * DAY],
      ['cleo', 'cup', 1, 60 * DAY],
      ['cleo', 'jug', 1, 60 * DAY],
    ]);
    const { recommend } = createRecommender(await train(interactions, { algorithm: 'sar' }));
    // After two half-lives the tea is worth 1, and so is the cup after one. Of the two users who had either item of a pair, one had both.
    expect(recommend({ user: 'ann', explain: true }).items).toEqual([
      { item: 'jug', score: 0.5, because: [{ item: 'cup', share: 0.5 }] },
      { item: 'pot', score: 0.5, because: [{ item: 'tea', share: 0.5 }] },
    ]);
  });

  test('needs times', async () => {
    const training = train(interactionsOf([['ann', 'tea']]), { algorithm: 'sar' });
    await expect(training).rejects.toMatchObject({ code: 'invalid-input', at: 'time' });
  });
});
