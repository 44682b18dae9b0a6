import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../src/core/index.ts';
import { compare, splitInteractions, tune } from '../../../src/recommend/evaluate/index.ts';
import { ALGORITHM_TABLE } from '../../../src/recommend/train/index.ts';
import { type Addition, interactionsOf } from '../fixtures.ts';

/** Tastes: most of what somebody has is of one of four groups of items. */
function tastes(): readonly Addition[] {
  const random = seededRandom(5);
  return Array.from({ length: 2000 }, (_, n): Addition => {
    const user = Math.floor(random.next() * 120);
    const group = random.next() < 0.85 ? user % 4 : Math.floor(random.next() * 4);
    return [`${user}`, `${group * 20 + Math.floor(20 * random.next() ** 2)}`, 1, n];
  });
}
const world = interactionsOf(tastes());
const protocol = { protocol: 'hash80' } as const;

describe('compare', () => {
  test('ranks specs on one split by the first metric, with intervals, cost and the difference to the first', async () => {
    const specs = [{ algorithm: 'popularity' }, { algorithm: 'cosine' }] as const;
    let clock = 0;
    const told: number[] = [];
    const rows = await compare(splitInteractions(world, protocol), {
      specs,
      metrics: ['ndcg@10', 'coverage@10'],
      now: () => (clock += 5),
      onRow: (_, done) => told.push(done),
    });
    expect(rows.map(({ given }) => given)).toEqual([specs[1], specs[0]]);
    expect(told).toEqual([1, 2]);
    const [first, second] = rows;
    expect(first?.behind).toBeUndefined();
    expect(second?.behind?.low).toBeGreaterThan(0);
    const gap = (first?.metrics['ndcg@10'] ?? 0) - (second?.metrics['ndcg@10'] ?? 0);
    expect(second?.behind?.mean).toBeCloseTo(gap, 12);
    expect(Object.keys(first?.intervals ?? {})).toEqual(['ndcg@10']);
    expect(first?.cost.trainingMs).toBe(5);
    expect(first?.cost.modelBytes).toBeGreaterThan(second?.cost.modelBytes ?? 0);
  });

  test('ends with `aborted` when its signal says so', async () => {
    const split = splitInteractions(world, protocol);
    const comparison = compare(split, { specs: [{ algorithm: 'popularity' }], signal: AbortSignal.abort() });
    await expect(comparison).rejects.toMatchObject({ code: 'aborted' });
  });
});

describe('tune', () => {
  test('A model is tuned on a part of the training, and the holdout is not seen.', async () => {
    const { train: training } = splitInteractions(world, protocol);
    const values = { alpha: [0.5, 1], beta: [0, 0.4, 0.8] };
    const tuning = await tune(training, { algorithm: 'rp3beta', values, protocol, metrics: ['ndcg@10'] });
    expect(tuning.rows).toHaveLength(6);
    expect(tuning.best).toEqual(tuning.rows[0]?.given);
    const validation = splitInteractions(training, protocol);
    const [row] = await compare(validation, { specs: [tuning.best], metrics: ['ndcg@10'] });
    expect(row?.metrics).toEqual(tuning.rows[0]?.metrics);
  });

  test('draws as many specs as asked for, within the range, the same for the same seed', async () => {
    const options = { algorithm: 'rp3beta', search: 'random', trials: 4, protocol, metrics: ['ndcg@5'] } as const;
    const values = { alpha: [0.4, 1], cut: ['candidate', 'history-item'], neighbours: [10, 50] };
    const run = async (seed: number) =>
      (await tune(world, { ...options, values, seed })).rows.map(({ given }) => given);
    const drawn = await run(1);
    expect(drawn).toHaveLength(4);
    expect(await run(1)).toEqual(drawn);
    expect(await run(2)).not.toEqual(drawn);
    for (const spec of drawn) {
      const { alpha = 0, neighbours = 0 } = spec.algorithm === 'rp3beta' ? spec : {};
      expect(alpha >= 0.4 && alpha <= 1 && Number.isInteger(neighbours)).toBe(true);
    }
  });

  test('takes the values that the table of the algorithm names', async () => {
    const tries = Object.values(ALGORITHM_TABLE.cosine.options).map((form) => form.tries?.length ?? 1);
    const expected = tries.reduce((product, count) => product * count, 1);
    const { rows } = await tune(world, { algorithm: 'cosine', protocol, metrics: ['ndcg@5'] });
    expect(rows).toHaveLength(expected);
  });

  test('keeps what is fixed', async () => {
    const fixed = { neighbours: 7 };
    const { rows } = await tune(world, { algorithm: 'cosine', fixed, values: { cut: ['history-item'] }, protocol });
    expect(rows[0]?.given).toEqual({ algorithm: 'cosine', neighbours: 7, cut: 'history-item' });
  });

  test.each([
    ['an option that there is not', { beta: [1] }, 'beta'],
    ['a value out of range', { neighbours: [0] }, 'neighbours'],
    ['too large a grid', { neighbours: Array.from({ length: 1001 }, (_, n) => n + 1) }, 'values'],
    ['no values', { neighbours: [] }, 'values'],
  ])('refuses %s', async (_, values, at) => {
    const tuning = tune(world, { algorithm: 'cosine', values, protocol });
    await expect(tuning).rejects.toMatchObject({ code: 'invalid-options', at });
  });
});
