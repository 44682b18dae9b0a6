import { absent, constantOf, type OperandOperator, type OperatorTable, ofTwo } from './operator.ts';

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
  return {
    arity: [2, 2],
    takes: ['number', 'string', 'boolean', 'null'],
    compile([a = absent, b], [, right]) {
      const constant = constantOf(right);
      if (constant === undefined) return ofTwo(a, b, (one, other) => isSame(one, other) === wanted);
      // The common case, without a call for the constant, which is no object.
      return (facts, context) => {
        const value = a(facts, context);
        return value === undefined ? undefined : (value === constant) === wanted;
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
  const isRight = <T extends number | string>(low: T, high: T) => low < high || (orEqual && low === high);
  const isBelow = (low: unknown, high: unknown) =>
    typeof low === 'number'
      ? typeof high === 'number' && isRight(low, high)
      : typeof low === 'string' && typeof high === 'string' && isRight(low, high);
  return {
    arity: [2, most],
    takes: ['number', 'string'],
    compile([a = absent, b, c], [, right]) {
      const limit = constantOf(right);
      if (c) return ofTwo(ofTwo(a, b, isBelow), ofTwo(b, c, isBelow), (one, other) => one === true && other === true);
      if (typeof limit !== 'number') return sign < 0 ? ofTwo(a, b, isBelow) : ofTwo(b, a, isBelow);
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
