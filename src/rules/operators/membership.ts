import { absent, constantOf, type OperatorTable } from './operator.ts';

/** Whether something is in something else. */
export const MEMBERSHIP: OperatorTable = {
  in: {
    arity: [2, 2],
    takes: ['number', 'string'],
    takesNext: ['strings', 'numbers', 'string'],
    compile([needle = absent, haystack = absent], [, list]) {
      const constant = constantOf(list);
      if (!Array.isArray(constant)) return (facts) => isIn(needle(facts), haystack(facts));
      const members = new Set<unknown>(constant);
      return (facts) => members.has(needle(facts));
    },
  },
};

// Neither null nor an object is ever a member, and NaN equals nothing: hence `indexOf`.
function isIn(needle: unknown, haystack: unknown): boolean {
  if (typeof haystack === 'string') return typeof needle === 'string' && haystack.includes(needle);
  return Array.isArray(haystack) && typeof needle !== 'object' && haystack.indexOf(needle) >= 0;
}
