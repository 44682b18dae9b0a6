import { isRecord, KindredError } from '../core/index.ts';

/**
 * What rules read: a plain object of plain objects, such as a profile's snapshot. Only own properties are seen; lists are
 * values, not something to look into.
 */
export type Facts = Readonly<Record<string, unknown>>;

/** The types that a fact can be declared with: a number, string or boolean, or a list of strings or numbers. */
export type FactType = 'number' | 'string' | 'boolean' | 'strings' | 'numbers';

/**
 * The facts that exist, by dotted path: `{ 'orders.count': 'number', 'views.category.*': 'number' }`. `*` stands for any one
 * name; a dot within a name is written `\.`.
 */
export type FactTypes = Readonly<Record<string, FactType>>;

/** Computes a value from facts. */
export type Evaluate = (facts: Facts) => unknown;

// Own properties of these names would be safe to read, but no honest fact has them.
const RESERVED_NAMES: readonly string[] = ['__proto__', 'constructor', 'prototype'];

/**
 * The names on a dotted path. `\.` is a dot within a name and `\\` a backslash.
 *
 * @throws KindredError `invalid-rule` for an empty name or a reserved one
 */
export function parsePath(path: string, at: string): readonly string[] {
  const names = splitPath(path);
  for (const name of names) {
    if (name === '')
      throw invalid(`The path "${path}" has an empty name`, at, 'Write "a.b", and a dot in a name as "\\\\."');
    if (RESERVED_NAMES.includes(name)) throw invalid(`"${name}" is no fact`, at, 'Rules read own facts only');
  }
  return names;
}

/** What a table of dotted patterns holds for a path, and the names that its stars stand for. An exact pattern wins. */
export function findByPath<Value>(
  table: Readonly<Record<string, Value>>,
  path: readonly string[],
): { readonly value: Value; readonly stars: readonly string[] } | undefined {
  let found: { value: Value; stars: readonly string[] } | undefined;
  for (const [pattern, value] of Object.entries(table)) {
    const names = splitPath(pattern);
    if (names.length !== path.length || !names.every((name, index) => name === '*' || name === path[index])) continue;
    const stars = path.filter((_, index) => names[index] === '*');
    if (!found || stars.length < found.stars.length) found = { value, stars };
  }
  return found;
}

/** The paths of a table with the stars filled from a path that matches none of them, to find the one that was meant. */
export function similarPaths(table: Readonly<Record<string, unknown>>, path: readonly string[]): readonly string[] {
  return Object.keys(table).map((pattern) =>
    splitPath(pattern)
      .map((name, index) => (name === '*' ? (path[index] ?? name) : name))
      .join('.'),
  );
}

/** Reads the value at a path; `fallback` where it is missing or null. */
export function factReader(path: readonly string[], fallback: unknown): Evaluate {
  const [first = '', second = ''] = path;
  if (path.length === 1) return (facts) => member(facts, first) ?? fallback;
  if (path.length === 2) return (facts) => member(member(facts, first), second) ?? fallback;
  return (facts) => {
    let value: unknown = facts;
    for (const name of path) value = member(value, name);
    return value ?? fallback;
  };
}

/** An `invalid-rule` error in the form of all of them: what, where, remedy. */
export function invalid(problem: string, at: string, remedy: string): KindredError {
  return new KindredError(
    'invalid-rule',
    `${problem}, at ${at || 'the top'}. ${remedy}${remedy.endsWith('?') ? '' : '.'}`,
    { at },
  );
}

function member(value: unknown, name: string): unknown {
  return isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

function splitPath(path: string): readonly string[] {
  const names: string[] = [];
  let name = '';
  for (let i = 0; i < path.length; i++) {
    const next = path[i + 1];
    if (path[i] === '\\' && (next === '.' || next === '\\')) {
      name += next;
      i++;
    } else if (path[i] === '.') {
      names.push(name);
      name = '';
    } else name += path[i];
  }
  return [...names, name];
}
