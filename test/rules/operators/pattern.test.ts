import { describe, expect, test } from 'vitest';
import {
  compileCondition,
  evaluateCondition,
  type Facts,
  isKindredError,
  parseCondition,
} from '../../../src/rules/index.ts';

const holds = (rule: unknown, facts: Facts) => {
  const condition = parseCondition(rule);
  const verdict = compileCondition(condition)(facts);
  expect(evaluateCondition(condition, facts)).toBe(verdict);
  return verdict;
};

describe('the operator matches', () => {
  test('holds where the text has a match', () => {
    const rule = { matches: [{ var: 'page.path' }, '^/tea/.+'] };
    expect(holds(rule, { page: { path: '/tea/oolong' } })).toBe(true);
    expect(holds(rule, { page: { path: '/tea/' } })).toBe(false);
  });

  test('does not care about case with the flag i', () => {
    expect(holds({ matches: [{ var: 'city' }, 'kÖln', 'i'] }, { city: 'KölN' })).toBe(true);
  });

  test('a fact that is missing or no text does not match', () => {
    for (const facts of [{}, { city: null }, { city: 5 }, { city: ['a'] }]) {
      expect(holds({ matches: [{ var: 'city' }, ''] }, facts)).toBe(false);
    }
  });

  test('is unknown where the text is', () => {
    const rule = { matches: [{ var: 'city' }, 'a'] };
    const facts = { city: { type: 'string', purpose: 'personalization' } } as const;
    for (const part of [rule, { '!': [rule] }]) {
      expect(compileCondition(parseCondition(part, { facts }))({ city: 'a' })).toBe(false);
    }
  });

  test.each([
    [{ matches: [{ var: 'a' }, '(a'] }, '/matches/1'],
    [{ matches: [{ var: 'a' }, '(a)\\1'] }, '/matches/1'],
    [{ matches: [{ var: 'a' }, { var: 'b' }] }, '/matches/1'],
    [{ matches: [{ var: 'a' }, 'a', { var: 'b' }] }, '/matches/2'],
    [{ matches: [{ var: 'a' }, 'a', 'g'] }, '/matches/1'],
    [{ matches: [{ var: 'a' }, 5] }, '/matches/1'],
    [{ matches: [{ var: 'a' }] }, '/matches'],
  ])('%j is refused when it is loaded', (rule, at) => {
    expect(errorAt(rule)).toBe(at);
  });
});

function errorAt(rule: unknown): string | undefined {
  try {
    parseCondition(rule);
    return undefined;
  } catch (error) {
    if (isKindredError(error) && error.code === 'invalid-rule') return error.at;
    throw error;
  }
}
