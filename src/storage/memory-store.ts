import type { KeyValueStore } from '../core/index.ts';
import { unstorable } from './unstorable.ts';

const NAME = 'memory';

/**
 * A store that lives as long as the page. Values are cloned on the way in and out, as IndexedDB does, so that nobody edits
 * what is stored by editing an object.
 *
 * @example
 * ```ts
 * import { memoryStore } from 'kindred/storage';
 *
 * const store = memoryStore();
 * await store.set('visits', 1);
 * await store.update('visits', (visits) => Number(visits) + 1);
 * console.log(await store.get('visits')); // 2
 * ```
 */
export function memoryStore(): KeyValueStore {
  const values = new Map<string, unknown>();
  const write = (key: string, value: unknown) => {
    if (value === undefined) values.delete(key);
    else values.set(key, cloned(value));
  };
  return {
    name: NAME,
    get: async (key) => structuredClone(values.get(key)),
    set: async (key, value) => write(key, value),
    update: async (key, change) => write(key, change(structuredClone(values.get(key)))),
    delete: async (key) => void values.delete(key),
    keys: async () => [...values.keys()],
    clear: async () => values.clear(),
  };
}

function cloned(value: unknown): unknown {
  try {
    return structuredClone(value);
  } catch (cause) {
    throw unstorable(NAME, cause);
  }
}
