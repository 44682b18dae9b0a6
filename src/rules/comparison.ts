import type { Operator, OperatorTable } from './operator.ts';

type Comparable = number | string;

/** Equality and order. Values of different types are never equal, and have no order. */
export const COMPARISON: OperatorTable = {
  '==': equality(true, 'equals'),
  '===': equality(true),
  '!=': equality(false, 'notEquals'),
  '!==': equality(false),
  '<': ordering((a, b) => a < b, 3, 'more than', 'less than'),
  '<=': ordering((a, b) => a <= b, 3, 'at least', 'at most'),
  '>': ordering((a, b) => a > b, 2, 'less than', 'more than'),
  '>=': ordering((a, b) => a >= b, 2, 'at most', 'at least'),
};

function equality(wanted: boolean, alias?: string): Operator {
  const types = ['number', 'string', 'boolean', 'null'] as const;
  const word = wanted ? '' : 'other than';
  return {
    kind: 'function',
    arity: [2, 2],
    takes: [types, types],
    gives: 'boolean',
    ...(alias && { alias }),
    apply: (a, b) => isSame(a, b) === wanted,
    against: (read, constant) => (facts) => (read(facts) === constant) === wanted,
    words: [word, word],
  };
}

// Lists and objects equal nothing, not even themselves: rules compare values, not identities.
function isSame(a: unknown, b: unknown): boolean {
  return a === b && (typeof a !== 'object' || a === null);
}

// Strings are in the order of their UTF-16 code units, so that ISO 8601 dates are in order of time.
function ordering(
  passes: (a: Comparable, b: Comparable) => boolean,
  most: number,
  before: string,
  after: string,
): Operator {
  const types = ['number', 'string'] as const;
  const isOrdered = (a: unknown, b: unknown) =>
    typeof a === 'number'
      ? typeof b === 'number' && passes(a, b)
      : typeof a === 'string' && typeof b === 'string' && passes(a, b);
  return {
    kind: 'function',
    arity: [2, most],
    takes: [types, types],
    gives: 'boolean',
    apply: (a, b, c) => isOrdered(a, b) && (c === undefined || isOrdered(b, c)),
    against(read, limit) {
      if (typeof limit !== 'number') return undefined;
      return (facts) => {
        const value = read(facts);
        return typeof value === 'number' && passes(value, limit);
      };
    },
    words: [before, after],
  };
}
