import type { Evaluate } from '../condition/context.ts';
import { MANY, type OperandOperator, type OperatorTable } from './operator.ts';

/**
 * Operators that join conditions. Only `true` is true, and all that is known and not `true` is false. What depends on
 * something unknown is unknown (Kleene, "Introduction to Metamathematics", 1952, section 64).
 */
export const LOGIC: OperatorTable<OperandOperator> = {
  and: /* @__PURE__ */ joining(MANY, all),
  or: /* @__PURE__ */ joining(MANY, (conditions) => search(conditions, true, true)),
  '!': /* @__PURE__ */ joining(1, (conditions) => search(conditions, true, false)),
};

function joining(most: number, compile: (conditions: readonly Evaluate[]) => Evaluate): OperandOperator {
  return { arity: [1, most], takes: ['boolean'], compile };
}

/** The result is `found` as soon as one of the conditions is `until`, unknown if one is unknown, else the opposite. */
function search(conditions: readonly Evaluate[], until: boolean, found: boolean): Evaluate {
  return (facts, context) => {
    let rest: boolean | undefined = !found;
    for (const condition of conditions) {
      const value = condition(facts, context);
      if (value === undefined) rest = undefined;
      else if ((value === true) === until) return found;
    }
    return rest;
  };
}

const yes: Evaluate = () => true;

/** Most rules are a few conditions of which all must hold: each has its own place in the code, which is twice as fast as a loop. */
function all(conditions: readonly Evaluate[]): Evaluate {
  const [a = yes, b = yes, c = yes, d = yes, e = yes, ...more] = conditions;
  // Only what is unknown needs all of them.
  const searched = search(conditions, false, false);
  if (more.length) return searched;
  return (facts, context) => {
    let value = a(facts, context);
    if (value === true) value = b(facts, context);
    if (value === true) value = c(facts, context);
    if (value === true) value = d(facts, context);
    if (value === true) value = e(facts, context);
    return value === undefined ? searched(facts, context) : value === true;
  };
}
