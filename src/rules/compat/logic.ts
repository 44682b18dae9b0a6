/** Computes a value from data, which may be any JSON. */
export type Apply = (data: unknown) => unknown;

/** Calls a part of a rule for an element of a list, and keeps account of how often. */
export type Visit = (logic: Apply | undefined, data: unknown) => unknown;

/**
 * An operator on the values of its operands. `data` are those of its place: an element of a list, within an operator on lists.
 */
export type EagerOperator = (data: unknown, ...values: readonly unknown[]) => unknown;

/** An operator that evaluates its operands itself. */
export interface LazyOperator {
  /** Its second operand is applied to the elements of a list. */
  readonly isOnList?: boolean;
  compile(operands: readonly Apply[], visit: Visit): Apply;
}

/** An operator whose argument is no logic. */
export interface QuotedOperator {
  /**
   * Reads the argument, and gives what the operator does with the data, and the paths that it reads from them.
   *
   * @throws KindredError `invalid-rule` with the JSON Pointer of what is wrong
   */
  read(argument: unknown, at: string): { readonly apply: Apply; readonly reads: readonly string[] };
}

/** Operators by name. */
export type LogicOperators = ReadonlyMap<string, EagerOperator | LazyOperator | QuotedOperator>;

/** A JsonLogic rule that was checked. */
export interface Logic {
  /** @throws KindredError `invalid-rule` where it cannot be applied to the data, or not in time */
  readonly apply: Apply;
  /** The paths that it reads from its data; '' where it reads all of them, or it depends which. */
  readonly reads: ReadonlySet<string>;
}

/** A part of a rule as a closure; with its value, if it is a constant. */
export interface Part {
  readonly apply: Apply;
  readonly constant?: { readonly value: unknown };
}

/**
 * Takes the closure of an operator that stands at a JSON Pointer, and gives one that does the same. `isTop`: its data are the facts, and
 * not an element of a list.
 */
export type WatchOperator = (
  apply: Apply,
  name: string,
  at: string,
  isTop: boolean,
  operands?: readonly Part[],
) => Apply;
