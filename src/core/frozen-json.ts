import { type ErrorCode, isKindredError, KindredError } from './error.ts';
import type { Json } from './json.ts';
import { pointerTo } from './json-pointer.ts';

// How deep lists and objects may nest. A value that contains itself ends here too.
const MAX_JSON_DEPTH = 64;

/** What to throw, the JSON Pointer of the value in its document, and how many values it may hold, all levels counted. */
export interface FrozenJsonOptions {
  readonly code: ErrorCode;
  readonly at?: string;
  readonly maxValues?: number;
}

/**
 * A frozen copy of a JSON value, so that whoever gave it cannot change it later. Refuses what JSON cannot carry
 * (`undefined`, `NaN`, functions, holes, dates and other instances) and what is too deep or too large.
 *
 * @throws KindredError the code of the options, with the JSON Pointer of the first such value
 */
export function frozenJson(input: unknown, { code, at: top = '', maxValues = 20_000 }: FrozenJsonOptions): Json {
  let room = maxValues;

  function copy(value: unknown, at: string, depth: number): Json {
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    if (depth > MAX_JSON_DEPTH) throw refuse(`nests deeper than ${MAX_JSON_DEPTH} levels, or contains itself`, at);
    if (Array.isArray(value)) return copyList(value, at, depth);
    if (isPlain(value)) return copyObject(value, at, depth);
    throw refuse(`is not JSON but ${describe(value)}`, at);
  }

  function copyList(list: readonly unknown[], at: string, depth: number): Json {
    take(list.length, at);
    // Array.from visits holes, which `map` would keep; they are refused as `undefined`.
    return Object.freeze(Array.from(list, (item, index) => copy(item, pointerTo(at, index), depth + 1)));
  }

  function copyObject(object: Readonly<Record<string, unknown>>, at: string, depth: number): Json {
    const entries = Object.entries(object);
    take(entries.length, at);
    // fromEntries defines own properties, also for "__proto__".
    return Object.freeze(
      Object.fromEntries(entries.map(([key, value]) => [key, copy(value, pointerTo(at, key), depth + 1)])),
    );
  }

  function take(count: number, at: string): void {
    room -= count;
    if (room < 0) throw refuse(`is too large: a document holds ${maxValues} values at most`, at);
  }

  function refuse(problem: string, at: string): KindredError {
    return new KindredError(code, `The value at ${at || 'the top'} ${problem}.`, { at });
  }

  try {
    return copy(input, top, 1);
  } catch (error) {
    if (isKindredError(error)) throw error;
    // A getter or a proxy may throw anything.
    throw new KindredError(code, `The value at ${top || 'the top'} cannot be read. Give plain JSON.`, {
      at: top,
      cause: error,
    });
  }
}

// An object literal, also one of another frame: its prototype, if any, has no prototype of its own.
function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function describe(value: unknown): string {
  return typeof value === 'number'
    ? String(value)
    : typeof value === 'object'
      ? 'an instance of a class'
      : typeof value;
}
