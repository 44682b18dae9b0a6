import { describe, expect, test } from 'vitest';
import { selfTest } from '../../../src/recommend/evaluate/index.ts';
import { compared } from '../../../src/recommend/selftest/selftest.ts';
import { ALGORITHMS } from '../../../src/recommend/train/index.ts';

const WORDS: Readonly<Record<string, string>> = {
  popularity: 'popularity:',
  trending: 'trending:',
  'buy-again': 'buy-again:',
  cooccurrence: 'co-occurrence:',
  cosine: 'cosine:',
  jaccard: 'Jaccard:',
  rp3beta: 'RP3beta,',
  'sequential-rules': 'sequential rules:',
  sar: 'SAR,',
  vmis: 'VMIS-kNN',
  ease: 'EASE,',
  ials: 'iALS,',
};

describe('selfTest', () => {
  test('every known answer comes out', async () => {
    const cases = await selfTest();
    expect(cases.filter(({ passed }) => !passed)).toEqual([]);
    for (const { within } of cases) expect(within).toBeLessThanOrEqual(1e-6);
  });

  test('there is one for each algorithm, folding in, rows of bytes and each kind of blend', async () => {
    const names = (await selfTest()).map(({ name }) => name);
    const begin = (word: string | undefined) => names.some((name) => word !== undefined && name.startsWith(word));
    expect(ALGORITHMS.filter((algorithm) => !begin(WORDS[algorithm]))).toEqual([]);
    const others = ['fold-in', 'rows of bytes', 'blend, weighted', 'blend, switching', 'blend, tail', 'hash80', 'nDCG'];
    expect(others.filter((word) => !begin(word))).toEqual([]);
  });

  test.each([
    [1, true],
    [1.01, true],
    [1.02, false],
    [Number.NaN, false],
    [Number.POSITIVE_INFINITY, false],
  ])('found %d where 1 is expected within .01: %s', (found, passed) => {
    expect(compared({ name: 'one', source: '', expected: 1, within: 0.0101 }, found).passed).toBe(passed);
  });
});
