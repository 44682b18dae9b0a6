import { clear, del, get, keys, promisifyRequest, set } from 'idb-keyval';
import type { KeyValueStore, KindredError } from '../core/index.ts';
import { createConnection, type IndexedDbConnection } from './indexed-db-connection.ts';
import { storageError } from './storage-error.ts';
import { isCloneError, unstorable } from './unstorable.ts';

const NAME = 'indexeddb';

/** Where the values are kept. */
export interface IndexedDbOptions {
  /** Name of the database, which this store shares with nobody: `clear` deletes it. */
  readonly database?: string;
}

/**
 * A store in a database of its own in IndexedDB. Creating it does nothing; reading does not create the database; `update` is
 * one transaction, so that tabs do not overwrite each other; `clear` deletes the database itself, so that nothing is left.
 * Every call rejects with `storage-unavailable` where the browser forbids IndexedDB, also reading: what cannot be read
 * must not be taken for absent and overwritten.
 *
 * @example
 * ```ts
 * import { indexedDbStore } from 'kindred/storage';
 *
 * const store = indexedDbStore({ database: 'shop' });
 * await store.update('visits', (visits) => Number(visits ?? 0) + 1);
 * await store.clear(); // indexedDB.databases() no longer lists 'shop'
 * ```
 */
export function indexedDbStore({ database = 'kindred' }: IndexedDbOptions = {}): KeyValueStore {
  const connection = createConnection(database);
  const ifThere = <Value>(otherwise: Value, run: () => Promise<Value>) =>
    mapped(async () => ((await connection.exists()) ? run() : otherwise));
  const remove = (key: string) => ifThere(undefined, () => del(key, connection.use));
  return {
    name: NAME,
    get: (key) => ifThere<unknown>(undefined, () => get<unknown>(key, connection.use)),
    set: (key, value) => (value === undefined ? remove(key) : mapped(() => set(key, value, connection.use))),
    update: (key, change) => updateValue(connection, key, change),
    delete: remove,
    keys: () => ifThere<readonly string[]>([], () => keys<string>(connection.use)),
    clear: () => ifThere(undefined, () => clearDatabase(connection)),
  };
}

/** Emptied before it is deleted: where another script keeps the database open, at least nothing is in it. */
async function clearDatabase(connection: IndexedDbConnection): Promise<void> {
  await clear(connection.use).catch(() => undefined);
  await connection.destroy();
}

async function updateValue(
  connection: IndexedDbConnection,
  key: string,
  change: (current: unknown) => unknown,
): Promise<void> {
  let thrown: { readonly error: unknown } | undefined;
  const tryChange = (current: unknown) => {
    try {
      return change(current);
    } catch (error) {
      thrown = { error };
      throw error;
    }
  };
  try {
    await connection.use('readwrite', (store) => changeInTransaction(store, key, tryChange));
  } catch (error) {
    throw thrown ? thrown.error : named(error);
  }
}

// By callbacks: a transaction ends when control returns to the event loop without a request under way.
function changeInTransaction(
  store: IDBObjectStore,
  key: string,
  change: (current: unknown) => unknown,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const reading = store.get(key);
    reading.onerror = () => reject(reading.error);
    reading.onsuccess = () => {
      try {
        const next = change(reading.result);
        if (next === undefined) store.delete(key);
        else store.put(next, key);
        resolve(promisifyRequest(store.transaction));
      } catch (error) {
        reject(error);
        store.transaction.abort();
      }
    };
  });
}

async function mapped<Value>(run: () => Promise<Value>): Promise<Value> {
  try {
    return await run();
  } catch (cause) {
    throw named(cause);
  }
}

function named(cause: unknown): KindredError {
  return isCloneError(cause) ? unstorable(NAME, cause) : storageError(NAME, cause);
}
