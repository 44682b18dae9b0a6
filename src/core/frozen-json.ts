import { type ErrorCode, KindredError } from './error.ts';
import { isRecord, type Json } from './json.ts';
import { pointerTo } from './json-pointer.ts';

// How deep lists and objects may nest. A value that contains itself ends here too.
const MAX_DEPTH = 64;

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
export function frozenJson(input: unknown, { code, at = '', maxValues = 20_000 }: FrozenJsonOptions): Json {
  let room = maxValues;

  function copy(value: unknown, at: string, depth: number): Json {
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    const isList = Array.isArray(value);
    if (!isList && !isPlain(value)) throw refuse('is not JSON', at);
    // The length comes first: a list may claim a billion holes.
    room -= isList ? value.length : Object.keys(value).length;
    if (depth > MAX_DEPTH || room < 0) throw refuse('nests too deep, or is too large', at);
    const inner = (key: string | number, item: unknown) => copy(item, pointerTo(at, key), depth + 1);
    // Array.from visits holes, which `map` would keep; fromEntries defines own properties, also for "__proto__".
    return Object.freeze(
      isList
        ? Array.from(value, (item, index) => inner(index, item))
        : Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inner(key, item)])),
    );
  }

  function refuse(problem: string, at: string): KindredError {
    return new KindredError(code, `The value at ${at || 'the top'} ${problem}.`, { at });
  }

  return copy(input, at, 1);
}

// An object literal, also one of another frame: its prototype, if any, has no prototype of its own.
function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (!isRecord(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
