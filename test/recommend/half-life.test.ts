import fc from 'fast-check';
import { expect, test } from 'vitest';
import { halvedBy } from '../../src/recommend/half-life.ts';

test('whole half-lives are exact powers of a half', () => {
  for (let halvings = 0; halvings <= 1000; halvings++) expect(halvedBy(halvings)).toBe(2 ** -halvings);
});

test('a part of a half-life is what the power of two says, to the last bits', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1000, noNaN: true }), (halvings) => {
      const exact = 2 ** -halvings;
      expect(Math.abs(halvedBy(halvings) / exact - 1)).toBeLessThan(4e-16);
    }),
  );
});

test('the older never counts more', () => {
  const age = fc.double({ min: 0, max: 900, noNaN: true });
  fc.assert(fc.property(age, age, (a, b) => halvedBy(Math.max(a, b)) <= halvedBy(Math.min(a, b)) * (1 + 1e-15)));
});

test('what lies ahead counts in full, and what is ages ago never becomes nothing', () => {
  expect(halvedBy(-3)).toBe(1);
  expect(halvedBy(Number.POSITIVE_INFINITY)).toBe(halvedBy(1000));
  expect(halvedBy(1e300)).toBeGreaterThan(0);
});
