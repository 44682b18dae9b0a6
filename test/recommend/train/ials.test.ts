import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Interactions } from '../../../src/recommend/index.ts';
import { type AlsObjective, type IalsSpec, train } from '../../../src/recommend/train/index.ts';
import { additions, asFactors, interactionsOf } from '../fixtures.ts';
import { dot, inverseOf, type Matrix, rowsOf, timesVector, zeros } from './plain-linear-algebra.ts';

interface Numbers {
  readonly objective: AlsObjective;
  readonly alpha: number;
  readonly regularization: number;
  readonly unobservedWeight: number;
  readonly regularizationExponent: number;
}

/** What each paper, or the library, says about a pair: its confidence, what the product should be, and the missing pairs' weight. */
function lossOf(x: readonly number[], others: Matrix, weights: ReadonlyMap<number, number>, numbers: Numbers): number {
  const { objective, alpha, regularization, unobservedWeight, regularizationExponent } = numbers;
  const scaled = weights.size + unobservedWeight * others.length;
  const lambda = {
    rendle: regularization * scaled ** regularizationExponent,
    hu: regularization,
    implicit: regularization,
    spark: regularization * weights.size,
  }[objective];
  return others.reduce((sum, y, n) => {
    const product = dot(x, y);
    const weight = weights.get(n);
    if (objective === 'rendle') {
      const observed = weight === undefined ? 0 : alpha * weight * (product - 1) ** 2;
      return sum + observed + unobservedWeight * product ** 2;
    }
    if (weight === undefined) return sum + product ** 2;
    const confidence = objective === 'implicit' ? alpha * weight : 1 + alpha * weight;
    return sum + confidence * (product - 1) ** 2;
  }, lambda * dot(x, x));
}

function historyOf({ userStart, itemIndex, weight }: Interactions, user: number, isWeighted: boolean) {
  const entries = new Map<number, number>();
  for (let p = userStart[user] ?? 0; p < (userStart[user + 1] ?? 0); p++) {
    entries.set(itemIndex[p] ?? 0, isWeighted ? (weight[p] ?? 0) : 1);
  }
  return entries;
}

const numbers: fc.Arbitrary<Numbers> = fc.record({
  objective: fc.constantFrom('rendle' as const, 'hu' as const, 'implicit' as const, 'spark' as const),
  alpha: fc.constantFrom(1, 2, 10),
  regularization: fc.constantFrom(0.1, 1),
  unobservedWeight: fc.constantFrom(0.1, 0.5),
  regularizationExponent: fc.constantFrom(0, 0.5, 1),
});

describe('iALS', () => {
  test('Every user minimises the loss of the paper, given the factors of the items.', async () => {
    await fc.assert(
      fc.asyncProperty(
        additions({ minLength: 10 }),
        numbers,
        fc.constantFrom('binary' as const, 'given' as const),
        async (list, terms, weights) => {
          const interactions = interactionsOf(list);
          // As many steps as factors, and some for rounding, solve the equations.
          const spec: IalsSpec = { algorithm: 'ials', factors: 3, iterations: 2, steps: 12, weights, ...terms };
          const model = asFactors(await train(interactions, spec));
          const items = rowsOf(model.itemFactors, 3);
          rowsOf(model.userFactors ?? [], 3).forEach((x, user) => {
            const history = historyOf(interactions, user, weights === 'given');
            const best = lossOf(x, items, history, terms);
            for (let f = 0; f < 3; f++) {
              for (const step of [-0.02, 0.02]) {
                const moved = x.map((value, n) => (n === f ? value + step : value));
                expect(lossOf(moved, items, history, terms)).toBeGreaterThan(best - 1e-4 * (1 + best));
              }
            }
          });
        },
      ),
      { numRuns: 30 },
    );
  });

  test('equals plain alternating least squares, solved directly, once both have settled', async () => {
    const interactions = interactionsOf(
      Array.from({ length: 60 }, (_, n) => [`u${n % 9}`, `i${(n * n + n) % 13}`] as const),
    );
    const spec: IalsSpec = {
      algorithm: 'ials',
      factors: 2,
      iterations: 200,
      regularization: 0.05,
      unobservedWeight: 0.2,
    };
    const model = asFactors(await train(interactions, spec));
    const twin = plainAls(interactions, { factors: 2, iterations: 200, lambda: 0.05, alpha0: 0.2 });
    const users = rowsOf(model.userFactors ?? [], 2);
    const items = rowsOf(model.itemFactors, 2);
    // Factors are free up to a rotation; their products are not.
    users.forEach((x, u) => {
      items.forEach((y, i) => {
        expect(Math.abs(dot(x, y) - dot(twin.users[u] ?? [], twin.items[i] ?? []))).toBeLessThan(2e-3);
      });
    });
  });

  test('The same seed gives the same bytes, and another seed others.', async () => {
    const interactions = interactionsOf(
      Array.from({ length: 90 }, (_, n) => [`u${n % 7}`, `i${(n * 5) % 17}`] as const),
    );
    const spec: IalsSpec = { algorithm: 'ials', factors: 8, iterations: 3 };
    const first = asFactors(await train(interactions, spec, { seed: 7 }));
    const again = asFactors(await train(interactions, spec, { seed: 7 }));
    const other = asFactors(await train(interactions, spec, { seed: 8 }));
    expect(again.itemFactors).toEqual(first.itemFactors);
    expect(again.userFactors).toEqual(first.userFactors);
    expect(other.itemFactors).not.toEqual(first.itemFactors);
  });

  test.each([
    ['factors', { factors: 0 }],
    ['factors', { factors: 2.5 }],
    ['iterations', { iterations: -1 }],
    ['alpha', { alpha: Number.NaN }],
    ['regularization', { regularization: -1 }],
    ['steps', { steps: 0 }],
  ])('refuses %s that make no sense', async (place, options) => {
    const training = train(interactionsOf([['ann', 'cup']]), { algorithm: 'ials', ...options });
    await expect(training).rejects.toMatchObject({ code: 'invalid-options', at: place });
  });

  test('ends when its signal says so, and reports progress that only grows', async () => {
    const interactions = interactionsOf(
      Array.from({ length: 90 }, (_, n) => [`u${n % 7}`, `i${(n * 5) % 17}`] as const),
    );
    const seen: number[] = [];
    await train(interactions, { algorithm: 'ials' }, { onProgress: (done, total) => seen.push(done / total) });
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen.at(-1)).toBe(1);
    const stop = new AbortController();
    const training = train(
      interactions,
      { algorithm: 'ials' },
      { signal: stop.signal, onProgress: () => stop.abort() },
    );
    await expect(training).rejects.toMatchObject({ code: 'aborted' });
  });

  test('One user with 100,000 items, and an item that everybody has, are no harm.', async () => {
    const pairs = Array.from({ length: 100_000 }, (_, n) => ['one', String(n)] as const);
    const others = Array.from({ length: 20 }, (_, n) => [`other ${n}`, '7'] as const);
    const spec: IalsSpec = { algorithm: 'ials', factors: 4, iterations: 2 };
    const model = asFactors(await train(interactionsOf([...pairs, ...others]), spec));
    expect(model.itemFactors.every(Number.isFinite)).toBe(true);
    expect(model.userFactors?.every(Number.isFinite)).toBe(true);
  }, 30_000);

  test('More factors than users and items, one user and one item are no harm.', async () => {
    const model = asFactors(await train(interactionsOf([['ann', 'cup']]), { algorithm: 'ials', factors: 64 }));
    expect(model.itemFactors.every(Number.isFinite)).toBe(true);
  });
});

/** Every row solved directly, in double precision: the oracle. */
function plainAls(
  interactions: Interactions,
  { factors, iterations, lambda, alpha0 }: { factors: number; iterations: number; lambda: number; alpha0: number },
): { users: Matrix; items: Matrix } {
  const byUser = interactions.users.map((_, user) => [...historyOf(interactions, user, false).keys()]);
  const byItem = interactions.items.map((_, item) =>
    byUser.flatMap((list, user) => (list.includes(item) ? [user] : [])),
  );
  let users: Matrix = [];
  let items: Matrix = interactions.items.map((_, i) =>
    Array.from({ length: factors }, (_unused, f) => Math.cos(i + 3 * f)),
  );
  const solveAll = (lists: number[][], others: Matrix) =>
    lists.map((list) => {
      const lambdaOfRow = lambda * (list.length + alpha0 * others.length);
      const matrix = zeros(factors, factors).map((row, f) =>
        row.map((_, g) => {
          const all = others.reduce((sum, y) => sum + alpha0 * (y[f] ?? 0) * (y[g] ?? 0), f === g ? lambdaOfRow : 0);
          return list.reduce((sum, n) => sum + (others[n]?.[f] ?? 0) * (others[n]?.[g] ?? 0), all);
        }),
      );
      const b = Array.from({ length: factors }, (_, f) => list.reduce((sum, n) => sum + (others[n]?.[f] ?? 0), 0));
      return timesVector(inverseOf(matrix), b);
    });
  for (let n = 0; n < iterations; n++) {
    users = solveAll(byUser, items);
    items = solveAll(byItem, users);
  }
  return { users: solveAll(byUser, items), items };
}
