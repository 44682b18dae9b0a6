import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FactorModel, foldIn, quantizeRows, similarItems, similarUsers } from '../../../src/recommend/index.ts';
import { train } from '../../../src/recommend/train/index.ts';
import { type Addition, additions, asFactors, interactionsOf } from '../fixtures.ts';
import { dot, rowsOf } from '../train/plain-linear-algebra.ts';

async function modelOf(list: readonly Addition[]): Promise<FactorModel> {
  return asFactors(await train(interactionsOf(list), { algorithm: 'ials', factors: 3, iterations: 4, steps: 12 }));
}

/** By sorting all of them. */
function plainNearest(rows: number[][], ids: readonly string[], own: number[], but: number): [string, number][] {
  const length = (row: number[]) => Math.sqrt(dot(row, row));
  return rows
    .map((row, n): [string, number, number] => [ids[n] ?? '', dot(row, own) / (length(row) * length(own)), n])
    .filter(([, cosine, n]) => n !== but && Math.abs(cosine) > 0)
    .sort((a, b) => b[1] - a[1] || a[2] - b[2])
    .map(([id, cosine]) => [id, cosine]);
}

describe('similar items and users', () => {
  test('Similar items are those of the greatest cosine, and never the item itself.', async () => {
    await fc.assert(
      fc.asyncProperty(additions({ minLength: 8 }), async (list) => {
        const model = await modelOf(list);
        const rows = rowsOf(model.itemFactors, 3);
        const [item = ''] = model.items;
        const found = similarItems(model, item, { count: 4 });
        const expected = plainNearest(rows, model.items, rows[0] ?? [], 0).slice(0, 4);
        expect(found.length).toBe(expected.length);
        for (const [n, { similarity }] of found.entries())
          expect(similarity).toBeCloseTo(expected[n]?.[1] ?? Number.NaN, 5);
        expect(found.map((one) => one.item)).not.toContain(item);
      }),
      { numRuns: 30 },
    );
  });

  test('What a model of neighbours or of weights says of a pair is its similarity.', async () => {
    const interactions = interactionsOf([
      ['ann', 'cup'],
      ['ann', 'pot'],
      ['ben', 'cup'],
      ['ben', 'pot'],
      ['cleo', 'cup'],
      ['cleo', 'jug'],
    ]);
    for (const algorithm of ['cooccurrence', 'ease'] as const) {
      const found = similarItems(await train(interactions, { algorithm }), 'cup');
      expect(found.map(({ item }) => item)).toEqual(['pot', 'jug']);
    }
    expect(similarItems(await train(interactions, { algorithm: 'popularity' }), 'cup')).toEqual([]);
  });

  test('A user is not similar to themselves, and is the nearest to their own history.', async () => {
    const model = await modelOf([
      ['ann', 'cup'],
      ['ann', 'pot'],
      ['ben', 'cup'],
      ['ben', 'pot'],
      ['cleo', 'jug'],
      ['cleo', 'mug'],
      ['dan', 'jug'],
    ]);
    expect(similarUsers(model, 'ann')[0]?.user).toBe('ben');
    expect(similarUsers(model, 'ann').map(({ user }) => user)).not.toContain('ann');
    const like = similarUsers(model, { complete: true, items: ['jug', 'mug'] });
    expect(like[0]).toMatchObject({ user: 'cleo' });
    expect(like[0]?.similarity).toBeCloseTo(1, 3);
  });

  test('The factors of a known user are those that their full history folds in to.', async () => {
    await fc.assert(
      fc.asyncProperty(additions({ minLength: 8 }), async (list) => {
        const model = await modelOf(list);
        const { histories, userFactors = new Float32Array() } = model;
        histories?.users.forEach((_, user) => {
          const own = histories.itemIndex.slice(histories.userStart[user], histories.userStart[user + 1]);
          const folded = foldIn(model, { complete: true, items: Array.from(own, (n) => model.items[n] ?? '') });
          for (const [f, value] of folded.entries()) {
            expect(Math.abs(value - (userFactors[user * 3 + f] ?? 0))).toBeLessThan(2e-3);
          }
        });
      }),
      { numRuns: 20 },
    );
  });

  test('asks `where` only for what would be listed, and fills the list with the next', async () => {
    const model = await modelOf(Array.from({ length: 60 }, (_, n) => [`u${n % 7}`, `i${(n * 3) % 11}`] as const));
    const all = similarItems(model, 'i0', { count: 10 });
    const without = similarItems(model, 'i0', { count: 3, where: (item) => item !== all[1]?.item });
    expect(without).toEqual([all[0], all[2], all[3]]);
  });

  test.each([0, -1, Number.NaN, 1e9])('takes a count of %s as it comes', async (count) => {
    const model = await modelOf([
      ['ann', 'cup'],
      ['ann', 'pot'],
    ]);
    expect(similarItems(model, 'cup', { count }).length).toBeLessThanOrEqual(1);
  });

  test('Who or what is unknown has nothing similar, and folds in to nothing.', async () => {
    const model = await modelOf([['ann', 'cup']]);
    expect(similarItems(model, 'unknown')).toEqual([]);
    expect(similarUsers(model, 'unknown')).toEqual([]);
    const { userFactors: _, userIds: __, ...packed } = model;
    expect(similarUsers(packed, 'ann')).toEqual([]);
    expect([...foldIn(model, { complete: true, items: ['unknown'] })]).toEqual([0, 0, 0]);
    expect(similarUsers(model, { complete: true, items: [] })).toEqual([]);
    expect(foldIn(quantizeRows(model), { complete: true, items: ['cup'] }).every(Number.isFinite)).toBe(true);
  });
});
