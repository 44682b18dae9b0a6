import { ARITHMETIC } from './arithmetic.ts';
import { COMPARISON } from './comparison.ts';
import { LOGIC } from './logic.ts';
import { MEMBERSHIP } from './membership.ts';
import { nothing, type Operator } from './operator.ts';

/** Every operator by name. Without a prototype, so that only these names are found. */
export const OPERATORS: ReadonlyMap<string, Operator> = /* @__PURE__ */ new Map(
  /* @__PURE__ */ Object.entries({ ...COMPARISON, ...LOGIC, ...MEMBERSHIP, ...ARITHMETIC }),
);

// What a name gives that no parsed condition holds: an operator that never holds.
const NEVER: Operator = {
  arity: [0, 0],
  takes: [[]],
  gives: 'boolean',
  alias: [],
  apply: () => false,
  compile: () => nothing,
};

/** The operator of a parsed node. */
export function operatorOf(name: string): Operator {
  return OPERATORS.get(name) ?? NEVER;
}
