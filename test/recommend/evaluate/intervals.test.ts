import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../src/core/index.ts';
import { bootstrapInterval, pairedBootstrap } from '../../../src/recommend/evaluate/index.ts';

const values = fc.array(fc.float({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 40 });

describe('bootstrapInterval', () => {
  test('holds the mean, lies within the values, and is the same each time', () => {
    fc.assert(
      fc.property(values, (list) => {
        const { mean, low, high } = bootstrapInterval(Float64Array.from(list), { samples: 200 });
        expect(low).toBeGreaterThanOrEqual(Math.min(...list) - 1e-12);
        expect(high).toBeLessThanOrEqual(Math.max(...list) + 1e-12);
        expect(low).toBeLessThanOrEqual(high);
        expect(mean).toBeCloseTo(list.reduce((sum, value) => sum + value, 0) / list.length, 9);
        expect(bootstrapInterval(Float64Array.from(list), { samples: 200 })).toEqual({ mean, low, high });
      }),
    );
  });

  test('is as wide as the normal interval where there are many users', () => {
    const random = seededRandom(1);
    const list = Float64Array.from({ length: 4000 }, () => (random.next() < 0.3 ? 1 : 0));
    const { low, high, mean } = bootstrapInterval(list);
    const expected = 1.96 * Math.sqrt((mean * (1 - mean)) / list.length);
    expect((high - low) / 2 / expected).toBeCloseTo(1, 1);
  });

  test.each([
    ['samples', { samples: 0 }],
    ['samples', { samples: 1.5 }],
    ['confidence', { confidence: 1 }],
    ['confidence', { confidence: Number.NaN }],
  ])('refuses bad %s', (at, options) => {
    expect(() => bootstrapInterval(Float64Array.of(1), options)).toThrow(
      expect.objectContaining({ code: 'invalid-options', at }),
    );
  });

  test('needs users', () => {
    expect(() => bootstrapInterval(new Float64Array())).toThrow(expect.objectContaining({ code: 'empty-input' }));
  });
});

describe('pairedBootstrap', () => {
  const random = seededRandom(2);
  const hard = Float64Array.from({ length: 500 }, () => random.next());
  const noise = () => (random.next() - 0.5) / 50;

  test('The paired bootstrap finds a difference that is there, and none between equals.', () => {
    const better = pairedBootstrap(
      hard,
      hard.map((value) => value + 0.01 + noise()),
    );
    expect(better.mean).toBeCloseTo(0.01, 2);
    expect(better.low).toBeGreaterThan(0);
    expect(better.p).toBeLessThan(0.01);
    const alike = pairedBootstrap(
      hard,
      hard.map((value) => value + noise()),
    );
    expect(alike.low).toBeLessThan(0.001);
    expect(alike.high).toBeGreaterThan(-0.001);
    expect(pairedBootstrap(hard, hard)).toEqual({ mean: 0, low: 0, high: 0, p: 1 });
  });

  test('turns its sign when the two change places', () => {
    const other = hard.map((value) => value + noise());
    const there = pairedBootstrap(hard, other);
    const back = pairedBootstrap(other, hard);
    expect([back.mean, back.low, back.high]).toEqual([-there.mean, -there.high, -there.low]);
    expect(back.p).toBe(there.p);
  });

  test('compares the same users only', () => {
    expect(() => pairedBootstrap(hard, Float64Array.of(1))).toThrow(
      expect.objectContaining({ code: 'invalid-options' }),
    );
  });
});
