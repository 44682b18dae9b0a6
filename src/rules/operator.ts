import type { ValueType } from './condition.ts';
import type { Evaluate } from './facts.ts';

interface Signature {
  /** The least and the most operands. */
  readonly arity: readonly [least: number, most: number];
  /**
   * The types that the operands may have: the first, and the others. Those whose types are known must also be of one type;
   * a list counts as the type of its members.
   */
  readonly takes: readonly [first: readonly ValueType[], others: readonly ValueType[]];
  readonly gives: 'boolean' | 'number';
  /** Another name that people try: suggested, never accepted. */
  readonly alias?: string;
}

/** Joins conditions: the result is `found` as soon as one of them is `until`, else the opposite. */
export interface LogicOperator extends Signature {
  readonly kind: 'logic';
  readonly until: boolean;
  readonly found: boolean;
}

/** Computes a value from values. */
export interface FunctionOperator extends Signature {
  readonly kind: 'function';
  /**
   * What it means. `undefined` stands for an operand that is not written; what has no answer is `false` or `null`. An operator
   * that takes {@link MANY} operands takes the third with the result of the first two, and so on.
   */
  apply(a: unknown, b?: unknown, c?: unknown): unknown;
  /** A faster closure where the second of two operands is a constant. */
  against?(read: Evaluate, constant: unknown): Evaluate | undefined;
  /** What an operand needs to be towards the one before it and the one after it, in words for explanations. */
  readonly words?: readonly [before: string, after: string];
}

/** One operator: all that parsing, compiling and explaining know about it. */
export type Operator = LogicOperator | FunctionOperator;

/** An operator by name. */
export type OperatorTable = Readonly<Record<string, Operator>>;

/** The most operands of an operator that takes many. */
export const MANY = 1000;
