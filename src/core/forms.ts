import { isRecord } from './json.ts';

/** Tests of values that come from outside, and tables of them. */

/** Tells whether a value is of one kind. */
export type Is<Value> = (value: unknown) => value is Value;

export const isString: Is<string> = (value) => typeof value === 'string';

/** A text that is not empty. */
export const isText: Is<string> = (value): value is string => isString(value) && value !== '';

/** A number above 0. */
export const isPositive: Is<number> = (value): value is number => typeof value === 'number' && value > 0;

export function isOneOf<Value extends string>(list: readonly Value[]): Is<Value> {
  const values: readonly unknown[] = list;
  return (value): value is Value => values.includes(value);
}

export function isListOf<Value>(is: Is<Value>): Is<readonly Value[]> {
  return (value) => Array.isArray(value) && value.every(is);
}

export function isUnsetOr<Value>(is: Is<Value>): Is<Value | undefined> {
  return (value): value is Value | undefined => value === undefined || is(value);
}

/** A test for each member of an object. */
type Table<Value> = { readonly [Name in keyof Value]-?: Is<Value[Name] | undefined> };

/** Tests an object by its members. What the table does not name may be anything. It is made when it is first needed. */
export function isFormed<Value>(table: () => Table<Value>): Is<Value> {
  let tests: Readonly<Record<string, Is<unknown>>> | undefined;
  return (value): value is Value => {
    tests ??= { ...table() };
    for (const name in tests) if (!isRecord(value) || !tests[name]?.(value[name])) return false;
    return true;
  };
}
