import { absent, constantOf, type Operator, type OperatorTable } from './operator.ts';

type Comparable = number | string;

/** Equality and order. Values of different types are never equal, and have no order. */
export const COMPARISON: OperatorTable = {
  '==': equality(true),
  '===': equality(true),
  '!=': equality(false),
  '!==': equality(false),
  '<': ordering((a, b) => a < b, 3),
  '<=': ordering((a, b) => a <= b, 3),
  '>': ordering((a, b) => a > b, 2),
  '>=': ordering((a, b) => a >= b, 2),
};

function equality(wanted: boolean): Operator {
  const types = ['number', 'string', 'boolean', 'null'] as const;
  return {
    arity: [2, 2],
    takes: types,
    compile:
      ([a = absent, b = absent]) =>
      (facts) =>
        isSame(a(facts), b(facts)) === wanted,
  };
}

// Lists and objects equal nothing, not even themselves: rules compare values, not identities.
function isSame(a: unknown, b: unknown): boolean {
  return a === b && (typeof a !== 'object' || a === null);
}

// Strings are in the order of their UTF-16 code units, so that ISO 8601 dates are in order of time.
function ordering(passes: (a: Comparable, b: Comparable) => boolean, most: number): Operator {
  const types = ['number', 'string'] as const;
  const isOrdered = (a: unknown, b: unknown) =>
    isComparable(a) && isComparable(b) && typeof a === typeof b && passes(a, b);
  return {
    arity: [2, most],
    takes: types,
    compile([a = absent, b = absent, c], [, right]) {
      const limit = constantOf(right);
      if (c || typeof limit !== 'number') {
        return (facts) => isOrdered(a(facts), b(facts)) && (!c || isOrdered(b(facts), c(facts)));
      }
      // The common case, without a call for the constant.
      return (facts) => {
        const value = a(facts);
        return typeof value === 'number' && passes(value, limit);
      };
    },
  };
}

function isComparable(value: unknown): value is Comparable {
  return typeof value === 'number' || typeof value === 'string';
}
