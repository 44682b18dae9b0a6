import { ownValue } from '../../core/index.ts';
import type { GppCallback } from './target.ts';

/** What was asked of a page's stub before the real thing was there. */
export interface StubRecord {
  /** Calls in their order, each a list of arguments. */
  readonly queue: readonly (readonly unknown[])[];
  /** Listeners that the stub has registered, by the ids that it gave out. */
  readonly listeners: ReadonlyMap<number, GppCallback>;
}

/**
 * Reads what a stub has kept, in the properties `queue` and `events` as the example of the specification does. The page wrote it, so
 * nothing about it is certain.
 */
export function readStub(stub: unknown): StubRecord {
  const listeners = new Map<number, GppCallback>();
  for (const event of kept(stub, 'events')) {
    const [id, callback] = [ownValue(event, 'id'), ownValue(event, 'callback')];
    if (typeof id === 'number' && isCallback(callback)) listeners.set(id, callback);
  }
  return { queue: kept(stub, 'queue').filter((call) => Array.isArray(call)), listeners };
}

/** Any function will do: nothing that it returns is used, and what it throws is caught. */
export function isCallback(value: unknown): value is GppCallback {
  return typeof value === 'function';
}

function kept(stub: unknown, property: string): readonly unknown[] {
  const list: unknown = Reflect.get(Object(stub), property);
  return Array.isArray(list) ? list : [];
}
