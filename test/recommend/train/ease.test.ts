import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRecommender, type Interactions } from '../../../src/recommend/index.ts';
import { type EaseSpec, train } from '../../../src/recommend/train/index.ts';
import { additions, asDense, interactionsOf } from '../fixtures.ts';
import { at, inverseOf, type Matrix, rowsOf, zeros } from './plain-linear-algebra.ts';

/** Users × items, with 1 or the weights. */
function matrixX({ users, items, userStart, itemIndex, weight }: Interactions, isWeighted: boolean): Matrix {
  const x = zeros(users.length, items.length);
  users.forEach((_, user) => {
    for (let p = userStart[user] ?? 0; p < (userStart[user + 1] ?? 0); p++) {
      const row = x[user] ?? [];
      row[itemIndex[p] ?? 0] = isWeighted ? (weight[p] ?? 0) : 1;
    }
  });
  return x;
}

/** B as the paper writes it down. */
function plainEase(interactions: Interactions, lambda: number, isWeighted: boolean): Matrix {
  const x = matrixX(interactions, isWeighted);
  const n = interactions.items.length;
  const gram = zeros(n, n).map((row, i) =>
    row.map((_, j) => x.reduce((sum, user) => sum + (user[i] ?? 0) * (user[j] ?? 0), i === j ? lambda : 0)),
  );
  const p = inverseOf(gram);
  return p.map((row, i) => row.map((value, j) => (i === j ? 0 : -value / at(p, j, j))));
}

describe('EASE', () => {
  test('EASE equals the closed form of the paper on random input.', async () => {
    const spec = fc.record({
      lambda: fc.constantFrom(0.5, 3, 100),
      precision: fc.constantFrom('f32' as const, 'f64' as const),
      weights: fc.constantFrom('binary' as const, 'given' as const),
    });
    await fc.assert(
      fc.asyncProperty(additions(), spec, async (list, options) => {
        const interactions = interactionsOf(list);
        const model = asDense(await train(interactions, { algorithm: 'ease', ...options }));
        const twin = plainEase(interactions, options.lambda, options.weights === 'given');
        rowsOf(model.weights, model.items.length).forEach((row, i) => {
          row.forEach((weight, j) => {
            expect(Math.abs(weight - at(twin, i, j))).toBeLessThan(options.precision === 'f64' ? 1e-6 : 2e-4);
          });
        });
      }),
      { numRuns: 40 },
    );
  });

  test('gives the answer that was worked out by hand', async () => {
    // XᵀX = [[2, 1], [1, 1]], and with lambda 1 its inverse is [[2, -1], [-1, 3]] / 5.
    const interactions = interactionsOf([
      ['ann', 'cup'],
      ['ann', 'pot'],
      ['ben', 'cup'],
    ]);
    const model = asDense(await train(interactions, { algorithm: 'ease', lambda: 1, precision: 'f64' }));
    expect(model.items).toEqual(['cup', 'pot']);
    expect([...model.weights]).toEqual([0, Math.fround(1 / 3), 0.5, 0]);
  });

  test('is the minimum: no small change of a weight predicts histories better', async () => {
    const interactions = interactionsOf([
      ['ann', 'a'],
      ['ann', 'b'],
      ['ben', 'b'],
      ['ben', 'c'],
      ['cleo', 'a'],
      ['cleo', 'b'],
      ['cleo', 'c'],
      ['dan', 'a'],
    ]);
    const model = asDense(await train(interactions, { algorithm: 'ease', lambda: 2, precision: 'f64' }));
    const x = matrixX(interactions, false);
    const loss = (b: Matrix) =>
      x.reduce((sum, user) => {
        const errors = user.map((value, j) => value - user.reduce((s, other, i) => s + other * at(b, i, j), 0));
        return sum + errors.reduce((s, error) => s + error * error, 0);
      }, 0) + b.flat().reduce((sum, value) => sum + 2 * value * value, 0);
    const best = rowsOf(model.weights, 3);
    for (const [i, j] of [
      [0, 1],
      [1, 2],
      [2, 0],
    ] as const) {
      for (const step of [-0.01, 0.01]) {
        const other = best.map((row, r) => row.map((value, c) => (r === i && c === j ? value + step : value)));
        expect(loss(other)).toBeGreaterThan(loss(best));
      }
    }
  });

  test('The same interactions give the same bytes, in whatever order they were added.', async () => {
    await fc.assert(
      fc.asyncProperty(additions({ minLength: 5 }), async (list) => {
        const spec: EaseSpec = { algorithm: 'ease', lambda: 5 };
        const forth = asDense(await train(interactionsOf(list), spec));
        const back = asDense(await train(interactionsOf([...list].reverse()), spec));
        expect(back.weights).toEqual(forth.weights);
      }),
      { numRuns: 20 },
    );
  });

  test('A lambda of 0 on items that always come together is refused as singular.', async () => {
    const interactions = interactionsOf([
      ['ann', 'cup'],
      ['ann', 'pot'],
    ]);
    for (const [precision, remedy] of [
      ['f32', /Raise lambda, or set precision to f64\.$/],
      ['f64', /Raise lambda\.$/],
    ] as const) {
      const training = train(interactions, { algorithm: 'ease', lambda: 0, precision });
      const message = expect.stringMatching(remedy);
      await expect(training).rejects.toMatchObject({ code: 'singular-matrix', at: 'lambda', message });
    }
  });

  test.each([
    [-1, 'lambda'],
    [Number.NaN, 'lambda'],
    [Number.POSITIVE_INFINITY, 'lambda'],
  ])('refuses a lambda of %s', async (lambda, place) => {
    const training = train(interactionsOf([['ann', 'cup']]), { algorithm: 'ease', lambda });
    await expect(training).rejects.toMatchObject({ code: 'invalid-options', at: place });
  });

  test('A catalogue whose matrix cannot fit is refused at once, with what to do instead.', async () => {
    const interactions = interactionsOf(Array.from({ length: 100_000 }, (_, n) => ['one', String(n)] as const));
    const training = train(interactions, { algorithm: 'ease' });
    await expect(training).rejects.toMatchObject({
      code: 'invalid-options',
      at: 'algorithm',
      message: expect.stringMatching(/37\.3 GB.*headOf/),
    });
  });

  test('An item that everybody has, and pairs that come twice, are no harm.', async () => {
    const pairs = Array.from({ length: 30 }, (_, n): [string, string][] => [
      [`u${n}`, 'bag'],
      [`u${n}`, 'bag'],
      [`u${n}`, `item ${n % 4}`],
    ]).flat();
    const model = asDense(await train(interactionsOf(pairs), { algorithm: 'ease', lambda: 1 }));
    expect(model.weights.every(Number.isFinite)).toBe(true);
    expect(createRecommender(model).recommend({ items: ['item 0'], count: 1 }).items[0]?.item).toBe('bag');
  });

  test('ends when its signal says so, and reports progress that only grows', async () => {
    const interactions = interactionsOf(
      Array.from({ length: 600 }, (_, n) => [`u${n % 50}`, `item ${(n * 7) % 200}`] as const),
    );
    const seen: number[] = [];
    await train(interactions, { algorithm: 'ease' }, { onProgress: (done, total) => seen.push(done / total) });
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen.at(-1)).toBe(1);
    const stop = new AbortController();
    const training = train(
      interactions,
      { algorithm: 'ease' },
      { signal: stop.signal, onProgress: () => stop.abort() },
    );
    await expect(training).rejects.toMatchObject({ code: 'aborted' });
  });

  test('may speak against an item, and says so in the explanation', async () => {
    // Whoever has a and b never takes c, though each of them alone goes with it.
    const interactions = interactionsOf([
      ...Array.from({ length: 6 }, (_, n): [string, string][] => [
        [`x${n}`, 'a'],
        [`x${n}`, 'b'],
        [`x${n}`, 'd'],
      ]).flat(),
      ...Array.from({ length: 6 }, (_, n): [string, string][] => [
        [`y${n}`, 'a'],
        [`y${n}`, 'c'],
      ]).flat(),
    ]);
    const model = await train(interactions, { algorithm: 'ease', lambda: 1 });
    const list = createRecommender(model).recommend({ items: ['a', 'b'], explain: true });
    expect(list.items.map(({ item }) => item)).toEqual(['d', 'c']);
    const shares = list.items[1]?.because?.map(({ item, share }) => [item, share < 0]);
    expect(shares).toEqual([
      ['a', false],
      ['b', true],
    ]);
  });
});
