import { absent, constantOf, type OperandOperator, type OperatorTable, ofTwo } from './operator.ts';

/** Whether something is in something else. */
export const MEMBERSHIP: OperatorTable<OperandOperator> = {
  in: {
    arity: [2, 2],
    takes: ['number', 'string'],
    takesNext: ['strings', 'numbers', 'string'],
    compile([needle = absent, haystack], [, list]) {
      const constant = constantOf(list);
      if (!Array.isArray(constant)) return ofTwo(needle, haystack, isIn);
      const members = new Set<unknown>(constant);
      return (facts, context) => {
        const value = needle(facts, context);
        return value === undefined ? undefined : members.has(value);
      };
    },
  },
};

// Neither null nor an object is ever a member, and NaN equals nothing: hence `indexOf`.
function isIn(needle: unknown, haystack: unknown): boolean {
  if (typeof haystack === 'string') return typeof needle === 'string' && haystack.includes(needle);
  return Array.isArray(haystack) && typeof needle !== 'object' && haystack.indexOf(needle) >= 0;
}
