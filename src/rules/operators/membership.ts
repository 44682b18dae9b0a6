import { absent, constantOf, type OperandOperator, type OperatorTable } from './operator.ts';

/** Whether something is in something else. */
export const MEMBERSHIP: OperatorTable<OperandOperator> = {
  in: {
    arity: [2, 2],
    takes: ['number', 'string'],
    takesNext: ['strings', 'numbers', 'string'],
    compile([needle = absent, haystack = absent], [, list]) {
      const constant = constantOf(list);
      const members = Array.isArray(constant) ? new Set<unknown>(constant) : undefined;
      return (facts, context) => {
        const value = needle(facts, context);
        if (value === undefined) return undefined;
        if (members) return members.has(value);
        const place = haystack(facts, context);
        return place === undefined ? undefined : isIn(value, place);
      };
    },
  },
};

// Neither null nor an object is ever a member, and NaN equals nothing: hence `indexOf`.
function isIn(needle: unknown, haystack: unknown): boolean {
  if (typeof haystack === 'string') return typeof needle === 'string' && haystack.includes(needle);
  return Array.isArray(haystack) && typeof needle !== 'object' && haystack.indexOf(needle) >= 0;
}
