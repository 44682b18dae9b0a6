import { absent, constantOf, type OperandOperator, type OperatorTable } from './operator.ts';

type Comparable = number | string;

/**
 * Equality and order. Values of different types are never equal, and have no order. What is compared with something unknown
 * is unknown.
 */
export const COMPARISON: OperatorTable<OperandOperator> = {
  '==': equality(true),
  '===': equality(true),
  '!=': equality(false),
  '!==': equality(false),
  '<': ordering((a, b) => a < b, 3),
  '<=': ordering((a, b) => a <= b, 3),
  '>': ordering((a, b) => a > b, 2),
  '>=': ordering((a, b) => a >= b, 2),
};

function equality(wanted: boolean): OperandOperator {
  const types = ['number', 'string', 'boolean', 'null'] as const;
  return {
    arity: [2, 2],
    takes: types,
    compile:
      ([a = absent, b = absent]) =>
      (facts, context) => {
        const one = a(facts, context);
        const other = b(facts, context);
        return one === undefined || other === undefined ? undefined : isSame(one, other) === wanted;
      },
  };
}

// Lists and objects equal nothing, not even themselves: rules compare values, not identities.
function isSame(a: unknown, b: unknown): boolean {
  return a === b && (typeof a !== 'object' || a === null);
}

// Strings are in the order of their UTF-16 code units, so that ISO 8601 dates are in order of time.
function ordering(passes: (a: Comparable, b: Comparable) => boolean, most: number): OperandOperator {
  const types = ['number', 'string'] as const;
  const isOrdered = (a: unknown, b: unknown) =>
    isComparable(a) && isComparable(b) && typeof a === typeof b && passes(a, b);
  return {
    arity: [2, most],
    takes: types,
    compile([a = absent, b = absent, c], [, right]) {
      const limit = constantOf(right);
      if (c || typeof limit !== 'number') {
        return (facts, context) => {
          const low = a(facts, context);
          const middle = b(facts, context);
          const high = c ? c(facts, context) : null;
          if (low === undefined || middle === undefined || high === undefined) return undefined;
          return isOrdered(low, middle) && (!c || isOrdered(middle, high));
        };
      }
      // The common case, without a call for the constant.
      return (facts, context) => {
        const value = a(facts, context);
        return typeof value === 'number' ? passes(value, limit) : value === undefined ? value : false;
      };
    },
  };
}

function isComparable(value: unknown): value is Comparable {
  return typeof value === 'number' || typeof value === 'string';
}
