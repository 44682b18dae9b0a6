import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  applyLogic,
  compileCondition,
  compileLogic,
  evaluateCondition,
  explainCondition,
  isKindredError,
  parseCondition,
} from '../../../src/rules/index.ts';
import { anyRule } from '../arbitraries.ts';
import { resolve } from '../pointer.ts';
import { data, rule } from './logic.ts';

const parse = (rule: unknown) => parseCondition(rule, { dialect: 'compat' });

describe('the compat dialect', () => {
  test('converts values as JsonLogic does, where the strict dialect does not', () => {
    const rule = { '<': [{ var: 'views' }, 5] };
    expect(compileCondition(parseCondition(rule))({})).toBe(false);
    expect(compileCondition(parse(rule))({})).toBe(true);
    expect(compileCondition(parse({ '==': [{ var: 'a' }, 1] }))({ a: '1' })).toBe(true);
  });

  test('a condition holds where its value counts as true', () => {
    expect(compileCondition(parse({ var: 'list' }))({ list: [] })).toBe(false);
    expect(compileCondition(parse({ var: 'list' }))({ list: [0] })).toBe(true);
    expect(compileCondition(parse('yes'))({})).toBe(true);
  });

  test('compiled and interpreted conditions give the verdict that the value has, and their explanation too', () => {
    fc.assert(
      fc.property(rule, data, (rule, data) => {
        const facts = typeof data === 'object' && data !== null && !Array.isArray(data) ? { ...data } : {};
        const condition = parse(rule);
        const verdict = compileCondition(condition)(facts);
        expect(evaluateCondition(condition, facts)).toBe(verdict);
        expect(explainCondition(condition, facts).holds).toBe(verdict);
        expect(verdict).toBe(compileCondition(parse({ '!!': [rule] }))(facts));
      }),
      { numRuns: 2000 },
    );
  });

  test('says which facts it reads', () => {
    const factsOf = (rule: unknown) => parse(rule).facts;
    expect(factsOf({ and: [{ var: 'a.b' }, { '<': [{ var: ['c', 1] }, 2] }, { var: 'a.b' }] })).toEqual(['a.b', 'c']);
    expect(factsOf({ missing: ['a', 'b'] })).toEqual(['a', 'b']);
    expect(factsOf({ missing_some: [1, ['a', 'b']] })).toEqual(['a', 'b']);
    expect(factsOf({ some: [{ var: 'orders' }, { '>': [{ var: 'total' }, 5] }] })).toEqual(['orders']);
    expect(factsOf({ var: 'a\\b' })).toEqual(['a\\\\b']);
    expect(factsOf({ var: 1 })).toEqual(['1']);
  });

  test.each([
    { var: '' },
    { var: [] },
    { var: null },
    { var: { cat: ['a', 'b'] } },
    { missing: { merge: ['a', { var: 'b' }] } },
  ])('it says with an empty path that %j may read anything', (rule) => {
    expect(parse(rule).facts).toContain('');
  });

  test('with declared facts, a path must be one of them, within one, or above some', () => {
    const facts = { 'cart.items': 'strings', 'views.*': 'number' } as const;
    const parseWith = (path: string) => () => parseCondition({ var: path }, { dialect: 'compat', facts, at: '/when' });
    for (const path of ['cart.items', 'cart.items.0', 'cart', 'views', 'views.tea', ''])
      expect(parseWith(path)).not.toThrow();
    expect(parseWith('cart.item')).toThrow('Unknown fact "cart.item", at /when. Did you mean "cart.items"?');
    expect(parseWith('constructor')).toThrow('is no fact');
  });

  test('is unknown where a fact that it reads is not permitted', () => {
    const facts = { views: { type: 'number', purpose: 'personalization' }, name: 'string' } as const;
    for (const rule of [{ var: 'views' }, { '!': { var: 'views' } }, { '!!': [{ var: '' }] }, { missing: ['views'] }]) {
      const condition = parseCondition(rule, { dialect: 'compat', facts });
      expect(compileCondition(condition)({ views: 0 })).toBe(false);
      expect(evaluateCondition(condition, { views: 0 })).toBe(false);
    }
    const condition = parseCondition({ '!': { var: 'views' } }, { dialect: 'compat', facts });
    expect(compileCondition(condition)({ views: 0 }, { allows: (purpose) => purpose === 'personalization' })).toBe(
      true,
    );
  });
});

describe('applyLogic', () => {
  test('gives any value', () => {
    expect(applyLogic({ map: [{ var: 'list' }, { '*': [{ var: '' }, 2] }] }, { list: [1, 2] })).toEqual([2, 4]);
    expect(applyLogic({ var: '' })).toBeNull();
    expect(compileLogic({ and: [] })({})).toBeNull();
  });

  test.each([
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'a.constructor.name',
    'list.map',
    '__proto__.polluted',
  ])('never reads %s', (path) => {
    const data = JSON.parse('{"a":{},"list":[1],"constructor":{"name":"x"},"__proto__":{"polluted":1}}');
    expect(applyLogic({ var: path }, data)).toBeNull();
    expect(applyLogic({ var: [path, 'else'] }, data)).toBe('else');
    expect(applyLogic({ var: { cat: [path, ''] } }, data)).toBeNull();
    expect(applyLogic({ missing: [path] }, data)).toEqual([path]);
  });

  test.each([
    [{ eqals: [1, 1] }, ''],
    [{ and: [true, { '=': [1, 1] }] }, '/and/1'],
    [{ if: [false, { nope: 1 }] }, '/if/1'],
    [[1, { toString: [] }], '/1'],
    [{ '==': [1, { a: undefined, b: 1 }] }, '/==/1/a'],
    [{ '!': Number.NaN }, '/!'],
    [{ '==': [new Date(0), 1] }, '/==/0'],
    [{ '==': [Symbol('a'), 1] }, '/==/0'],
    [JSON.parse('{"__proto__":[1]}'), ''],
  ])('refuses %j when it is loaded, and points at what is wrong', (rule, at) => {
    expect(errorOf(() => applyLogic(rule, {}))).toBe(at);
  });

  test('refuses what is too deep, too large, or contains itself', () => {
    const deep = Array.from({ length: 100 }).reduce((rule: unknown) => ({ '!': [rule] }), true);
    const cyclic: Record<string, unknown> = {};
    cyclic['!'] = [cyclic];
    const list: unknown[] = [];
    list.push(list, list, list);
    const constant: Record<string, unknown> = { a: 1 };
    constant.b = constant;
    const holes = { and: new Array(2 ** 31) };
    for (const rule of [deep, cyclic, list, constant, holes, { merge: Array(30_000).fill(1) }]) {
      expect(errorOf(() => applyLogic(rule, {}))).toMatch(/^\//);
    }
  });

  test('ends rules that would hang or fill the memory', () => {
    const ten = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    const nested = ten.reduce((rule: unknown) => ({ map: [ten, rule] }), 1);
    const growing = (name: string) => ({
      reduce: [
        [...ten, ...ten, ...ten],
        { [name]: [{ var: 'accumulator' }, { var: 'accumulator' }] },
        { [name]: ['ab', 'cd'] },
      ],
    });
    for (const rule of [nested, growing('cat'), growing('merge')]) {
      expect(errorOf(() => applyLogic(rule, {}))).toBe('');
      const condition = parse(rule);
      expect(compileCondition(condition)({})).toBe(false);
      expect(evaluateCondition(condition, {})).toBe(false);
    }
  });

  test('data that are no JSON give a value or an error, and nothing else', () => {
    const hostile = { toString: 1, valueOf: 1 };
    const values = [hostile, Object.create(null), Symbol('a'), 10n, () => 1, new Date(0), [hostile]];
    for (const value of values) {
      for (const name of ['==', '<', '+', '-', 'cat', 'in', 'max', 'substr', 'merge', 'var', 'missing', '!']) {
        const read = { var: 'value' };
        expectValueOrError(() => applyLogic({ [name]: [read, 1] }, { value }));
        expectValueOrError(() => applyLogic({ [name]: [1, read] }, { value }));
        expect(typeof compileCondition(parse({ [name]: [read, read] }))({ value })).toBe('boolean');
      }
    }
  });

  test('what it gives cannot change the rule', () => {
    const rule = { if: [true, [1, { a: 1, b: 2 }]] };
    const logic = compileLogic(rule);
    rule.if.length = 0;
    expect(logic()).toEqual([1, { a: 1, b: 2 }]);
    expect(Object.isFrozen(logic())).toBe(true);
  });

  test('any value at all, given as a rule, works or is refused with a pointer', () => {
    fc.assert(
      fc.property(anyRule, data, (rule, data) => {
        try {
          applyLogic(rule, data);
        } catch (error) {
          if (!isKindredError(error)) throw error;
          expect(resolve(rule, error.at ?? 'none').found).toBe(true);
        }
        expect(Object.keys(Object.prototype)).toEqual([]);
      }),
      { numRuns: 5000 },
    );
  });
});

function expectValueOrError(compute: () => unknown): void {
  try {
    compute();
  } catch (error) {
    expect(isKindredError(error) && error.code).toBe('invalid-rule');
  }
}

function errorOf(compute: () => unknown): string | undefined {
  try {
    compute();
    return 'none';
  } catch (error) {
    if (isKindredError(error) && error.code === 'invalid-rule') return error.at;
    throw error;
  }
}
