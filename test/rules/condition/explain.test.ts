import { describe, expect, test } from 'vitest';
import {
  explainCondition,
  type Facts,
  type FactWords,
  formatValue,
  type Json,
  parseCondition,
} from '../../../src/rules/index.ts';

const WORDS: FactWords = {
  'views.category.*': '# view|views of *',
  'cart.value': 'a cart worth #',
  'page.path': 'the page #',
  interests: 'interests #',
};

const explain = (rule: Json, facts: Facts) =>
  explainCondition(parseCondition(rule, { at: '/when' }), facts, { words: WORDS });

describe('an explanation', () => {
  test.each<[string, Json, Facts, string]>([
    [
      'at least',
      { '>=': [{ var: 'views.category.tea' }, 3] },
      { views: { category: { tea: 2 } } },
      'needs at least 3 views of tea, has 2',
    ],
    [
      'a fact that is missing',
      { '>': [{ var: 'views.category.tea' }, 3] },
      {},
      'needs more than 3 views of tea, has nothing',
    ],
    [
      'a constant first',
      { '<': [50, { var: 'cart.value' }] },
      { cart: { value: 40.128 } },
      'needs a cart worth more than 50, has 40.13',
    ],
    [
      'a range',
      { '<=': [1, { var: 'cart.value' }, 5] },
      { cart: { value: 4 } },
      'needs a cart worth at least 1 and at most 5, has 4',
    ],
    ['equality', { '==': [{ var: 'page.path' }, '/tea'] }, { page: { path: '/' } }, 'needs the page /tea, has /'],
    [
      'inequality',
      { '!=': [{ var: 'page.path' }, '/tea'] },
      { page: { path: '/' } },
      'needs the page other than /tea, has /',
    ],
    [
      'one of several',
      { in: [{ var: 'tier' }, ['gold', 'silver']] },
      { tier: 'tin' },
      'needs tier one of gold, silver, has tin',
    ],
    [
      'a list with a member',
      { in: ['tea', { var: 'interests' }] },
      { interests: ['a', 'b'] },
      'needs interests with tea, has a, b',
    ],
    ['a fact that is a condition', { var: 'newsletter' }, { newsletter: false }, 'needs newsletter yes, has no'],
    ['another fact', { '>': [{ var: 'a' }, { var: 'b' }] }, { a: 1, b: 2 }, 'needs a more than 2, has 1'],
    [
      'a calculation',
      { '>': [{ '/': [{ var: 'a' }, { var: 'b' }] }, 2] },
      { a: 3, b: 2 },
      'needs a / b more than 2, has 1.5',
    ],
    [
      'a negation',
      { '!': { '==': [{ var: 'page.path' }, '/'] } },
      { page: { path: '/' } },
      'not (needs the page /, has /)',
    ],
    ['always', true, {}, 'always holds'],
    ['never', false, {}, 'never holds'],
  ])('says in words: %s', (_, rule, facts, sentence) => {
    expect(explain(rule, facts).sentence).toBe(sentence);
  });

  test('tells of "and" and "or" only the parts that made it so', () => {
    const a: Json = { '>': [{ var: 'a' }, 1] };
    const b: Json = { '>': [{ var: 'b' }, 1] };
    expect(explain({ and: [a, b] }, { a: 2, b: 0 }).sentence).toBe('needs b more than 1, has 0');
    expect(explain({ or: [a, b] }, { a: 2, b: 0 }).sentence).toBe('needs a more than 1, has 2');
    expect(explain({ or: [a, b] }, { a: 1, b: 0 }).sentence).toBe(
      'needs a more than 1, has 1 or needs b more than 1, has 0',
    );
  });

  test('carries the operator, the pointer, and the values seen and needed of each part', () => {
    const explanation = explain(
      { and: [{ '>=': [{ var: 'views.category.tea' }, 3] }, { '!': [{ var: 'x' }] }] },
      { x: 1 },
    );
    expect(explanation).toMatchObject({
      operator: 'and',
      pointer: '/when',
      holds: false,
      parts: [
        { operator: '>=', pointer: '/when/and/0', holds: false, fact: 'views.category.tea', seen: null, needed: [3] },
        {
          operator: '!',
          pointer: '/when/and/1',
          holds: true,
          parts: [{ pointer: '/when/and/1/!/0', fact: 'x', seen: 1, needed: [true] }],
        },
      ],
    });
  });

  test.each<readonly [needed: number, has: number, sentence: string, nearMiss: string]>([
    [3, 2, 'needs at least 3 views of tea, has 2', '1 view of tea short'],
    [3, 1, 'needs at least 3 views of tea, has 1', '2 views of tea short'],
    [1, 0, 'needs at least 1 view of tea, has 0', '1 view of tea short'],
    [1, 0.75, 'needs at least 1 view of tea, has 0.75', '0.25 views of tea short'],
  ])('speaks of %d, where there are %d, in the singular or the plural', (needed, has, sentence, nearMiss) => {
    const rule = parseCondition({ '>=': [{ var: 'views.category.tea' }, needed] });
    const explanation = explainCondition(rule, { views: { category: { tea: has } } }, { words: WORDS });
    expect(explanation.sentence).toBe(sentence);
    expect(explanation.nearMiss?.sentence).toBe(nearMiss);
  });

  test('takes no choice of words from a name or a value', () => {
    const rule = parseCondition({ '==': [{ var: 'views.a|b' }, 'c|d'] });
    const { sentence } = explainCondition(
      rule,
      { views: { 'a|b': 'e|f' } },
      { words: { 'views.*': '# view|views of *' } },
    );
    expect(sentence).toBe('needs c|d views of a|b, has e|f');
  });

  test('reads a star as what it stands for, and what facts contain as text', () => {
    const words = { 'views.*': '# of *' };
    const rule = parseCondition({ '==': [{ var: 'views.$&#*' }, 'x'] });
    expect(explainCondition(rule, { views: { '$&#*': '<b>*#$&</b>' } }, { words }).sentence).toBe(
      'needs x of $&#*, has <b>*#$&</b>',
    );
  });
});

describe('formatValue', () => {
  test.each([
    [2.39999, '2.4'],
    [1e21, '1e+21'],
    [-0.001, '0'],
    [Number.NaN, 'nothing'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
    [true, 'yes'],
    [false, 'no'],
    [null, 'nothing'],
    [undefined, 'nothing'],
    [[], 'nothing'],
    [['tea', 3], 'tea, 3'],
    [[1, 2, 3, 4, 5, 6], '1, 2, 3, 4, 5, …'],
    [{}, 'nothing'],
    ['x'.repeat(200), `${'x'.repeat(80)}…`],
    ['<img src=x>', '<img src=x>'],
  ])('shows %o as %s', (value, shown) => {
    expect(formatValue(value)).toBe(shown);
  });

  test('ends on a list that contains itself', () => {
    const loop: unknown[] = ['a'];
    loop.push(loop);
    expect(formatValue(loop)).toBe('a, …');
  });
});
