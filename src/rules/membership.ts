import { nothing, type Operator } from './operator.ts';

/** Whether something is in something else. */
export const MEMBERSHIP: Readonly<Record<string, Operator>> = {
  in: {
    arity: [2, 2],
    takes: [
      ['number', 'string'],
      ['strings', 'numbers', 'string'],
    ],
    alike: true,
    gives: 'boolean',
    alias: ['contains', 'includes', 'has', 'one_of', 'oneOf'],
    apply: ([needle, haystack]) => isIn(needle, haystack),
    compile([needle = nothing, haystack = nothing], [, list]) {
      if (list?.kind === 'literal' && Array.isArray(list.value)) {
        const members = new Set<unknown>(list.value);
        return (facts) => members.has(needle(facts));
      }
      return (facts) => isIn(needle(facts), haystack(facts));
    },
    need: ([needle], [haystack]) => (needle === undefined ? `one of ${haystack}` : `with ${needle}`),
  },
};

// Neither null nor an object is ever a member, and NaN equals nothing: hence `indexOf`.
function isIn(needle: unknown, haystack: unknown): boolean {
  if (typeof haystack === 'string') return typeof needle === 'string' && haystack.includes(needle);
  return Array.isArray(haystack) && typeof needle !== 'object' && haystack.indexOf(needle) >= 0;
}
