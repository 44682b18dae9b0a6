import type { ConditionNode, ValueType } from '../condition/condition.ts';
import type { Evaluate } from '../condition/facts.ts';

/** One operator: all that parsing and compiling know about it. */
export interface Operator {
  /** The least and the most operands. */
  readonly arity: readonly [least: number, most: number];
  /**
   * The types that the operands may have, and those of all but the first if they differ. Operands whose types are known must
   * also be of one type; a list counts as the type of its members.
   */
  readonly takes: readonly ValueType[];
  readonly takesNext?: readonly ValueType[];
  /** The type of the result: `boolean`, if not given. */
  readonly gives?: ValueType;
  /** The operator as a closure over its operands. It never throws; what has no answer is `false` or `null`. */
  compile(operands: readonly Evaluate[], nodes: readonly ConditionNode[]): Evaluate;
}

/** An operator by name. */
export type OperatorTable = Readonly<Record<string, Operator>>;

/** The most operands of an operator that takes many. */
export const MANY = 1000;

/** Stands for an operand that is not written. */
export const absent: Evaluate = () => undefined;

/** The value of a constant; `undefined` for what is computed. */
export function constantOf(node: ConditionNode | undefined): unknown {
  return node?.kind === 'literal' ? node.value : undefined;
}
