import { expect, test } from 'vitest';
import { digestsOfLists, EXPECTED } from './vectors.ts';

test('The same model gives the same lists, to the last bit, in a page.', () => {
  expect(digestsOfLists()).toEqual(EXPECTED);
});
