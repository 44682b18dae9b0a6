import type { Evaluate } from '../condition/context.ts';
import { absent, MANY, type OperandOperator, type OperatorTable } from './operator.ts';

/**
 * Arithmetic on numbers. A result that is not a finite number (an operand is missing or no number, a division by zero, an
 * overflow) is missing, like a fact that is not there. The result with an unknown operand is unknown.
 */
export const ARITHMETIC: OperatorTable<OperandOperator> = {
  '+': /* @__PURE__ */ calculation(1, MANY, (a, b = 0) => a + b),
  '-': /* @__PURE__ */ calculation(1, 2, (a, b) => (b === undefined ? -a : a - b)),
  '*': /* @__PURE__ */ calculation(1, MANY, (a, b = 1) => a * b),
  '/': /* @__PURE__ */ calculation(2, 2, (a, b = 0) => a / b),
  '%': /* @__PURE__ */ calculation(2, 2, (a, b = 0) => a % b),
  min: /* @__PURE__ */ calculation(1, MANY, (a, b = a) => Math.min(a, b)),
  max: /* @__PURE__ */ calculation(1, MANY, (a, b = a) => Math.max(a, b)),
};

/** `b` is `undefined` where there is a single operand. */
function calculation(least: number, most: number, calculate: (a: number, b?: number) => number): OperandOperator {
  const types = ['number'] as const;
  const combine = (one: Evaluate, other?: Evaluate): Evaluate => {
    return (facts, context) => {
      const a = one(facts, context);
      const b = other?.(facts, context);
      if (a === undefined || (other && b === undefined)) return undefined;
      if (typeof a !== 'number' || (typeof b !== 'number' && b !== undefined)) return null;
      const result = calculate(a, b);
      return Number.isFinite(result) ? result : null;
    };
  };
  return {
    arity: [least, most],
    takes: types,
    gives: 'number',
    compile: ([first = absent, second, ...others]) => others.reduce(combine, combine(first, second)),
  };
}
