import { expect, test } from 'vitest';
import { digestsOfLists, EXPECTED } from './vectors.ts';

// `vectors.browser.test.ts` is the same in a page. Run under each Node that is supported, this compares them.
test('The same model gives the same lists, to the last bit, on every platform.', () => {
  expect(digestsOfLists()).toEqual(EXPECTED);
});
