import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sourceOf } from '../../src/rules/import/index.ts';
import {
  compileCondition,
  evaluateCondition,
  explainCondition,
  type Facts,
  isKindredError,
  type Json,
  parseCondition,
} from '../../src/rules/index.ts';
import { anyRule, condition, facts } from './arbitraries.ts';
import { holds } from './interpreter.ts';
import { guardedTypes, permissions } from './permissions.ts';
import { resolve } from './pointer.ts';

const RUNS = { numRuns: 2000 };

const GUARDED = { type: 'unknown', purpose: 'personalization' } as const;

const compiled = (rule: Json, known: Facts) => compileCondition(parseCondition(rule))(known);

describe('laws of conditions', () => {
  test('a compiled condition agrees with a plain interpreter', () => {
    fc.assert(
      fc.property(condition, facts, (rule, known) => {
        expect(compiled(rule, known)).toBe(holds(rule, known));
      }),
      RUNS,
    );
  });

  test('a compiled condition agrees with the interpreter, whatever is permitted', () => {
    fc.assert(
      fc.property(condition, facts, guardedTypes, permissions, (rule, known, types, context) => {
        const parsed = parseCondition(rule, { facts: types });
        expect(evaluateCondition(parsed, known, context)).toBe(compileCondition(parsed)(known, context));
      }),
      RUNS,
    );
  });

  test('what cannot be known does not hold, and neither does its opposite', () => {
    const everything = { a: GUARDED, b: GUARDED, list: GUARDED, 'c.*': GUARDED, 'c.*.*': GUARDED };
    fc.assert(
      fc.property(condition, facts, (rule, known) => {
        const parsed = parseCondition(rule, { facts: everything });
        const opposite = parseCondition({ '!': [rule] }, { facts: everything });
        const holdsUnknown = compileCondition(parsed)(known);
        const holdsOpposite = compileCondition(opposite)(known);
        expect(holdsUnknown && holdsOpposite).toBe(false);
        // Without facts at all the same parts decide: only constants can make it hold.
        expect(compileCondition(parsed)({})).toBe(holdsUnknown);
        expect(compileCondition(opposite)({})).toBe(holdsOpposite);
      }),
      RUNS,
    );
  });

  test('a permission that is given only turns unknown into known', () => {
    fc.assert(
      fc.property(condition, facts, guardedTypes, (rule, known, types) => {
        const parsed = parseCondition(rule, { facts: types });
        const opposite = parseCondition({ '!': [rule] }, { facts: types });
        const all = { allows: () => true };
        if (compileCondition(parsed)(known)) expect(compileCondition(parsed)(known, all)).toBe(true);
        if (compileCondition(opposite)(known)) expect(compileCondition(opposite)(known, all)).toBe(true);
      }),
      RUNS,
    );
  });

  test('an explanation gives the verdict that the compiled condition gives', () => {
    fc.assert(
      fc.property(condition, facts, (rule, known) => {
        const parsed = parseCondition(rule);
        const explanation = explainCondition(parsed, known);
        expect(explanation.holds).toBe(compileCondition(parsed)(known));
        expect(explanation.sentence).not.toBe('');
        for (const part of allParts(explanation)) expect(resolve(rule, part.pointer).found).toBe(true);
      }),
      RUNS,
    );
  });

  test('any value at all, given as a rule, becomes a working condition or an error with a pointer', () => {
    fc.assert(
      fc.property(anyRule, facts, (rule, known) => {
        expectConditionOrPointer(rule, known);
        expect(Object.keys(Object.prototype)).toEqual([]);
      }),
      { numRuns: 10_000 },
    );
  });

  test('parsing the source of a condition gives the same condition', () => {
    fc.assert(
      fc.property(condition, (rule) => {
        const once = parseCondition(rule);
        expect(sourceOf(once)).toEqual(rule);
        expect(parseCondition(sourceOf(once))).toEqual(once);
      }),
    );
  });

  test('not all is any not, and not any is all not (De Morgan)', () => {
    fc.assert(
      fc.property(fc.array(condition, { minLength: 1, maxLength: 4 }), facts, (rules, known) => {
        const not = rules.map((rule): Json => ({ '!': [rule] }));
        expect(compiled({ '!': [{ and: rules }] }, known)).toBe(compiled({ or: not }, known));
        expect(compiled({ '!': [{ or: rules }] }, known)).toBe(compiled({ and: not }, known));
      }),
      RUNS,
    );
  });

  test('a missing or null fact never satisfies an ordering comparison', () => {
    const operator = fc.constantFrom('<', '<=', '>', '>=');
    const other = fc.oneof<fc.Arbitrary<Json>[]>(
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.string(),
      fc.constant({ var: 'b' }),
    );
    fc.assert(
      fc.property(
        operator,
        other,
        fc.constantFrom({}, { a: null }, { a: undefined }),
        fc.boolean(),
        (name, to, known, isFirst) => {
          expect(compiled({ [name]: isFirst ? [{ var: 'a' }, to] : [to, { var: 'a' }] }, { ...known, b: 1 })).toBe(
            false,
          );
        },
      ),
    );
    fc.assert(
      fc.property(fc.constantFrom('<', '<='), fc.nat(2), (name, place) => {
        const operands: Json[] = [-1, 0, 1];
        operands[place] = { var: 'a' };
        expect(compiled({ [name]: operands }, {})).toBe(false);
      }),
    );
  });

  test('the order of the operands of "and" and "or" does not matter', () => {
    fc.assert(
      fc.property(fc.array(condition, { minLength: 1, maxLength: 4 }), facts, (rules, known) => {
        for (const name of ['and', 'or']) {
          expect(compiled({ [name]: rules.toReversed() }, known)).toBe(compiled({ [name]: rules }, known));
        }
      }),
    );
  });
});

function expectConditionOrPointer(rule: unknown, known: Facts): void {
  try {
    expect(typeof compileCondition(parseCondition(rule))(known)).toBe('boolean');
  } catch (error) {
    if (!isKindredError(error)) throw error;
    expect(error.code).toBe('invalid-rule');
    expect(resolve(rule, error.at ?? 'none').found).toBe(true);
    expect(error.message).toContain(error.at || 'the top');
  }
}

interface Part {
  readonly pointer: string;
  readonly parts: readonly Part[];
}

function allParts(part: Part): readonly Part[] {
  return [part, ...part.parts.flatMap(allParts)];
}
