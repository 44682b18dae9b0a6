import { KindredError, pointerTo } from '../core/index.ts';
import { EVENT_LIMITS } from './limits.ts';

/**
 * A copy of outside data that is JSON and nothing else: plain objects and lists, finite numbers, own members only, at most
 * `EVENT_LIMITS.depth` levels deep.
 *
 * A member named `__proto__` is left out: no shop needs one, and code that later copies member by member (`copy[key] = value`)
 * would change a prototype with it. `constructor` and `prototype` stay: as own members they are data like any other.
 *
 * @throws KindredError `invalid-event`
 */
export function plainData(value: unknown, at: string, depth = 0): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value !== 'object') throw invalidEvent(at, `is ${nameOf(value)}, which JSON cannot hold`);
  if (depth >= EVENT_LIMITS.depth) throw invalidEvent(at, `is nested deeper than ${EVENT_LIMITS.depth} levels`);
  // As JSON.stringify does, a hole and `undefined` become null.
  if (Array.isArray(value))
    return Array.from(value, (item, index) => plainData(item ?? null, pointerTo(at, index), depth + 1));
  if (!isPlain(value)) throw invalidEvent(at, 'is an instance of a class, which JSON cannot hold');
  return plainMembers(value, at, depth + 1);
}

/** A new `invalid-event` error about the value at a JSON Pointer. */
export function invalidEvent(at: string, problem: string): KindredError {
  return new KindredError('invalid-event', `${at === '' ? 'The event' : at} ${problem}.`, { at });
}

function plainMembers(value: object, at: string, depth: number): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value)) {
    if (key === '__proto__' || member === undefined) continue;
    // Most members are scalars: their pointers need not be written.
    copy[key] =
      typeof member === 'string' || typeof member === 'boolean' || member === null
        ? member
        : plainData(member, pointerTo(at, key), depth);
  }
  return copy;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  // An object of another realm (a test runner's sandbox) has another Object.prototype, which has no prototype itself.
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
}

function nameOf(value: unknown): string {
  return typeof value === 'number' ? String(value) : `a ${typeof value}`;
}
