import type { TextStore } from '../core/index.ts';
import { storageError } from './storage-error.ts';

/**
 * A text store over `localStorage` or `sessionStorage`. It sees only keys that begin with `prefix`, and names them without it.
 * Where the browser forbids storage it reads as empty and refuses to write.
 *
 * `area` is a function because merely touching `localStorage` may throw; it is called at every use.
 *
 * @example
 * ```ts
 * import { webStorage } from 'kindred/storage';
 *
 * const store = webStorage(() => localStorage, 'shop:');
 * store.set('theme', 'dark'); // localStorage: 'shop:theme' = 'dark'
 * ```
 */
export function webStorage(area: () => Storage, prefix: string): TextStore {
  const name = 'web-storage';
  const unlessForbidden = <Value>(read: (storage: Storage) => Value): Value | undefined => {
    try {
      return read(area());
    } catch {
      return undefined;
    }
  };
  return {
    name,
    get: (key) => unlessForbidden((storage) => storage.getItem(prefix + key)) ?? undefined,
    set(key, value) {
      try {
        area().setItem(prefix + key, value);
      } catch (cause) {
        throw storageError(name, cause);
      }
    },
    delete: (key) => unlessForbidden((storage) => storage.removeItem(prefix + key)),
    keys: () => unlessForbidden((storage) => keysUnder(storage, prefix)) ?? [],
  };
}

function keysUnder(storage: Storage, prefix: string): readonly string[] {
  const keys: string[] = [];
  for (let index = 0; index < storage.length; index++) {
    const key = storage.key(index);
    if (key?.startsWith(prefix)) keys.push(key.slice(prefix.length));
  }
  return keys;
}
