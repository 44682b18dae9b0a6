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
      expectStrongest(Float32Array.from(list), (n % list.length) + 1);
    }),
  );
});

test('finds the same among many, whatever a sample of them says', () => {
  // Those at every eighth place are all that a sample may see.
  const seen = fc.array(strength, { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(
      seen,
      seen,
      fc.integer({ min: 0, max: 7 }),
      fc.integer({ min: 1, max: 40 }),
      (some, others, at, count) => {
        const pick = (list: readonly number[], n: number) => list[n % list.length] ?? 1;
        const values = Float32Array.from({ length: 2000 }, (_, n) => pick(n % 8 === at ? some : others, n >> 3));
        expectStrongest(values, count);
      },
    ),
  );
});

test('finds the strongest where all that a sample sees is stronger than most, and too few', () => {
  const values = Float32Array.from({ length: 4000 }, (_, n) => (n % 8 === 7 && n < 8 * 30 ? 1000 + n : 1 + n / 4000));
  expectStrongest(values, 60);
});

function expectStrongest(values: Float32Array, count: number) {
  // They come in the order in which they were met, which is not that of their indices.
  const candidates = Uint32Array.from(values, (_, index) => index).reverse();
  const strengths = values.slice().reverse();
  createStrongestFinder(values.length).keepStrongest(candidates, strengths, values.length, count);
  const found = candidates.subarray(0, count);
  expect([...strengths.subarray(0, count)]).toEqual([...found].map((index) => values[index]));
  const sorted = Array.from(values, (_, index) => index).sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0) || a - b);
  expect([...found].sort((a, b) => a - b)).toEqual(sorted.slice(0, count).sort((a, b) => a - b));
}

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
