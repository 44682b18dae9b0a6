import { expect, test } from 'vitest';
import { ERROR_CODES, isKindredError, KindredError } from '../../src/core/index.ts';

test('an error carries its code, its place and its cause', () => {
  const cause = new Error('inner');
  const error = new KindredError('invalid-rule', 'Rule "vip": unknown operator.', { at: '/when', cause });
  expect(error).toMatchObject({ name: 'KindredError', code: 'invalid-rule', at: '/when', cause });
  expect(new KindredError('aborted', 'Stopped.')).not.toHaveProperty('cause');
});

test('an error of a second copy of the package is recognised, and no other', () => {
  const other = Object.assign(new Error('x'), { name: 'KindredError', code: 'aborted' });
  expect(isKindredError(other)).toBe(true);
  for (const value of [new Error('x'), { name: 'KindredError', code: 'aborted' }, null, 'aborted']) {
    expect(isKindredError(value)).toBe(false);
  }
});

test('the codes are sorted, so that a new one has one place', () => {
  expect([...ERROR_CODES].sort()).toEqual([...ERROR_CODES]);
});
