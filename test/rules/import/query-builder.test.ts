import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exportQueryBuilder } from '../../../src/rules/import/query-builder/export-query-builder.ts';
import { importQueryBuilder } from '../../../src/rules/import/query-builder/import-query-builder.ts';
import type { QueryGroup, QueryRule } from '../../../src/rules/import/query-builder/query.ts';
import { compileCondition, isKindredError, type Json, parseCondition } from '../../../src/rules/index.ts';
import { condition, facts } from '../arbitraries.ts';

const field = fc.constantFrom('a', 'b', 'c.d', 'c.e.f', 'list', 'dot\\.ted');
const value = fc.constantFrom<Json>(0, 1, -1, 2.5, 'a', 'b', '1', 'a.b*', '');
const texts = fc.array(fc.constantFrom('a', 'b', '1'), { minLength: 1, maxLength: 3 });

const rule: fc.Arbitrary<QueryRule> = fc.oneof(
  fc.record({ field, operator: fc.constantFrom('=', '!=', '<', '<=', '>', '>='), value }),
  fc.record({ field, operator: fc.constantFrom('=', '!='), value: fc.boolean() }),
  fc.record({
    field,
    operator: fc.constantFrom('=', '<', '>=', 'contains', 'doesNotContain'),
    value: field,
    valueSource: fc.constant('field' as const),
  }),
  fc.record({ field, operator: fc.constantFrom('null', 'notNull'), value: fc.constant(null) }),
  fc.record({ field, operator: fc.constantFrom('contains', 'doesNotContain'), value }),
  fc.record({
    field,
    operator: fc.constantFrom('beginsWith', 'endsWith', 'doesNotBeginWith', 'doesNotEndWith'),
    value: fc.constantFrom('a', '', 'a.b*(', 'ä\\d'),
  }),
  fc.record({ field, operator: fc.constantFrom('in', 'notIn'), value: texts }),
  fc.record({ field, operator: fc.constantFrom('between', 'notBetween'), value: fc.tuple(fc.integer(), fc.integer()) }),
);

const { group, between } = fc.letrec<{ group: QueryGroup; between: QueryGroup }>((tie) => ({
  group: fc
    .tuple(
      fc.constantFrom('and' as const, 'or' as const),
      fc.constantFrom(true, undefined),
      fc.array(fc.oneof({ maxDepth: 3 }, { weight: 3, arbitrary: rule }, tie('group')), { minLength: 1, maxLength: 3 }),
    )
    .map(([combinator, not, rules]) => ({ combinator, ...(not && { not }), rules })),
  between: fc
    .tuple(
      fc.constantFrom(true, undefined),
      fc.array(
        fc.tuple(
          fc.oneof({ maxDepth: 3 }, { weight: 3, arbitrary: rule }, tie('between')),
          fc.constantFrom('and' as const, 'or' as const),
        ),
        { minLength: 1, maxLength: 4 },
      ),
    )
    .map(([not, parts]) => ({ ...(not && { not }), rules: parts.flat().slice(0, -1) })),
}));

const compiled = (rule: Json) => compileCondition(parseCondition(rule));

describe('queries of react-querybuilder', () => {
  test('a group that is imported and exported again is the same', () => {
    fc.assert(
      fc.property(group, (query) => {
        const imported = importQueryBuilder(query);
        expect(imported.notes).toEqual([]);
        expect(exportQueryBuilder(imported.condition)).toEqual(query);
      }),
      { numRuns: 2000 },
    );
  });

  test('a group with combinators between its rules keeps its meaning', () => {
    fc.assert(
      fc.property(between, facts, (query, known) => {
        const { condition } = importQueryBuilder(query);
        const again = exportQueryBuilder(condition, { combinators: 'between' });
        const holds = compiled(condition)(known);
        expect(compiled(importQueryBuilder(again).condition)(known)).toBe(holds);
        expect(compiled(importQueryBuilder(exportQueryBuilder(condition)).condition)(known)).toBe(holds);
        expect(exportQueryBuilder(importQueryBuilder(again).condition, { combinators: 'between' })).toEqual(again);
      }),
      { numRuns: 1000 },
    );
  });

  test('any condition is exported with the same meaning, or refused with a pointer', () => {
    let exported = 0;
    fc.assert(
      fc.property(condition, facts, fc.constantFrom('one' as const, 'between' as const), (rule, known, combinators) => {
        const query = attempt(() => exportQueryBuilder(rule, { combinators, at: '/when' }));
        if (typeof query === 'string') {
          expect(query).toMatch(/^\/when/);
          return;
        }
        exported += 1;
        const again = importQueryBuilder(query);
        expect(compiled(again.condition)(known), JSON.stringify([rule, query])).toBe(compiled(rule)(known));
      }),
      { numRuns: 3000 },
    );
    expect(exported).toBeGreaterThan(500);
  });

  test.each<[QueryGroup['rules'], Json]>([
    [
      [
        { field: 'a', operator: '=', value: 1 },
        'or',
        { field: 'b', operator: '=', value: 2 },
        'and',
        { field: 'c', operator: '=', value: 3 },
      ],
      { or: [{ '==': [{ var: 'a' }, 1] }, { and: [{ '==': [{ var: 'b' }, 2] }, { '==': [{ var: 'c' }, 3] }] }] },
    ],
    [[{ field: 'a', operator: 'null', value: '' }], { and: [{ '==': [{ var: 'a' }, null] }] }],
    [[{ field: 'a', operator: 'in', value: 'x, y' }], { and: [{ in: [{ var: 'a' }, ['x', 'y']] }] }],
    [
      [{ field: 'a', operator: 'in', value: [1, 'y'] }],
      { and: [{ or: [{ '==': [{ var: 'a' }, 1] }, { '==': [{ var: 'a' }, 'y'] }] }] },
    ],
    [[{ field: 'a', operator: 'beginsWith', value: 'a.b' }], { and: [{ matches: [{ var: 'a' }, '^a\\.b'] }] }],
  ])('%j is imported', (rules, condition) => {
    expect(importQueryBuilder({ rules })).toEqual({ condition, dialect: 'strict', notes: [] });
  });

  test('texts become numbers and booleans where the fact is one', () => {
    const facts = { n: 'number', f: 'boolean', s: 'string', 'list.*': 'numbers' } as const;
    const rules = [
      { field: 'n', operator: 'between', value: '1, 5' },
      { field: 'f', operator: '=', value: 'true' },
      { field: 's', operator: '=', value: '5' },
      { field: 'list.a', operator: 'contains', value: '5' },
    ];
    const { condition } = importQueryBuilder({ combinator: 'AND', rules }, { facts });
    expect(condition).toEqual({
      and: [
        { '<=': [1, { var: 'n' }, 5] },
        { '==': [{ var: 'f' }, true] },
        { '==': [{ var: 's' }, '5'] },
        { in: [5, { var: 'list.a' }] },
      ],
    });
    expect(() => parseCondition(condition, { facts })).not.toThrow();
  });

  test('what is left out is noted', () => {
    const kept = { id: 'r1', field: 'a', operator: '=', value: 1, disabled: true };
    const rules = [
      { ...kept, muted: true },
      { field: '~', operator: '=', value: '' },
      kept,
      { combinator: 'or', rules: [] },
    ];
    expect(importQueryBuilder({ combinator: 'and', rules, id: 'root' }, { at: '/q' })).toEqual({
      condition: { and: [{ '==': [{ var: 'a' }, 1] }, true] },
      dialect: 'strict',
      notes: [
        { at: '/q/rules/0', note: expect.stringContaining('muted') },
        { at: '/q/rules/1', note: expect.stringContaining('incomplete') },
        { at: '/q/rules/3', note: expect.stringContaining('empty') },
      ],
    });
  });

  const one = (rule: Json) => ({ combinator: 'and', rules: [rule] });

  test.each<[unknown, string]>([
    [5, ''],
    [{ combinator: 'and' }, ''],
    [{ combinator: 'xor', rules: [] }, '/combinator'],
    [{ combinator: 5, rules: [] }, '/combinator'],
    [{ rules: [{ field: 'a', operator: '=', value: 1 }, 'and'] }, '/rules/1'],
    [{ rules: ['and'] }, '/rules/0'],
    [
      {
        rules: [
          { field: 'a', operator: '=', value: 1 },
          { field: 'a', operator: '=', value: 1 },
        ],
      },
      '/rules/1',
    ],
    [{ rules: [{ field: 'a', operator: '=', value: 1 }, 'xor', { field: 'a', operator: '=', value: 1 }] }, '/rules/1'],
    [one(5), '/rules/0'],
    [one({ operator: '=', value: 1 }), '/rules/0'],
    [one({ field: 'constructor', operator: '=', value: 1 }), '/rules/0/field'],
    [one({ field: 'a', value: 1 }), '/rules/0'],
    [one({ field: 'a', operator: 'equals', value: 1 }), '/rules/0/operator'],
    [one({ field: 'a', operator: '=', value: [1] }), '/rules/0/value'],
    [one({ field: 'a', operator: '=', value: '', valueSource: 'field' }), '/rules/0/value'],
    [one({ field: 'a', operator: '=', value: 1, valueSource: 'other' }), '/rules/0/valueSource'],
    [one({ field: 'a', operator: 'in', value: '' }), '/rules/0/value'],
    [one({ field: 'a', operator: 'between', value: '1' }), '/rules/0/value'],
    [one({ field: 'a', operator: 'beginsWith', value: 5 }), '/rules/0/value'],
    [one({ field: 'a', operator: 'beginsWith', value: 'b', valueSource: 'field' }), '/rules/0/value'],
    [one({ field: 'a', operator: '=', value: one(1), match: { mode: 'all' } }), '/rules/0/match'],
  ])('%j is refused with a pointer', (query, at) => {
    expect(attempt(() => importQueryBuilder(query, { at: '/q' }))).toBe(`/q${at}`);
  });

  test.each<[Json, string]>([
    [{ '==': [{ '+': [{ var: 'a' }, 1] }, 2] }, ''],
    [{ and: [{ '<': [{ var: ['a', 5] }, 2] }] }, '/and/0'],
    [{ or: [{ matches: [{ var: 'a' }, 'a.c'] }] }, '/or/0'],
    [{ '!': [{ matches: [{ var: 'a' }, '^a', 'i'] }] }, '/!/0'],
    [{ '==': [{ '==': [1, 1] }, true] }, ''],
    [{ '<': [{ count: { event: 'x' } }, 2] }, ''],
    [{ and: [{ segment: 'x' }] }, '/and/0'],
    [{ nope: 1 }, ''],
  ])('%j is not exported', (condition, at) => {
    expect(attempt(() => exportQueryBuilder(condition))).toBe(at);
  });
});

/** The result, or the JSON Pointer of what is wrong. */
function attempt<Value>(run: () => Value): Value | string | undefined {
  try {
    return run();
  } catch (error) {
    if (isKindredError(error) && error.code === 'invalid-rule') return error.at;
    throw error;
  }
}
