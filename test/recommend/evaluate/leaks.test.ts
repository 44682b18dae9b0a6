import { expect, test } from 'vitest';
import { findLeaks } from '../../../src/recommend/evaluate/index.ts';
import { interactionsOf } from '../fixtures.ts';

const training = interactionsOf([
  ['ann', 'tea', 1, 10],
  ['ann', 'cup', 1, 20],
  ['ben', 'pot', 1, 40],
]);

test('The leak check finds copied rows and a future that was seen.', () => {
  const leaks = findLeaks(
    training,
    interactionsOf([
      ['ann', 'tea', 1, 10],
      ['ann', 'cup', 1, 50],
      ['ann', 'pot', 1, 30],
      ['zoe', 'kite', 1, 60],
    ]),
  );
  expect(leaks).toMatchObject({ pairs: 4, known: 3, inBoth: 2, copied: 1, beforeEnd: 2, beforeOwn: 1 });
  expect(leaks.warnings).toHaveLength(3);
  expect(leaks.warnings[0]).toContain('1 of 4 pairs');
});

test('tells that no item is in both, with one of each', () => {
  const leaks = findLeaks(training, interactionsOf([['ann', ' tea', 1, 50]]));
  expect(leaks.strangers).toBe(true);
  expect(leaks.warnings).toEqual([expect.stringContaining('the training has "cup", the holdout " tea"')]);
});

test('says nothing of a clean split', () => {
  const holdout = interactionsOf([
    ['ann', 'pot', 1, 50],
    ['ben', 'tea', 1, 41],
  ]);
  expect(findLeaks(training, holdout)).toMatchObject({
    inBoth: 0,
    copied: 0,
    beforeEnd: 0,
    beforeOwn: 0,
    strangers: false,
    warnings: [],
  });
});

test('takes what has no time for neither old nor copied', () => {
  const holdout = interactionsOf([['ann', 'tea']]);
  expect(findLeaks(training, holdout)).toMatchObject({ inBoth: 1, copied: 0, beforeEnd: 0, beforeOwn: 0 });
  const timeless = interactionsOf([['ann', 'tea']]);
  expect(findLeaks(timeless, holdout)).toMatchObject({ inBoth: 1, copied: 0, beforeEnd: 0 });
});
