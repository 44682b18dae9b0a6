import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createStrongestFinder } from '../../../../src/recommend/train/counts/strongest.ts';

const strength = fc.oneof(
  fc.constantFrom(1, 2, 3),
  fc.float({ min: Math.fround(1e-30), max: Math.fround(1e30), noNaN: true }),
);

test('finds the same as a full sort, whatever the strengths', () => {
  fc.assert(
    fc.property(fc.array(strength, { minLength: 1, maxLength: 300 }), fc.nat(), (list, n) => {
      const values = Float32Array.from(list);
      const count = (n % list.length) + 1;
      // They come in the order in which they were met, which is not that of their indices.
      const candidates = Uint32Array.from(values, (_, index) => index).reverse();
      const strengths = values.slice().reverse();
      createStrongestFinder(list.length).keepStrongest(candidates, strengths, list.length, count);
      expect([...strengths.subarray(0, count)]).toEqual(
        [...candidates.subarray(0, count)].map((index) => values[index]),
      );
      const sorted = Array.from(values, (_, index) => index).sort(
        (a, b) => (values[b] ?? 0) - (values[a] ?? 0) || a - b,
      );
      expect([...candidates.subarray(0, count)].sort((a, b) => a - b)).toEqual(
        sorted.slice(0, count).sort((a, b) => a - b),
      );
    }),
  );
});

test.each([
  ['ascending', (n: number) => n + 1],
  ['descending', (n: number) => 50_000 - n],
  ['an organ pipe', (n: number) => Math.min(n, 50_000 - n) + 1],
  ['all the same', () => 1],
  ['a saw', (n: number) => (n % 7) + 1],
])('is not slow on strengths that are %s', (_, strengthOf) => {
  const values = Float32Array.from({ length: 50_000 }, (_value, n) => strengthOf(n));
  const candidates = Uint32Array.from(values, (_value, index) => index);
  createStrongestFinder(values.length).keepStrongest(candidates, values.slice(), values.length, 100);
  const weakest = Math.min(...[...candidates.subarray(0, 100)].map((index) => values[index] ?? 0));
  expect(values.filter((value) => value > weakest).length).toBeLessThan(100);
});
