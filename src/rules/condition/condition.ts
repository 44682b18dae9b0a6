import type { CompiledQuery, OperandOperator, Query } from '../operators/operator.ts';
import type { FactType, GuardedFact } from './facts.ts';

/** What a value is known to be when a rule is loaded. No operator takes a list of booleans or of nulls. */
export type ValueType = FactType | 'booleans' | 'null' | 'nulls';

/** A constant of a rule: a number, string, boolean or null, or a list of strings or numbers. */
export interface LiteralNode {
  readonly kind: 'literal';
  readonly type: ValueType;
  readonly value: unknown;
}

/** A fact that a rule reads; where it is read again, it is the same node. */
export interface FactNode {
  readonly kind: 'fact';
  readonly type: ValueType;
  /** The path as it was written, and its names. */
  readonly name: string;
  readonly path: readonly string[];
  /** Taken where the fact is missing or null. */
  readonly fallback: unknown;
  /** Without this permission it is unknown. */
  readonly guard?: GuardedFact;
}

/** An operator with its operands. */
export interface OperationNode {
  readonly kind: 'operation';
  readonly type: ValueType;
  readonly name: string;
  readonly operator: OperandOperator;
  readonly operands: readonly ConditionNode[];
  /** Written as `{"!": x}` instead of `{"!": [x]}`. */
  readonly isShort: boolean;
}

/** An operator with an argument of its own form, such as the history operators. */
export interface QueryNode {
  readonly kind: 'query';
  /** Its JSON Pointer in the document that was parsed. */
  readonly at: string;
  readonly type: ValueType;
  readonly name: string;
  readonly operator: CompiledQuery;
  /** A copy of what it was parsed from, and its argument, checked. */
  readonly written: unknown;
  readonly query: Query;
  /** The conditions within the argument, such as `where`. */
  readonly parts: readonly ConditionNode[];
}

/** A node of a parsed condition; frozen. */
export type ConditionNode = LiteralNode | FactNode | OperationNode | QueryNode;

/** A condition that was checked; frozen. */
export interface Condition {
  /** Its JSON Pointer in the document that it was parsed from. */
  readonly at: string;
  /** The paths of the facts that it reads, each once. */
  readonly facts: readonly string[];
  /** The names of the events that it counts or looks for, each once. */
  readonly events: readonly string[];
  readonly root: ConditionNode;
}
