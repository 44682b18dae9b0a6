// How JsonLogic converts values. Numbers and texts are converted as JavaScript does; what counts as true is its own.

/** Whether a value counts as true: all but false, null, 0, NaN, "" and the empty list. */
export function isTruthy(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

/** An order of two values, by numbers unless both are texts. */
export function compare(passes: (a: number | string, b: number | string) => boolean) {
  return (a: unknown, b: unknown): boolean => {
    if (typeof a === 'number' && typeof b === 'number') return passes(a, b);
    const one = primitiveOf(a);
    const other = primitiveOf(b);
    if (typeof one === 'string' && typeof other === 'string') return passes(one, other);
    return passes(Number(one), Number(other));
  };
}

function primitiveOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && !(value instanceof Date) ? String(value) : value;
}

/** Reads own properties along a path; `fallback` where there is none. Texts and lists have places and a length. */
export function readNames(data: unknown, names: readonly string[], fallback: unknown): unknown {
  let value = data;
  for (const name of names) {
    const holder: unknown = typeof value === 'string' ? Object(value) : value;
    if (!hasOwn(holder, name) || isReserved(name)) return fallback;
    value = holder[name];
  }
  return value === undefined ? fallback : value;
}

function hasOwn(value: unknown, name: string): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name);
}

/** Reads a path as `var` does: all of the data without one. */
export function readPath(data: unknown, path?: unknown, fallback: unknown = null): unknown {
  return path === undefined || path === null || path === '' ? data : readNames(data, String(path).split('.'), fallback);
}

/** No honest data has a property of such a name. */
export function isReserved(name: string): boolean {
  return name === '__proto__' || name === 'constructor' || name === 'prototype';
}
