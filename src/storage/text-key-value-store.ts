import type { KeyValueStore, TextStore } from '../core/index.ts';
import { unstorable } from './unstorable.ts';

/**
 * A store of JSON values over a text store, for little data that must survive where IndexedDB is missing. Text that is not
 * JSON, because somebody edited it, reads as absent. `clear` removes every key of the text store: give it a prefix of its own.
 *
 * @example
 * ```ts
 * import { textKeyValueStore, webStorage } from 'kindred/storage';
 *
 * const store = textKeyValueStore(webStorage(() => localStorage, 'shop:profile:'));
 * await store.set('interests', ['tea']);
 * ```
 */
export function textKeyValueStore(text: TextStore): KeyValueStore {
  const read = (key: string) => parsed(text.get(key));
  const write = (key: string, value: unknown) => {
    if (value === undefined) text.delete(key);
    else text.set(key, stringified(text.name, value));
  };
  return {
    name: text.name,
    get: async (key) => read(key),
    set: async (key, value) => write(key, value),
    // No await between reading and writing: within a tab nothing comes between them.
    update: async (key, change) => write(key, change(read(key))),
    delete: async (key) => text.delete(key),
    keys: async () => text.keys(),
    clear: async () => {
      for (const key of text.keys()) text.delete(key);
    },
  };
}

function parsed(json: string | undefined): unknown {
  try {
    return json === undefined ? undefined : JSON.parse(json);
  } catch {
    return undefined;
  }
}

function stringified(store: string, value: unknown): string {
  let json: string | undefined;
  try {
    json = JSON.stringify(value);
  } catch (cause) {
    throw unstorable(store, cause);
  }
  if (json === undefined) throw unstorable(store);
  return json;
}
