import { describe, expect, test } from 'vitest';
import { checkPublished, publishedTable } from '../../../src/recommend/evaluate/index.ts';
import { interactionsOf } from '../fixtures.ts';

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
