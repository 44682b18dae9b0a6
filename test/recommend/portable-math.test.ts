import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lnOf, powerOf } from '../../src/recommend/portable-math.ts';

const positive = fc.double({ min: 1e-300, max: 1e300, noNaN: true });

describe('logarithms and powers that every engine rounds alike', () => {
  test('are right to one part in 10^14', () => {
    fc.assert(
      fc.property(positive, (value) => {
        expect(Math.abs(lnOf(value) - Math.log(value))).toBeLessThanOrEqual(
          1e-14 * Math.max(1, Math.abs(Math.log(value))),
        );
      }),
    );
    fc.assert(
      fc.property(
        fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
        fc.double({ min: -10, max: 10, noNaN: true }),
        (base, exponent) => {
          expect(Math.abs(powerOf(base, exponent) / base ** exponent - 1)).toBeLessThanOrEqual(1e-13);
        },
      ),
    );
  });

  test('are exact where there is nothing to round', () => {
    expect([lnOf(1), powerOf(7, 0), powerOf(1, -3.3), powerOf(4, 0.5), powerOf(8, -1)]).toEqual([0, 1, 1, 2, 0.125]);
  });

  test('have an answer beyond the numbers above zero', () => {
    const { POSITIVE_INFINITY: infinity, NaN: none } = Number;
    expect([lnOf(0), lnOf(infinity), lnOf(-1)]).toEqual([-infinity, infinity, none]);
    expect([powerOf(0, 0.5), powerOf(0, -0.5), powerOf(0, 0), powerOf(infinity, -1)]).toEqual([0, infinity, 1, 0]);
  });

  test('end in nothing or in infinity, never in what is no number', () => {
    expect([powerOf(1e300, 10), powerOf(1e300, -10)]).toEqual([Number.POSITIVE_INFINITY, 0]);
  });
});
