import { describe, expect, test } from 'vitest';
import { checkPublished, publishedTable, selfTest } from '../../../src/recommend/evaluate/index.ts';
import { compared } from '../../../src/recommend/selftest/selftest.ts';
import { ALGORITHMS } from '../../../src/recommend/train/index.ts';
import { interactionsOf } from '../fixtures.ts';

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

describe('checkPublished', () => {
  test('Published figures come out again on the data that they are of, and a miss is a miss.', async () => {
    const lines = interactionsOf([
      ['ann', 'tea', 1, 1_300_000_000_000],
      ['ann', 'cup', 1, 1_300_000_000_000],
      ['ben', 'tea', 1, 1_300_000_000_000],
      ['ben', 'cup', 1, 1_330_000_000_000],
    ]);
    const told: string[] = [];
    const onCase = (_: unknown, done: number, total: number) => told.push(`${done}/${total}`);
    const cases = await checkPublished('online-retail', { lines: { interactions: lines } }, { onCase });
    expect(cases.slice(0, 3).map(({ found, passed }) => [found, passed])).toEqual([
      [2, false],
      [2, false],
      [3, false],
    ]);
    expect(cases.every(({ found, expected, within, passed }) => passed === Math.abs(found - expected) <= within)).toBe(
      true,
    );
    expect(told.at(-1)).toBe(`${cases.length}/${publishedTable('online-retail').figures}`);
    expect(told).toHaveLength(publishedTable('online-retail').figures);
  });

  test.each([
    ['serenade', 'train'],
    ['online-retail', 'lines'],
  ] as const)('%s without its parts is refused', async (table, at) => {
    await expect(checkPublished(table, {})).rejects.toMatchObject({ code: 'invalid-options', at });
  });

  test('a table that there is not is refused by name', () => {
    // @ts-expect-error: what somebody may write in JavaScript
    expect(() => publishedTable('netflix')).toThrow(expect.objectContaining({ code: 'invalid-options', at: 'tables' }));
  });
});
