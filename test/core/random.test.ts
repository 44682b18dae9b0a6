import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededRandom } from '../../src/core/index.ts';

test('the same seed gives the same numbers, another seed others', () => {
  const take = (seed: number) => Array.from({ length: 20 }, seededRandom(seed).next);
  expect(take(42)).toEqual(take(42));
  expect(take(42)).not.toEqual(take(43));
});

test('numbers lie in [0, 1) and are spread evenly', () => {
  const random = seededRandom(1);
  const counts = new Array<number>(10).fill(0);
  for (let draw = 0; draw < 100_000; draw += 1) {
    const value = random.next();
    expect(value >= 0 && value < 1).toBe(true);
    const bin = Math.floor(value * 10);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  // Five standard deviations around 10,000.
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(5 * Math.sqrt(9000));
});

test('any seed works, fractions and zero included', () => {
  fc.assert(
    fc.property(fc.oneof(fc.integer(), fc.double({ noNaN: true })), (seed) => {
      const random = seededRandom(seed);
      const values = [random.next(), random.next(), random.next()];
      expect(new Set(values).size).toBe(3);
      expect(random.bytes(5)).toHaveLength(5);
    }),
  );
});
