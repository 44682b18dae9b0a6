import type { KeyValueStore } from '../core/index.ts';

/** A database whose driver is loaded when something is read or written. */
export function createLateDatabase(
  load: () => Promise<KeyValueStore>,
  /** Removes the database as a whole, without the driver; settles when that is asked for. */
  remove: () => Promise<void>,
): KeyValueStore {
  let loading: Promise<KeyValueStore> | undefined;
  const driver = () => {
    loading ??= load();
    return loading;
  };
  return {
    name: 'IndexedDB',
    get: async (key) => (await driver()).get(key),
    set: async (key, value) => (await driver()).set(key, value),
    update: async (key, change) => (await driver()).update(key, change),
    delete: async (key) => (await driver()).delete(key),
    keys: async () => (await driver()).keys(),
    // Pages without permission clear at their start: they do not need the driver for it.
    clear: async () => (loading ? (await loading).clear() : remove()),
  };
}
