import { MANY, type Operator, type OperatorTable } from './operator.ts';

/** Operators that join conditions. Only `true` is true: no other value counts as it. */
export const LOGIC: OperatorTable = {
  and: joining(MANY, false, false),
  or: joining(MANY, true, true),
  '!': joining(1, true, false),
};

/** The result is `found` as soon as one of the conditions is `until`, else the opposite. */
function joining(most: number, until: boolean, found: boolean): Operator {
  const types = ['boolean'] as const;
  return {
    arity: [1, most],
    takes: types,
    compile: (conditions) => (facts) => {
      for (const condition of conditions) if ((condition(facts) === true) === until) return found;
      return !found;
    },
  };
}
