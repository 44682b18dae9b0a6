import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ALGORITHMS, planTraining, refuseUnfit, shapeOf } from '../../../src/recommend/train/index.ts';
import { interactionsOf } from '../fixtures.ts';

describe('planTraining', () => {
  test('counts how often two items meet at a user', () => {
    const shape = shapeOf(
      interactionsOf([
        ['ann', 'tea'],
        ['ann', 'pot'],
        ['ben', 'tea'],
      ]),
    );
    expect(shape).toEqual({ users: 2, items: 2, pairs: 3, meetings: 5 });
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

  test('refuses a bad spec', () => {
    expect(() => planTraining(gowalla, { algorithm: 'ease', lambda: -1 })).toThrow(
      expect.objectContaining({ code: 'invalid-options', at: 'lambda' }),
    );
  });
});
