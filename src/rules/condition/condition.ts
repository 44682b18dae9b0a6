import type { FactType } from './facts.ts';
import type { Operator } from '../operators/operator.ts';

/**
 * What a value is known to be when a rule is loaded. `unknown`: a fact whose type was not declared. No operator takes a list
 * of booleans or of nulls.
 */
export type ValueType = FactType | 'booleans' | 'null' | 'nulls' | 'unknown';

/** A constant of a rule: a number, string, boolean or null, or a list of strings or numbers. */
export interface LiteralNode {
  readonly kind: 'literal';
  readonly type: ValueType;
  readonly value: unknown;
}

/** A fact that a rule reads. */
export interface FactNode {
  readonly kind: 'fact';
  readonly type: ValueType;
  /** The path as it was written, and its names. */
  readonly name: string;
  readonly path: readonly string[];
  /** Taken where the fact is missing or null. */
  readonly fallback: unknown;
}

/** An operator with its operands. */
export interface OperationNode {
  readonly kind: 'operation';
  readonly type: ValueType;
  readonly name: string;
  readonly operator: Operator;
  readonly operands: readonly ConditionNode[];
}

/** A node of a parsed condition. `at` is its JSON Pointer in the document that was parsed. */
export type ConditionNode = (LiteralNode | FactNode | OperationNode) & { readonly at: string };

/** A condition that was checked; frozen. */
export interface Condition {
  /** A copy of what was parsed. Parsing it again gives the same condition. */
  readonly source: unknown;
  /** The paths of the facts that it reads, each once. */
  readonly facts: readonly string[];
  readonly root: ConditionNode;
}
