import { MANY, type OperandOperator, type OperatorTable } from './operator.ts';

/**
 * Operators that join conditions. Only `true` is true, and all that is known and not `true` is false. What depends on
 * something unknown is unknown (Kleene, "Introduction to Metamathematics", 1952, section 64).
 */
export const LOGIC: OperatorTable<OperandOperator> = {
  and: joining(MANY, false, false),
  or: joining(MANY, true, true),
  '!': joining(1, true, false),
};

/** The result is `found` as soon as one of the conditions is `until`, unknown if one is unknown, else the opposite. */
function joining(most: number, until: boolean, found: boolean): OperandOperator {
  const types = ['boolean'] as const;
  return {
    arity: [1, most],
    takes: types,
    compile: (conditions) => (facts, context) => {
      let rest: boolean | undefined = !found;
      for (const condition of conditions) {
        const value = condition(facts, context);
        if (value === undefined) rest = undefined;
        else if ((value === true) === until) return found;
      }
      return rest;
    },
  };
}
