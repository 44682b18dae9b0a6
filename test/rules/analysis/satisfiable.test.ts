import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formulaOf } from '../../../src/rules/analysis/formula.ts';
import { findConflict, type Wanted } from '../../../src/rules/analysis/satisfiable.ts';
import { compileCondition, createEventHistory, type Json, parseCondition } from '../../../src/rules/index.ts';
import { condition, facts } from '../arbitraries.ts';

const formula = (rule: Json) => formulaOf(parseCondition(rule), () => undefined);
const answer = (rule: Json, wanted: Wanted = 'true') => findConflict([{ formula: formula(rule), wanted }]).kind;
const implies = (one: Json, other: Json) =>
  findConflict([
    { formula: formula(one), wanted: 'true' },
    { formula: formula(other), wanted: 'not-true' },
  ]).kind === 'no';

const a = { var: 'a' };
const b = { var: 'b' };

describe('what can hold', () => {
  test.each<[string, Json]>([
    ['more than 5 and less than 3', { and: [{ '>': [a, 5] }, { '<': [a, 3] }] }],
    ['the constant on the other side', { and: [{ '<': [5, a] }, { '>': [3, a] }] }],
    ['at least 3 and less than 3', { and: [{ '>=': [a, 3] }, { '<': [a, 3] }] }],
    ['two constants at once', { and: [{ '==': [a, 1] }, { '===': [a, 2] }] }],
    ['a number and a text', { and: [{ '>': [a, 1] }, { '==': [a, 'x'] }] }],
    ['lists that share nothing', { and: [{ in: [a, ['x', 'y']] }, { in: [a, ['z']] }] }],
    ['a member that another part excludes', { and: [{ in: [a, [1]] }, { '!=': [a, 1] }] }],
    ['a fact and its opposite', { and: [a, { '!': a }] }],
    ['texts out of order', { and: [{ '<': [a, 'b'] }, { '>': [a, 'c'] }] }],
    ['an empty range', { '<': [5, a, 3] }],
    ['a range and what lies outside it', { and: [{ '<=': [1, a, 3] }, { '>': [a, 4] }] }],
    ['missing, though its default is not', { '==': [{ var: ['a', 1] }, null] }],
    [
      'missing with a default that another part excludes',
      { and: [{ '==': [a, null] }, { '>': [{ var: ['a', 1] }, 2] }] },
    ],
    ['facts that compare both ways', { and: [{ '<': [a, b] }, { '<': [b, a] }] }],
    ['equal facts that differ', { and: [{ '==': [a, b] }, { '!=': [b, a] }] }],
    ['a calculation that gives two results', { and: [{ '==': [{ '+': [a, 1] }, 3] }, { '==': [{ '+': [a, 1] }, 4] }] }],
    ['a constant that is false', false],
    ['a calculation without a verdict', { and: [{ '==': [{ '+': [a, 1] }, null] }, { '<': [{ '+': [a, 1] }, 3] }] }],
    ['alternatives that all fail', { and: [{ '==': [a, 1] }, { or: [{ '==': [a, 2] }, { '==': [a, 3] }] }] }],
    ['constants that do not compare', { '>': [1, 2] }],
    ['by the rule of De Morgan', { and: [{ '!': { or: [{ '<': [a, 5] }, b] } }, { '<': [a, 2] }] }],
  ])('nothing is %s', (_, rule) => {
    expect(answer(rule)).toBe('no');
  });

  test.each<[string, Json]>([
    ['more than 3 and less than 5', { and: [{ '>': [a, 3] }, { '<': [a, 5] }] }],
    ['a list that holds it', { and: [{ in: ['x', a] }, { in: ['y', a] }] }],
    ['other facts', { and: [{ '>': [a, 5] }, { '<': [b, 3] }] }],
    ['not more and not less, as what is missing has no order', { '!': { or: [{ '<=': [a, 5] }, { '>': [a, 5] }] } }],
    ['missing, with a default', { and: [{ '==': [a, null] }, { '>': [{ var: ['a', 3] }, 2] }] }],
  ])('something may be %s', (_, rule) => {
    expect(answer(rule)).toBe('maybe');
  });

  test('one condition implies another', () => {
    expect(implies({ '>': [a, 5] }, { '>': [a, 3] })).toBe(true);
    expect(implies({ '>': [a, 3] }, { '>': [a, 5] })).toBe(false);
    expect(implies({ and: [{ '==': [a, 'x'] }, b] }, { in: [a, ['x', 'y']] })).toBe(true);
    expect(implies({ or: [{ '==': [a, 1] }, { '==': [a, 2] }] }, { '<': [0, a, 3] })).toBe(true);
    expect(implies({ '==': [a, 1] }, { or: [{ '==': [a, 1] }, { '==': [b, 1] }] })).toBe(true);
  });

  test('it says which parts contradict', () => {
    const found = findConflict([{ formula: formula({ and: [{ '>': [a, 5] }, b, { '<': [a, 3] }] }), wanted: 'true' }]);
    expect(found).toMatchObject({ conflict: { one: { at: '/and/2' }, other: { at: '/and/0' } } });
  });

  test('what would take too long is not decided', () => {
    const pairs = Array.from(
      { length: 30 },
      (_, i): Json => ({
        or: [{ '<': [{ var: `p${i}` }, { var: `q${i}` }] }, { '>': [{ var: `p${i}` }, 1] }, { var: `r${i}` }],
      }),
    );
    const impossible: Json = { and: [...pairs, { or: [{ and: [a, { '!': a }] }, { and: [b, { '!': b }] }] }] };
    expect(['maybe', 'no']).toContain(answer(impossible));
  });
});

describe('soundness', () => {
  const RUNS = { numRuns: 1000 };

  test('what is said never to hold holds on no facts', () => {
    fc.assert(
      fc.property(condition, facts, (rule, known) => {
        if (answer(rule) === 'no') expect(compileCondition(parseCondition(rule))(known)).toBe(false);
        if (answer(rule, 'not-true') === 'no') expect(compileCondition(parseCondition(rule))(known)).toBe(true);
      }),
      RUNS,
    );
  });

  test('nothing is said of what cannot be known, and of the history and the person, that is not so', () => {
    const views = (least: number): Json => ({ '>=': [{ count: { event: 'view', within: '1h' } }, least] });
    const price: Json = { last: { event: 'view', of: 'price' } };
    const atoms = fc.oneof(
      fc.integer({ min: -1, max: 3 }).map(views),
      fc.constantFrom<Json>(
        { '<': [{ count: { event: 'view', within: '1h' } }, 2] },
        { '<=': [1, { count: { event: 'view', within: '1h' } }, 2] },
        { '>': [price, 2] },
        { '<=': [price, 2] },
        { '==': [price, null] },
        { consent: ['ads'] },
        { '!': { consent: ['ads'] } },
        { time: { from: '09:00', to: '17:00' } },
        { '==': [{ bucket: ['s', 2] }, 0] },
        { '!=': [{ bucket: ['s', 2] }, 0] },
        { segment: 'vip' },
        { '>': [{ var: 'secret' }, 1] },
        { '<=': [{ var: 'secret' }, 1] },
        { '<': [{ var: 'secret' }, { var: 'a' }] },
        { '>=': [{ var: 'secret' }, { var: 'a' }] },
      ),
    );
    const { rule: joined } = fc.letrec<{ rule: Json }>((tie) => ({
      rule: fc.oneof(
        { maxDepth: 3, depthSize: 'small' },
        { weight: 3, arbitrary: atoms },
        fc
          .tuple(fc.constantFrom('and', 'or'), fc.array(tie('rule'), { minLength: 2, maxLength: 3 }))
          .map(([name, operands]): Json => ({ [name]: operands })),
        tie('rule').map((part): Json => ({ '!': [part] })),
      ),
    }));
    const maybe = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined });
    const situation = fc.record({
      now: maybe(fc.integer({ min: 0, max: 86_400_000 })),
      events: maybe(
        fc.array(
          fc.record({ at: fc.integer({ min: 0, max: 86_400_000 }), price: fc.constantFrom(1, 2, 3, 'x', null) }),
        ),
      ),
      may: maybe(fc.boolean()),
      unit: maybe(fc.constantFrom('u1', 'u2')),
      facts: fc.record(
        { a: fc.constantFrom<unknown>(0, 2, 'x'), secret: fc.constantFrom<unknown>(0, 1, 2, null, 'x') },
        { requiredKeys: [] },
      ),
      segments: maybe(fc.constantFrom<unknown>([], ['vip'], 'vip')),
    });
    const types = { facts: { secret: { type: 'number', purpose: 'ads' }, a: 'unknown', segments: 'unknown' } } as const;
    let proved = 0;
    fc.assert(
      fc.property(joined, situation, (when, { now, events, may, unit, facts: known, segments }) => {
        const parsed = parseCondition(when, types);
        const goal = (wanted: Wanted) => findConflict([{ formula: formulaOf(parsed, () => undefined), wanted }]).kind;
        const history = events?.map(({ at, price }, index) => ({
          id: `${index}`,
          name: 'view',
          at,
          properties: { price },
        }));
        const context = {
          ...(now !== undefined && { now }),
          ...(history && { events: createEventHistory({ events: history }) }),
          ...(may !== undefined && { allows: () => may }),
          ...(unit !== undefined && { unit }),
        };
        const facts = { ...known, ...(segments !== undefined && { segments }) };
        const holds = compileCondition(parsed)(facts, context);
        const isFalse = compileCondition(parseCondition({ '!': [when] }, types))(facts, context);
        for (const wanted of ['true', 'not-true', 'false', 'not-false'] as const) if (goal(wanted) === 'no') proved++;
        if (goal('true') === 'no') expect(holds).toBe(false);
        if (goal('not-true') === 'no') expect(holds).toBe(true);
        if (goal('false') === 'no') expect(isFalse).toBe(false);
        if (goal('not-false') === 'no') expect(isFalse).toBe(true);
      }),
      { numRuns: 3000 },
    );
    expect(proved).toBeGreaterThan(100);
  });

  test('what a condition implies holds wherever it holds', () => {
    fc.assert(
      fc.property(condition, condition, facts, (one, other, known) => {
        if (!implies(one, other) || !compileCondition(parseCondition(one))(known)) return;
        expect(compileCondition(parseCondition(other))(known)).toBe(true);
      }),
      RUNS,
    );
  });
});
