import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { murmur3 } from '../../src/core/index.ts';

describe('murmur3', () => {
  test.each([
    // Those of the verification vectors that are UTF-8 text, and well-known ones.
    ['', 0, 0],
    ['', 1, 0x514e28b7],
    ['', 0xffffffff, 0x81f16f39],
    ['test', 0, 0xba6bd213],
    ['test', 0x9747b28c, 0x704b81dc],
    ['Hello, world!', 0, 0xc0363e43],
    ['Hello, world!', 0x9747b28c, 0x24884cba],
    ['The quick brown fox jumps over the lazy dog', 0, 0x2e4ff723],
    ['The quick brown fox jumps over the lazy dog', 0x9747b28c, 0x2fa826cd],
    ['aaaa', 0x9747b28c, 0x5a97808a],
    ['aaa', 0x9747b28c, 0x283e0130],
    ['aa', 0x9747b28c, 0x5d211726],
    ['a', 0x9747b28c, 0x7fa09ea6],
    ['ππππππππ', 0x9747b28c, 0xd58063c1],
  ])('gives the known hash of "%s" with seed %i', (text, seed, hash) => {
    expect(murmur3(text, seed)).toBe(hash);
  });

  test('spreads ids evenly over a hundred buckets', () => {
    const buckets = new Array<number>(100).fill(0);
    for (let id = 0; id < 100_000; id++) {
      const bucket = Math.floor((murmur3(`spring:visitor-${id}`) / 2 ** 32) * 100);
      buckets[bucket] = (buckets[bucket] ?? 0) + 1;
    }
    // Chi-squared with 99 degrees of freedom stays below 149 with a probability of 0.999.
    const surprise = buckets.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    expect(surprise).toBeLessThan(149);
  });

  test('is a whole number below 2 ** 32 for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(), (text, seed) => {
        const hash = murmur3(text, seed);
        expect(Number.isInteger(hash) && hash >= 0 && hash < 2 ** 32).toBe(true);
      }),
    );
  });
});
