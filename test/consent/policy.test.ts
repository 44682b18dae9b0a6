import { expect, test } from 'vitest';
import { definePolicy, STANDARD_PURPOSES } from '../../src/consent/index.ts';

const purpose = { id: 'a', title: 'x', description: '' };

test.each([
  [null, ''],
  ['storage', ''],
  [{}, '/purposes'],
  [{ purposes: [] }, '/purposes'],
  [{ purposes: 'storage' }, '/purposes'],
  [{ purposes: [{ ...purpose, id: 'Big' }] }, '/purposes/0/id'],
  [{ purposes: [{ ...purpose, id: '__proto__' }] }, '/purposes/0/id'],
  [{ purposes: [{ ...purpose, title: '' }] }, '/purposes/0/title'],
  [{ purposes: [{ id: 'a', title: 'x' }] }, '/purposes/0/description'],
  [{ purposes: [{ ...purpose, degree: 'none' }] }, '/purposes/0/degree'],
  [{ purposes: [{ ...purpose, sale: 'yes' }] }, '/purposes/0/sale'],
  [{ purposes: [{ ...purpose, version: 2 }] }, '/purposes/0/version'],
  [{ purposes: [{ ...purpose, keeps: { cookies: '_ga' } }] }, '/purposes/0/keeps/cookies'],
  [{ purposes: [{ ...purpose, keeps: { local: ['_ga'] } }] }, '/purposes/0/keeps/local'],
  [{ purposes: [purpose, purpose] }, '/purposes/1/id'],
  [{ purposes: [purpose], version: 7 }, '/version'],
  [{ purposes: [purpose], notice: {} }, '/notice'],
  [{ purposes: [purpose], controller: {} }, '/controller/name'],
  [{ purposes: [purpose], groups: [{ id: 'g' }] }, '/groups/0/title'],
  [{ purposes: [purpose], parties: [{ id: '*', name: 'All', purposes: [] }] }, '/parties/0/id'],
  [{ purposes: [purpose], parties: [{ id: 'p', purposes: [] }] }, '/parties/0/name'],
  [{ purposes: [purpose], parties: [{ id: 'p', name: 'P', purposes: ['b'] }] }, '/parties/0/purposes'],
  [{ purposes: [purpose], parties: [{ id: 'p', name: 'P', purposes: ['a'], groups: ['g'] }] }, '/parties/0/groups'],
  [{ purposes: [purpose], region: { id: 'x', model: 'opt-out', grantDays: 0, refusalDays: 1 } }, '/region/grantDays'],
  [{ purposes: [purpose], region: { id: 'x', model: 'free', grantDays: 1, refusalDays: 1 } }, '/region/model'],
])('%j is refused at %s', (input, at) => {
  expect(() => definePolicy(input)).toThrowError(expect.objectContaining({ code: 'invalid-policy', at }));
});

test('a party and a group must not be mistaken for each other', () => {
  const groups = [{ id: 'ads', title: 'Advertisers' }];
  const parties = [{ id: 'ads', name: 'Ads', purposes: [] }];
  expect(() => definePolicy({ purposes: [purpose], groups, parties })).toThrowError(
    expect.objectContaining({ at: '/parties/0/id' }),
  );
});

test('what is not said is filled in, and the policy cannot be changed', () => {
  const policy = definePolicy({ version: '7', purposes: STANDARD_PURPOSES, parties: [] });
  expect(policy.purposes[2]).toEqual({
    ...STANDARD_PURPOSES[2],
    version: '7',
    sale: false,
    keeps: {},
  });
  expect(policy.region.model).toBe('opt-in');
  expect(Object.isFrozen(policy.purposes[0]?.keeps)).toBe(true);
});
