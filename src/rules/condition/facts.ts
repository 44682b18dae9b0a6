import { isRecord } from '../../core/index.ts';
import { invalid } from './refusal.ts';

/**
 * What rules read: a plain object of plain objects, such as a profile's snapshot. Only own properties are seen; lists are
 * values, not something to look into.
 */
export type Facts = Readonly<Record<string, unknown>>;

/**
 * The types that a fact can be declared with: a number, string or boolean, a list of strings or numbers, or any of them
 * (`unknown`), which is not checked when a rule is loaded.
 */
export type FactType = 'number' | 'string' | 'boolean' | 'strings' | 'numbers' | 'unknown';

/** A fact that may be read with a permission only: at least at this degree, if one is named. */
export interface GuardedFact {
  readonly type: FactType;
  readonly purpose: string;
  readonly degree?: string;
}

/**
 * The facts that exist, by dotted path: `{ 'orders.count': 'number', 'views.category.*': 'number' }`. `*` stands for any one
 * name, a dot within a name is written `\.`, and the first path that fits counts. A fact that names a purpose is unknown as
 * long as that purpose is not permitted.
 */
export type FactTypes = Readonly<Record<string, FactType | GuardedFact>>;

// Own properties of these names would be safe to read, but no honest fact has them.
const RESERVED_NAMES: readonly string[] = ['', '__proto__', 'constructor', 'prototype'];

// Beyond all honest paths.
const MOST_NAMES = 64;

/** The names on a dotted path. `\.` is a dot within a name, `\\` a backslash. */
export function splitPath(path: string): readonly string[] {
  if (!path.includes('\\')) return path.split('.');
  // A fact's name has no NUL, so it can mark the dots that do divide.
  return path.replace(/\\([.\\])|\./g, (_, literal?: string) => literal ?? '\0').split('\0');
}

/** The names of a pattern, its stars filled from a path: those of the path if it matches, else of a similar one. */
export function fillStars(pattern: string, path: readonly string[]): readonly string[] {
  return splitPath(pattern).map((name, index) => (name === '*' ? (path[index] ?? name) : name));
}

/** The first of the patterns that a path matches. */
export function findPattern(patterns: readonly string[], path: readonly string[]): string | undefined {
  return patterns.find((pattern) => fillStars(pattern, path).join('\0') === path.join('\0'));
}

/** @throws KindredError `invalid-rule` for what is no path, and for an empty or reserved name on it */
export function parsePath(path: unknown, at: string): readonly string[] {
  const text = typeof path === 'string' ? path : '';
  const names = splitPath(text);
  if (names.length > MOST_NAMES || names.some((name) => RESERVED_NAMES.includes(name))) {
    throw invalid(`"${text}" is no fact`, at, 'Write "a.b"; "\\." is a dot in a name.');
  }
  return names.map(internalized);
}

/** Reads the value at a path of names that are `internalized`; `fallback` where it is missing or null. */
export function factReader(path: readonly string[], fallback: unknown): (facts: Facts) => unknown {
  const [first = '', second, third, ...others] = path;
  // Each of the first names has its own place in the code, so that the engine can remember where it was found; and the most
  // common length has a function of its own.
  if (second !== undefined && third === undefined) {
    return (facts) => {
      const parent = hasOwn(facts, first) ? facts[first] : null;
      return (hasOwn(parent, second) ? parent[second] : null) ?? fallback;
    };
  }
  return (facts) => {
    let value = hasOwn(facts, first) ? facts[first] : null;
    if (second !== undefined) value = hasOwn(value, second) ? value[second] : null;
    if (third !== undefined) value = hasOwn(value, third) ? value[third] : null;
    for (const name of others) value = hasOwn(value, name) ? value[name] : null;
    return value ?? fallback;
  };
}

/** The same name as one that is a key: V8 looks up properties by names cut from a text many times slower. */
export function internalized(name: string): string {
  return Object.keys({ [name]: 0 })[0] ?? name;
}

function hasOwn(value: unknown, name: string): value is Facts {
  return isRecord(value) && Object.hasOwn(value, name);
}
