import { expect, test } from 'vitest';
import { selfTest } from '../../../src/recommend/evaluate/index.ts';

test('every known answer comes out', async () => {
  const cases = await selfTest();
  expect(cases.length).toBeGreaterThanOrEqual(8);
  expect(cases.filter(({ passed }) => !passed)).toEqual([]);
});
