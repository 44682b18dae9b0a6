import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { geometricNoise } from '../../src/consent/noise.ts';
import { seededRandom } from '../../src/testing/index.ts';

const COUNT = 200_000;

describe('two-sided geometric noise', () => {
  test.each([0.1, 0.5, 1, 2])('has the distribution of the paper for epsilon %d', (epsilon) => {
    const random = seededRandom(7);
    const seen = new Map<number, number>();
    for (let n = 0; n < COUNT; n++) {
      const z = geometricNoise(random, { epsilon });
      seen.set(z, (seen.get(z) ?? 0) + 1);
    }
    const alpha = Math.exp(-epsilon);
    for (let z = -5; z <= 5; z++) {
      const expected = ((1 - alpha) / (1 + alpha)) * alpha ** Math.abs(z);
      // Five standard deviations of a binomial share.
      const tolerance = 5 * Math.sqrt((expected * (1 - expected)) / COUNT);
      expect(Math.abs((seen.get(z) ?? 0) / COUNT - expected)).toBeLessThan(tolerance);
    }
  });

  test('neighbouring counts are told apart by no more than epsilon', () => {
    const epsilon = 0.7;
    const shareOf = (count: number, seed: number) => {
      const random = seededRandom(seed);
      const seen = new Map<number, number>();
      for (let n = 0; n < COUNT; n++) {
        const told = count + geometricNoise(random, { epsilon });
        seen.set(told, (seen.get(told) ?? 0) + 1 / COUNT);
      }
      return seen;
    };
    const [one, other] = [shareOf(10, 1), shareOf(11, 2)];
    for (let told = 8; told <= 13; told++) {
      const ratio = (one.get(told) ?? 0) / (other.get(told) ?? 1);
      expect(Math.abs(Math.log(ratio))).toBeLessThan(epsilon * 1.05);
    }
  });

  test('it is a whole number, the same for the same seed', () => {
    fc.assert(
      fc.property(fc.integer(), fc.double({ min: 0.001, max: 20, noNaN: true }), (seed, epsilon) => {
        const z = geometricNoise(seededRandom(seed), { epsilon });
        expect(Number.isSafeInteger(z)).toBe(true);
        expect(geometricNoise(seededRandom(seed), { epsilon })).toBe(z);
      }),
      { seed: 3 },
    );
  });

  test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('an epsilon of %d is refused', (epsilon) => {
    expect(() => geometricNoise(seededRandom(1), { epsilon })).toThrowError(
      expect.objectContaining({ code: 'invalid-options', at: 'epsilon' }),
    );
  });
});
