import { describe, expect, test } from 'vitest';
import { sourceOf } from '../../../src/rules/import/index.ts';
import {
  CORE_OPERATORS,
  createParser,
  type FactTypes,
  isKindredError,
  parseCondition,
} from '../../../src/rules/index.ts';

const FACTS: FactTypes = {
  'orders.count': 'number',
  'views.category.*': 'number',
  'page.path': 'string',
  newsletter: 'boolean',
  interests: 'strings',
  sizes: 'numbers',
  'shop\\.example.visits': 'number',
};

function errorOf(
  rule: unknown,
  facts: FactTypes | undefined = FACTS,
  at?: string,
): { at: string | undefined; message: string } {
  try {
    parseCondition(rule, { ...(facts && { facts }), ...(at !== undefined && { at }) });
  } catch (error) {
    if (isKindredError(error) && error.code === 'invalid-rule') return { at: error.at, message: error.message };
    throw error;
  }
  throw new Error('The rule loaded.');
}

describe('whatever is wrong with a condition is found when it is loaded, and the error points at it', () => {
  test.each([
    ['an unknown operator', { and: [true, { annd: [1, 1] }] }, '/and/1', 'Did you mean "and"?'],
    ['an operator with a sign too few', { '=': [1, 1] }, '', 'Did you mean "=="?'],
    ['an operator without a near name', { frobnicate: [] }, '', 'Known: ==, ===,'],
    ['an unknown fact', { '>': [{ var: 'order.count' }, 1] }, '/>/0/var', 'Did you mean "orders.count"?'],
    [
      'an unknown fact of a pattern',
      { '>': [{ var: 'view.category.tea' }, 1] },
      '/>/0/var',
      'Did you mean "views.category.tea"?',
    ],
    [
      'a fact that is a group of facts',
      { '>': [{ var: 'views.category' }, 1] },
      '/>/0/var',
      'Unknown fact "views.category"',
    ],
    ['too few operands', { or: [{ '==': [1] }] }, '/or/0/==', 'has 1 operands, at /or/0/==. It takes 2.'],
    ['too many operands', { '<': [1, 2, 3, 4] }, '/<', 'It takes 2 to 3.'],
    ['a text for a number', { '>': [{ var: 'orders.count' }, '3'] }, '/>/1', 'takes number here, not string'],
    ['two facts of different types', { '==': [{ var: 'orders.count' }, { var: 'page.path' }] }, '/==/1', 'not string'],
    ['a boolean in an ordering', { '<': [{ var: 'newsletter' }, 1] }, '/</0', 'not boolean'],
    ['a list in an equality', { '==': [{ var: 'interests' }, 'tea'] }, '/==/0', 'not strings'],
    ['a number among texts', { in: [3, { var: 'interests' }] }, '/in/1', 'takes numbers here, not strings'],
    ['a text among numbers', { in: ['3', { var: 'sizes' }] }, '/in/1', 'takes strings or string here, not numbers'],
    ['a number as a condition', { and: [{ var: 'orders.count' }, true] }, '/and/0', 'takes boolean here, not number'],
    ['a calculation as a rule', { '+': [1, 2] }, '', 'This takes boolean here, not number'],
    [
      'a default of another type',
      { '>': [{ var: ['orders.count', 'none'] }, 1] },
      '/>/0/var',
      'takes number or null here, not string',
    ],
    ['two keys in one node', { and: [true], or: [true] }, '', 'Unknown operator "and", "or"'],
    ['no key in a node', { '!': {} }, '/!', 'Unknown operator ""'],
    ['a name that needs escaping', { and: [{ 'a/b~c': 1 }, { '/': [1] }] }, '/and/0', 'Unknown operator "a/b~c"'],
    ['an operand in a name that needs escaping', { '>': [{ '/': [1, 'x'] }, 1] }, '/>/0/~1/1', 'not string'],
    ['undefined', { '==': [undefined, 1] }, '/==/0', 'This is no value'],
    ['NaN', { '<': [1, Number.NaN] }, '/</1', 'This is no value'],
    ['a date', { '<': [new Date(0), 1] }, '/</0', 'Unknown operator ""'],
    ['a function', { '!': () => true }, '/!', 'This is no value'],
    ['a big integer', { '==': [1n, 1] }, '/==/0', 'This is no value'],
    ['a hole', { in: ['a', Object.assign(['a'], { 2: 'b' })] }, '/in/1', 'This is no value'],
    ['a list of a billion holes', { in: ['a', new Array(1e9)] }, '/in/1', 'Too deep or large'],
  ])('%s', (_, rule, at, message) => {
    const error = errorOf(rule);
    expect(error.at).toBe(at);
    expect(error.message).toContain(message);
    expect(error.message).toContain(at || 'the top');
  });

  test('a value that contains itself', () => {
    const rule: { and: unknown[] } = { and: [true] };
    rule.and.push(rule);
    expect(errorOf(rule).message).toContain('Too deep or large');
  });

  test('a value that is shared so often that it is huge', () => {
    let rule: unknown = { '==': [1, 1] };
    for (let level = 0; level < 20; level++) rule = { and: [rule, rule, rule] };
    expect(errorOf(rule).message).toContain('Too deep or large');
  });

  test('a condition in a document is pointed at from the top of the document', () => {
    expect(errorOf({ and: [{ nope: 1 }] }, FACTS, '/rules/0/when').at).toBe('/rules/0/when/and/0');
  });

  test('a name of a megabyte costs no time', () => {
    expect(errorOf({ ['x'.repeat(1e6)]: [] }).at).toBe('');
  });
});

describe('a parsed condition', () => {
  test('tells which facts it reads, each once', () => {
    const rule = {
      and: [{ '>': [{ var: 'orders.count' }, 1] }, { '<': [{ var: 'orders.count' }, { var: 'views.category.tea' }] }],
    };
    expect(parseCondition(rule, { facts: FACTS }).facts).toEqual(['orders.count', 'views.category.tea']);
  });

  test('accepts the declared facts, a star for any one name and a dot within a name', () => {
    const rule = {
      and: [
        { '>': [{ var: 'views.category.tea' }, 1] },
        { in: ['tea', { var: 'interests' }] },
        { in: [42, { var: 'sizes' }] },
        { in: ['/tea', { var: 'page.path' }] },
        { '>': [{ var: 'shop\\.example.visits' }, 1] },
        { '==': [{ var: 'newsletter' }, null] },
        { var: 'newsletter' },
      ],
    };
    expect(sourceOf(parseCondition(rule, { facts: FACTS }))).toEqual(rule);
  });

  test('a name with a dot is not the path of two names', () => {
    expect(errorOf({ '>': [{ var: 'orders\\.count' }, 1] }).message).toContain('Unknown fact');
    expect(errorOf({ '>': [{ var: 'shop.example.visits' }, 1] }).message).toContain('Unknown fact');
  });

  test('is frozen, and is not changed when its input is', () => {
    const list = ['a', 'b'];
    const condition = parseCondition({ in: [{ var: 'x' }, list] });
    list.push('c');
    expect(sourceOf(condition)).toEqual({ in: [{ var: 'x' }, ['a', 'b']] });
    expect(Object.isFrozen(condition)).toBe(true);
    expect(Object.isFrozen(sourceOf(condition))).toBe(true);
    expect(Object.isFrozen(condition.root)).toBe(true);
  });
});

describe('a parser of the core', () => {
  test('says what is wrong and where, and lists what is known', () => {
    const parse = createParser({ facts: FACTS });
    expect(() => parse({ and: [{ annd: [true] }] }, 'boolean', '/when')).toThrow(
      'Unknown operator "annd", at /when/and/0. Known: ==, ===, !=, !==, <, <=, >, >=, and, or, !, in, var.',
    );
    expect(() => parse({ '>': [{ var: 'order' }, 1] }, 'boolean', '')).toThrow('Known: orders.count, ');
  });

  test('calculates with the operators of the core only if they are given', () => {
    expect(() => createParser({})({ '+': [1, 2] }, 'number', '')).toThrow('Unknown operator "+"');
    expect(createParser({ operators: CORE_OPERATORS })({ '+': [1, 2] }, 'number', '').root.type).toBe('number');
  });

  test('reads on after a rule that was refused', () => {
    const parse = createParser({});
    expect(() => parse({ and: [{ or: [{ '==': [1] }] }] }, 'boolean', '')).toThrow('/and/0/or/0/==');
    const { at, facts } = parse({ var: 'b' }, 'boolean', '/rules/1/when');
    expect({ at, facts }).toEqual({ at: '/rules/1/when', facts: ['b'] });
    expect(() => parse({ '!': { var: 5 } }, 'boolean', '/x')).toThrow('at /x/!/var.');
  });

  test('has one node for a fact that several rules read', () => {
    const parse = createParser({});
    expect(parse({ var: 'a' }, 'boolean', '/0').root).toBe(parse({ var: 'a' }, 'boolean', '/1').root);
  });
});
