import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explainImported, importMongo, parseImported } from '../../../src/rules/import/index.ts';
import {
  applyLogic,
  compileCondition,
  EXPLANATION_REASONS,
  type Explanation,
  evaluateCondition,
  explainCondition,
  type Facts,
  type Json,
  parseCondition,
} from '../../../src/rules/index.ts';
import { data, rule } from '../compat/logic.ts';
import { resolve } from '../pointer.ts';

const explain = (rule: Json, facts: Facts) =>
  explainImported(parseCondition(rule, { dialect: 'compat', at: '' }), facts, {
    words: { 'views.*': '# view|views of *' },
  });

function allParts(explanation: Explanation): readonly Explanation[] {
  return [explanation, ...explanation.parts.flatMap(allParts)];
}

describe('explainImported', () => {
  test.each<[string, Json, Facts, string]>([
    ['a comparison', { '>=': [{ var: 'views.tea' }, 3] }, { views: { tea: 2 } }, '>= of 2 views of tea, 3 is no'],
    ['what is converted', { '<': [{ var: 'age' }, '18'] }, { age: 20 }, '< of age 20, "18" is no'],
    ['a fact that is missing', { '<': [{ var: 'age' }, 18] }, {}, '< of age nothing, 18 is yes'],
    ['the part that decides', { and: [{ var: 'a' }, { '!': { var: 'b' } }] }, { a: 1, b: 'x' }, '! of b "x" is no'],
    ['a choice', { if: [{ var: 'a' }, { var: 'b' }, 1] }, { a: 1, b: 0 }, 'b 0'],
    ['a calculation', { '>': [{ '+': [{ var: 'a' }, 1] }, 5] }, { a: '2' }, '> of 3, 5 is no'],
    ['elements of a list', { all: [{ var: 'l' }, { '>': [{ var: '' }, 1] }] }, { l: [2, 0] }, 'all of l 2, 0 is no'],
    ['an object', { '==': [{ var: 'o' }, 1] }, { o: {} }, '== of o {…}, 1 is no'],
    ['markup, as it is', { '==': [{ var: 'o' }, '<b>'] }, { o: '<i>' }, '== of o "<i>", "<b>" is no'],
  ])('says in words: %s', (_, rule, facts, sentence) => {
    const holds = compileCondition(parseCondition(rule, { dialect: 'compat' }))(facts);
    expect(explain(rule, facts).sentence).toBe(
      `needs what its JsonLogic asks, which is ${holds ? 'so' : 'not so'}: ${sentence}`,
    );
  });

  test('tells of each operator what it gave, and leaves out those that were not asked', () => {
    const told = explain(
      { and: [{ '>': [{ var: 'a' }, 1] }, { '<': [{ var: 'b' }, 1] }, { var: 'c' }] },
      { a: 2, b: 5 },
    );
    expect(told).toMatchObject({ operator: '===', pointer: '', holds: false, reason: 'fails', seen: false });
    expect(told.parts).toMatchObject([
      {
        operator: 'and',
        pointer: '',
        holds: false,
        parts: [
          { operator: '>', pointer: '/and/0', holds: true, seen: true, needed: [1] },
          { operator: '<', pointer: '/and/1', holds: false, seen: false, parts: [{ fact: 'b', seen: 5 }] },
        ],
      },
    ]);
    expect(told.parts[0]?.parts).toHaveLength(2);
  });

  test('tells of the elements of a list the one that decided', () => {
    const told = explain({ some: [{ var: 'l' }, { '>': [{ var: 'p' }, 1] }] }, { l: [{ p: 0 }, { p: 3 }, { p: 9 }] });
    const item = allParts(told).find(({ pointer }) => pointer === '/some/1/>/0');
    expect(item).toMatchObject({ seen: 3, fact: undefined });
  });

  test('says what is missing, unknown, or cannot be applied', () => {
    expect(explain({ '>': [{ var: 'a' }, 1] }, {}).parts[0]).toMatchObject({ reason: 'missing', holds: false });
    const guarded = parseCondition(
      { '!': { var: 'a' } },
      { dialect: 'compat', facts: { a: { type: 'number', purpose: 'ads' } } },
    );
    expect(explainImported(guarded, { a: 1 })).toMatchObject({
      holds: false,
      reason: 'not-permitted',
      sentence: 'needs what its JsonLogic asks, unknown: not permitted for ads',
      parts: [],
    });
    const long = 'x'.repeat(60_000);
    const told = explain({ '==': [{ cat: [{ var: 'a' }, { var: 'a' }] }, 1] }, { a: long });
    expect(told).toMatchObject({ holds: false, reason: 'fails' });
    expect(told.parts[0]?.parts[0]?.sentence).toMatch(/^cat of .* cannot be applied$/);
    expect(told.sentence.length).toBeLessThan(500);
  });

  test('is not disturbed by whoever explains the same condition meanwhile', () => {
    const condition = parseCondition({ '+': [{ var: 'a' }, { var: 'b' }] }, { dialect: 'compat' });
    const facts = {
      get a() {
        explainImported(condition, { a: 7, b: 8 });
        return 1;
      },
      b: 2,
    };
    expect(explainImported(condition, facts).parts[0]?.parts.map(({ seen }) => seen)).toEqual([1, 2]);
  });

  test('explains the extended dialect, and the strict one as explainCondition does', () => {
    const mongo = parseImported(importMongo({ age: { $lt: 18 } }));
    expect(explainImported(mongo, { age: 20 })).toMatchObject({
      holds: false,
      parts: [{ operator: 'mongo', seen: false }],
    });
    const strict = parseCondition({ '>=': [{ var: 'orders' }, 3] });
    expect(explainImported(strict, { orders: 2 })).toEqual(explainCondition(strict, { orders: 2 }));
  });

  test('gives the verdict and the values of the compiled and the interpreted condition', () => {
    fc.assert(
      fc.property(rule, data, (rule, data) => {
        const facts = typeof data === 'object' && data !== null && !Array.isArray(data) ? { ...data } : {};
        const condition = parseCondition(rule, { dialect: 'compat' });
        const told = explainImported(condition, facts);
        expect(told.holds).toBe(compileCondition(condition)(facts));
        expect(told.holds).toBe(evaluateCondition(condition, facts));
        const [root] = told.parts;
        if (root?.pointer === '' && root.seen !== undefined) expect(root.seen).toEqual(applyLogic(rule, facts));
        for (const part of allParts(told)) {
          expect(EXPLANATION_REASONS).toContain(part.reason);
          expect(resolve(rule, part.pointer).found).toBe(true);
          expect(part.sentence).not.toBe('');
        }
      }),
      { numRuns: 2000 },
    );
  });
});
