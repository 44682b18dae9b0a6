import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../src/core/index.ts';
import { createInteractions, type Model, type NeighbourModel } from '../../../src/recommend/index.ts';
import {
  ALGORITHMS,
  planTraining,
  refuseUnfit,
  shapeOf,
  type TrainSpec,
  train,
} from '../../../src/recommend/train/index.ts';
import { interactionsOf } from '../fixtures.ts';

/** Few items and users make up much of it, as in a shop. */
function madeUp(users: number, items: number, rows: number) {
  const random = seededRandom(5);
  const interactions = createInteractions();
  for (let row = 0; row < rows; row++) {
    const user = Math.floor(users * random.next() ** 2);
    interactions.add(`${user}`, `${Math.floor(items * random.next() ** 3)}`, 1, row * 1000);
  }
  return interactions.build();
}

function bytesOf(model: Model): number {
  return isNeighbours(model) ? model.neighbour.byteLength + model.similarity.byteLength : 0;
}

function isNeighbours(model: Model): model is NeighbourModel {
  return model.kind === 'neighbours';
}

describe('planTraining', () => {
  test('counts how often two items meet at a user', () => {
    const shape = shapeOf(
      interactionsOf([
        ['ann', 'tea'],
        ['ann', 'pot'],
        ['ben', 'tea'],
      ]),
    );
    expect(shape).toEqual({
      ...{ users: 2, items: 2, pairs: 3, meetings: 5, rows: 3, hasWeights: false, longest: 2 },
      sample: [
        { users: 2, neighbours: 1 },
        { users: 1, neighbours: 1 },
      ],
    });
  });

  test('never predicts less for more data', () => {
    const shapes = fc.record({
      users: fc.integer({ min: 1, max: 1e6 }),
      items: fc.integer({ min: 1, max: 1e5 }),
      pairs: fc.integer({ min: 1, max: 2e7 }),
      meetings: fc.integer({ min: 1, max: 1e10 }),
    });
    fc.assert(
      fc.property(shapes, fc.constantFrom(...ALGORITHMS), fc.integer({ min: 1, max: 9 }), (shape, algorithm, times) => {
        const larger = { ...shape, users: shape.users * times, pairs: shape.pairs * times };
        const [less, more] = [planTraining(shape, { algorithm }), planTraining(larger, { algorithm })];
        expect(more.bytes).toBeGreaterThanOrEqual(less.bytes);
        expect(more.milliseconds).toBeGreaterThanOrEqual(less.milliseconds);
      }),
    );
  });

  const gowalla = { users: 29_858, items: 40_981, pairs: 810_128, meetings: 60_000_000 };

  test('refuses what cannot fit and says what can', () => {
    const ease = planTraining(gowalla, { algorithm: 'ease' }, { memoryBytes: 4e9 });
    expect(ease).toMatchObject({ fits: false, place: 'elsewhere', why: expect.stringContaining('rp3beta') });
    expect(() => refuseUnfit(ease, { algorithm: 'ease' })).toThrow(
      expect.objectContaining({ code: 'invalid-options', at: 'algorithm' }),
    );
    const rp3beta = planTraining(gowalla, { algorithm: 'rp3beta', neighbours: 200 }, { memoryBytes: 4e9 });
    expect(rp3beta).toMatchObject({ fits: true, place: 'worker' });
    refuseUnfit(rp3beta, { algorithm: 'rp3beta' });
  });

  test('sends interactions that do not fit to Spark, and a long inverse to threads', () => {
    const huge = { users: 1e8, items: 1e6, pairs: 1e10, meetings: 1e12 };
    expect(planTraining(huge, { algorithm: 'popularity' }).why).toContain('Spark');
    const items = { users: 1e5, items: 12_000, pairs: 1e6, meetings: 1e8 };
    expect(planTraining(items, { algorithm: 'ease' }, { memoryBytes: 8e9 }).place).toBe('threads');
    expect(planTraining({ users: 9, items: 9, pairs: 9, meetings: 9 }, { algorithm: 'ease' }).place).toBe('here');
  });

  const shop = madeUp(2000, 1500, 40_000);
  const specs: readonly TrainSpec[] = [
    { algorithm: 'rp3beta', neighbours: 'all' },
    { algorithm: 'rp3beta', neighbours: 100 },
    { algorithm: 'cosine', neighbours: 300, cut: 'history-item' },
    { algorithm: 'cooccurrence' },
    { algorithm: 'jaccard' },
    { algorithm: 'sar', neighbours: 50 },
    { algorithm: 'sequential-rules', window: 3 },
  ];
  test.each(specs)('predicts the bytes of %o within a fifth', async (spec) => {
    const model = await train(shop, spec);
    const { interactions, model: planned } = planTraining(shapeOf(shop, { rows: 40_000 }), spec).parts;
    expect(Math.abs(planned / bytesOf(model) - 1)).toBeLessThan(0.2);
    const { userStart, itemIndex, weight, time } = shop;
    const counted = [userStart, itemIndex, weight, time].reduce((sum, { byteLength }) => sum + byteLength, 0);
    expect(Math.abs(interactions / counted - 1)).toBeLessThan(0.01);
  });

  test('counts reading, training and writing as what they take at their own time', () => {
    const shape = shapeOf(shop, { rows: 40_000 });
    const [aside, stored] = (['nowhere', 'model-and-histories'] as const).map((to) =>
      planTraining(shape, { algorithm: 'rp3beta' }, { stored: to }),
    );
    expect(aside?.parts.reading).toBe(40_000 * 32);
    expect(aside?.parts.files).toBe(0);
    expect(stored?.bytes).toBeGreaterThan(aside?.bytes ?? 0);
    expect(shapeOf(shop, { rows: 40_001 }).hasWeights).toBe(true);
  });

  test('tells of a history that is most of the work, and how to shorten it', () => {
    const robot = { users: 1000, items: 100_000, pairs: 120_000, meetings: 1e10 + 1e6, longest: 100_000 };
    const plan = planTraining(robot, { algorithm: 'rp3beta' });
    expect(plan.milliseconds).toBeGreaterThan(20_000);
    expect(plan.why).toContain('One history of 100000 items is 100 % of the work');
    expect(plan.why).toContain('maxHistory');
    expect(planTraining(robot, { algorithm: 'popularity' }).why).not.toContain('maxHistory');
    // Measured: 4 minutes.
    const sample = [{ users: 2, neighbours: 99_999 }];
    expect(planTraining({ ...robot, sample }, { algorithm: 'rp3beta' }).milliseconds).toBeGreaterThan(200_000);
    expect(planTraining({ ...robot, sample }, { algorithm: 'rp3beta' }).milliseconds).toBeLessThan(290_000);
    expect(planTraining({ ...robot, longest: 100 }, { algorithm: 'rp3beta' }).why).not.toContain('maxHistory');
  });

  test('counts a limit of histories', () => {
    const one = interactionsOf(Array.from({ length: 100 }, (_, n) => ['robot', `${n}`]));
    expect(shapeOf(one).meetings).toBe(10_000);
    expect(shapeOf(one, { maxHistory: 10 })).toMatchObject({ meetings: 100, longest: 10 });
  });

  test('refuses a bad spec', () => {
    expect(() => planTraining(gowalla, { algorithm: 'ease', lambda: -1 })).toThrow(
      expect.objectContaining({ code: 'invalid-options', at: 'lambda' }),
    );
  });
});
