import type { TextStore } from '../core/index.ts';

/**
 * A text store that lives as long as the page: what web storage is replaced by where nothing may be kept on the device.
 *
 * @example
 * ```ts
 * import { memoryTextStore } from 'kindred/storage';
 *
 * const store = memoryTextStore();
 * store.set('theme', 'dark');
 * console.log(store.keys()); // ['theme']
 * ```
 */
export function memoryTextStore(): TextStore {
  const values = new Map<string, string>();
  return {
    name: 'memory-text',
    get: (key) => values.get(key),
    set: (key, value) => void values.set(key, value),
    delete: (key) => void values.delete(key),
    keys: () => [...values.keys()],
  };
}
