import type { ConditionNode, ValueType } from './condition.ts';
import type { Evaluate } from './facts.ts';

/** How an explanation tells a node: what it needs and what there is, as in "at least 3 views" and "2 views". */
export interface Telling {
  readonly holds: boolean;
  readonly need: string;
  readonly has: string;
  readonly sentence: string;
}

/** One operator: all that parsing, compiling and explaining know about it. */
export interface Operator {
  /** The least and the most operands. */
  readonly arity: readonly [least: number, most: number];
  /** The types that each operand may have; the last entry counts for all further operands. */
  readonly takes: readonly (readonly ValueType[])[];
  /** Whether the operands must be of one type, where their types are known. A list counts as the type of its members. */
  readonly alike?: boolean;
  readonly gives: 'boolean' | 'number';
  /** Other names that people try; suggested, never accepted. */
  readonly alias: readonly string[];
  /** What it means: the result for the values of its operands. Never throws; what has no answer is `false` or `null`. */
  apply(values: readonly unknown[]): unknown;
  /** The same as a closure that allocates nothing when called. */
  compile(operands: readonly Evaluate[], nodes: readonly ConditionNode[]): Evaluate;
  /** For operators that compare: what the operand between `before` and `after` needs to be, in words. */
  need?(before: readonly string[], after: readonly string[]): string;
  /** For operators that join conditions. */
  tell?(parts: readonly Telling[], holds: boolean): Pick<Telling, 'need' | 'has' | 'sentence'>;
}

/** Stands in for an operand that arity guarantees. */
export const nothing: Evaluate = () => null;
