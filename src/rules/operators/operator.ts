import type { ConditionNode, FactNode, ValueType } from '../condition/condition.ts';
import type { Evaluate, EvaluationContext } from '../condition/context.ts';
import type { FactTypes } from '../condition/facts.ts';
import type { ConditionOptions } from '../condition/parser.ts';

/** One operator: all that parsing and compiling know about it. */
export type Operator = OperandOperator | QueryOperator;

/** An operator on values: `{"<": [a, b]}`. */
export interface OperandOperator {
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
  /** What is wrong with operands of the right types, in `invalid()`'s form; throws it. `at` points at the list of them. */
  readonly check?: (operands: readonly ConditionNode[], at: string) => void;
  /**
   * The operator as a closure over its operands. It never throws; what has no answer is `false` or `null`, and what depends on
   * an unknown operand is `undefined`.
   */
  compile(operands: readonly Evaluate[], nodes: readonly ConditionNode[]): Evaluate;
}

/** The argument of an operator that has a form of its own; plain frozen data. */
export type Query = Readonly<Record<string, unknown>>;

/** What an operator read from its argument. */
interface Reading {
  readonly query: Query;
  /** The conditions within it. */
  readonly parts?: readonly ConditionNode[];
  /** The type of the result: `boolean`, if not given. */
  readonly type?: ValueType;
}

/** What an operator may use to read its argument. */
export interface ReadingScope {
  readonly options: ConditionOptions;
  /** A fact of the person by its path, and a property of an event. */
  readFact(path: unknown): FactNode;
  readProperty(path: unknown, at: string, properties: FactTypes | undefined): FactNode;
  /** A condition on one event: its facts are the properties, of which alone it can ask. It counts towards the limit of the whole. */
  readCondition(input: unknown, at: string, properties: FactTypes | undefined): ConditionNode;
  /** Says that the condition reads events of a name. */
  readsEvent(name: string): void;
}

/** How the value of a query is computed. */
export interface CompiledQuery {
  /** The operator as a closure; like {@link OperandOperator.compile}. */
  compile(query: Query, parts: readonly Evaluate[]): Evaluate;
  /**
   * The earliest time (ms) after now at which its value can change though nothing happens: a window slides, a deadline passes.
   * Infinity if never, and where there is no clock. An operator without it does not depend on time.
   */
  nextChange?(query: Query, parts: readonly Evaluate[]): (context: EvaluationContext) => number;
}

/** An operator with an argument of its own form: `{"count": {"event": "Product Viewed", "within": "30m"}}`. */
export interface QueryOperator extends CompiledQuery {
  /** @throws KindredError `invalid-rule` with the JSON Pointer of what is wrong */
  read(argument: unknown, at: string, scope: ReadingScope): Reading;
}

/** An operator by name. */
export type OperatorTable<O extends Operator = Operator> = Readonly<Record<string, O>>;

/** The most operands of an operator that takes many. */
export const MANY = 1000;

/** Stands for an operand that is not written. */
export const absent: Evaluate = () => undefined;

/** What a test says of two values; unknown where one of them is. */
export function ofTwo(
  a: Evaluate | undefined = absent,
  b: Evaluate | undefined = absent,
  test: (one: unknown, other: unknown) => boolean,
): Evaluate {
  return (facts, context) => {
    const one = a(facts, context);
    const other = b(facts, context);
    return one === undefined || other === undefined ? undefined : test(one, other);
  };
}

/** The value of a constant; `undefined` for what is computed. */
export function constantOf(node: ConditionNode | undefined): unknown {
  return node?.kind === 'literal' ? node.value : undefined;
}
