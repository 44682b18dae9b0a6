import { MANY, type Operator, type OperatorTable } from './operator.ts';

/** Operators that join conditions. Only `true` is true: no other value counts as it. */
export const LOGIC: OperatorTable = {
  and: joining(MANY, false, false, 'all'),
  or: joining(MANY, true, true, 'any'),
  '!': joining(1, true, false, 'not'),
};

function joining(most: number, until: boolean, found: boolean, alias: string): Operator {
  const types = ['boolean'] as const;
  return { kind: 'logic', arity: [1, most], takes: [types, types], gives: 'boolean', alias, until, found };
}
