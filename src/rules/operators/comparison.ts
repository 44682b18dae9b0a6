import { absent, constantOf, type OperandOperator, type OperatorTable } from './operator.ts';

/**
 * Equality and order. Values of different types are never equal, and have no order. What is compared with something unknown
 * is unknown.
 */
export const COMPARISON: OperatorTable<OperandOperator> = {
  '==': /* @__PURE__ */ equality(true),
  '===': /* @__PURE__ */ equality(true),
  '!=': /* @__PURE__ */ equality(false),
  '!==': /* @__PURE__ */ equality(false),
  '<': /* @__PURE__ */ ordering(-1, false, 3),
  '<=': /* @__PURE__ */ ordering(-1, true, 3),
  '>': /* @__PURE__ */ ordering(1, false, 2),
  '>=': /* @__PURE__ */ ordering(1, true, 2),
};

function equality(wanted: boolean): OperandOperator {
  const types = ['number', 'string', 'boolean', 'null'] as const;
  return {
    arity: [2, 2],
    takes: types,
    compile([a = absent, b = absent], [, right]) {
      const constant = constantOf(right);
      if (constant !== undefined) {
        // The common case, without a call for the constant, which is no object.
        return (facts, context) => {
          const value = a(facts, context);
          return value === undefined ? undefined : (value === constant) === wanted;
        };
      }
      return (facts, context) => {
        const one = a(facts, context);
        const other = b(facts, context);
        return one === undefined || other === undefined ? undefined : isSame(one, other) === wanted;
      };
    },
  };
}

// Lists and objects equal nothing, not even themselves: rules compare values, not identities.
function isSame(a: unknown, b: unknown): boolean {
  return a === b && (typeof a !== 'object' || a === null);
}

/**
 * `sign` is 1 where the first is to be the larger, else −1. Strings are in the order of their UTF-16 code units, so that ISO 8601
 * dates are in order of time.
 */
function ordering(sign: 1 | -1, orEqual: boolean, most: number): OperandOperator {
  const types = ['number', 'string'] as const;
  const isOrdered = (a: unknown, b: unknown) => {
    const [low, high] = sign < 0 ? [a, b] : [b, a];
    if (typeof low === 'number') return typeof high === 'number' && (low < high || (orEqual && low === high));
    return typeof low === 'string' && typeof high === 'string' && (low < high || (orEqual && low === high));
  };
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
      // The common case, without calls for the constant and the comparison.
      const edge = sign * limit;
      return (facts, context) => {
        const value = a(facts, context);
        if (typeof value !== 'number') return value === undefined ? undefined : false;
        return orEqual ? sign * value >= edge : sign * value > edge;
      };
    },
  };
}
