import type { OperatorTable } from './operator.ts';

/** Whether something is in something else. */
export const MEMBERSHIP: OperatorTable = {
  in: {
    kind: 'function',
    arity: [2, 2],
    takes: [
      ['number', 'string'],
      ['strings', 'numbers', 'string'],
    ],
    gives: 'boolean',
    alias: 'contains',
    apply: isIn,
    against(read, list) {
      if (!Array.isArray(list)) return undefined;
      const members = new Set<unknown>(list);
      return (facts) => members.has(read(facts));
    },
    words: ['with', 'one of'],
  },
};

// Neither null nor an object is ever a member, and NaN equals nothing: hence `indexOf`.
function isIn(needle: unknown, haystack: unknown): boolean {
  if (typeof haystack === 'string') return typeof needle === 'string' && haystack.includes(needle);
  return Array.isArray(haystack) && typeof needle !== 'object' && haystack.indexOf(needle) >= 0;
}
