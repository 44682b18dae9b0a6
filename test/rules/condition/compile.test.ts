import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  compileCondition,
  compileFact,
  type Facts,
  isKindredError,
  type Json,
  parseCondition,
} from '../../../src/rules/index.ts';

const holds = (rule: Json, facts: Facts): boolean => compileCondition(parseCondition(rule))(facts);

describe('nothing is converted: values of different types are never equal and have no order', () => {
  const values = [0, 1, '', '0', '1', 'true', true, false, null, [1], ['1'], {}];
  const pairs = values.flatMap((a) => values.map((b) => [a, b] as const)).filter(([a, b]) => typeof a !== typeof b);

  test.each(pairs)('%j and %j', (a, b) => {
    const operands: Json = [{ var: 'a' }, { var: 'b' }];
    for (const name of ['==', '===', '<', '<=', '>', '>=']) expect(holds({ [name]: operands }, { a, b })).toBe(false);
    for (const name of ['!=', '!==']) expect(holds({ [name]: operands }, { a, b })).toBe(true);
  });
});

describe('a rule sees own properties only, and no prototype', () => {
  test('properties that an object inherits are missing', () => {
    const inherited: Facts = Object.create({ vip: true, orders: { count: 9 } });
    expect(holds({ var: 'vip' }, inherited)).toBe(false);
    expect(holds({ '>': [{ var: 'orders.count' }, 1] }, inherited)).toBe(false);
    for (const name of ['toString', 'valueOf', 'hasOwnProperty', 'a.toString', 'a.b.isPrototypeOf']) {
      expect(holds({ '==': [{ var: name }, null] }, { a: { b: {} } })).toBe(true);
    }
  });

  test.each(['__proto__', 'constructor', 'prototype', 'a.__proto__.b', 'a.constructor.name'])(
    '%s is refused',
    (path) => {
      expect(() => parseCondition({ var: path })).toThrow(/is no fact/);
    },
  );

  test('a polluted prototype makes no rule hold', () => {
    Object.defineProperty(Object.prototype, 'vip', { value: true, configurable: true });
    expect(holds({ var: 'vip' }, {})).toBe(false);
    expect(holds({ var: 'person.vip' }, { person: {} })).toBe(false);
    Reflect.deleteProperty(Object.prototype, 'vip');
  });

  test('operators are looked up among our own only', () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      expect(() => parseCondition(JSON.parse(`{"${name}":[1,1]}`))).toThrow(/Unknown operator/);
    }
  });

  test('strings and lists are values, not something to look into', () => {
    expect(holds({ '==': [{ var: 'a.length' }, null] }, { a: 'text' })).toBe(true);
    expect(holds({ '==': [{ var: 'a.0' }, null] }, { a: ['x'] })).toBe(true);
  });
});

describe('a compiled condition', () => {
  afterEach(() => vi.unstubAllGlobals());

  test('needs neither eval nor the Function constructor', () => {
    const forbidden = () => {
      throw new Error('blocked by the content security policy');
    };
    vi.stubGlobal('eval', forbidden);
    vi.stubGlobal('Function', forbidden);
    expect(holds({ and: [{ '<': [1, { var: 'a' }, 3] }, { in: [{ var: 'a' }, [1, 2]] }] }, { a: 2 })).toBe(true);
  });

  test('looks no further than the verdict needs', () => {
    let reads = 0;
    const facts = {
      get late() {
        reads++;
        return true;
      },
    };
    expect(holds({ and: [false, { var: 'late' }] }, facts)).toBe(false);
    expect(holds({ or: [true, { var: 'late' }] }, facts)).toBe(true);
    expect(reads).toBe(0);
  });

  test('reads facts without a prototype', () => {
    const facts: Facts = Object.assign(Object.create(null), { a: 1 });
    expect(holds({ '==': [{ var: 'a' }, 1] }, facts)).toBe(true);
  });

  test('a division by zero and an overflow are missing', () => {
    const quotient: Json = { '/': [{ var: 'value' }, { var: 'count' }] };
    const facts = { value: 10, count: 0 };
    for (const name of ['<', '<=', '>', '>=']) expect(holds({ [name]: [quotient, 0] }, facts)).toBe(false);
    expect(holds({ '==': [quotient, null] }, facts)).toBe(true);
    expect(holds({ '==': [{ '*': [{ var: 'a' }, 10] }, null] }, { a: 1e308 })).toBe(true);
  });

  test('NaN among the facts equals nothing and is in no list', () => {
    const facts = { a: Number.NaN, list: [Number.NaN] };
    for (const name of ['==', '<', '<=', '>', '>='])
      expect(holds({ [name]: [{ var: 'a' }, { var: 'a' }] }, facts)).toBe(false);
    expect(holds({ in: [{ var: 'a' }, { var: 'list' }] }, facts)).toBe(false);
  });
});

describe('compileFact', () => {
  test('reads one fact, and null where it is missing', () => {
    const read = compileFact('counters.Product Viewed');
    expect(read({ counters: { 'Product Viewed': 3 } })).toBe(3);
    expect(read({})).toBe(null);
  });

  test('refuses a fact that is not declared', () => {
    try {
      compileFact('order.count', { facts: { 'orders.count': 'number' }, at: '/because' });
      expect.unreachable();
    } catch (error) {
      expect(isKindredError(error) && error.at).toBe('/because');
    }
  });
});
