import type { UseStore } from 'idb-keyval';

const OBJECT_STORE = 'values';

/** One database, opened when first needed and again when it was closed or deleted underneath. */
export interface IndexedDbConnection {
  /** The custom store that idb-keyval's functions take. Creates the database where there is none. */
  readonly use: UseStore;
  /** Whether there is a database. Asking does not create one. */
  exists(): Promise<boolean>;
  /** Closes and deletes the database. */
  destroy(): Promise<void>;
}

export function createConnection(database: string): IndexedDbConnection {
  let current: Promise<IDBDatabase | undefined> = Promise.resolve(undefined);
  const forget = () => {
    current = Promise.resolve(undefined);
  };
  // One after the other, so that two calls at once do not open two connections.
  const open = (create: boolean) => {
    current = current.catch(() => undefined).then((db) => db ?? openDatabase(database, create, forget));
    return current;
  };
  const begin = async (mode: IDBTransactionMode): Promise<IDBObjectStore> => {
    try {
      return objectStore(await open(true), mode);
    } catch (error) {
      if (!isClosed(error)) throw error;
      forget();
      return objectStore(await open(true), mode);
    }
  };
  return {
    use: async (mode, callback) => callback(await begin(mode)),
    exists: async () => (await open(false)) !== undefined,
    async destroy() {
      (await open(false))?.close();
      forget();
      await deleteDatabase(database);
    },
  };
}

function openDatabase(name: string, create: boolean, forget: () => void): Promise<IDBDatabase | undefined> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name);
    let isAbsent = false;
    request.onupgradeneeded = () => {
      isAbsent = !create;
      if (create) request.result.createObjectStore(OBJECT_STORE);
      // Aborting the first upgrade leaves no database behind (Indexed Database API 3.0, 5.8): reading must not create one.
      else request.transaction?.abort();
    };
    request.onsuccess = () => {
      const db = request.result;
      // Safari closes connections by itself; deleting in another tab waits until every connection has closed.
      db.onclose = forget;
      db.onversionchange = () => {
        db.close();
        forget();
      };
      resolve(db);
    };
    request.onerror = (event) => {
      event.preventDefault();
      if (isAbsent) resolve(undefined);
      else reject(request.error);
    };
  });
}

/** Ends also when another script's connection blocks it: the database then goes as soon as that one closes. */
function deleteDatabase(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => resolve();
    request.onblocked = () => resolve();
    request.onerror = () => reject(request.error);
  });
}

function objectStore(db: IDBDatabase | undefined, mode: IDBTransactionMode): IDBObjectStore {
  if (!db) throw new TypeError('No database');
  return db.transaction(OBJECT_STORE, mode).objectStore(OBJECT_STORE);
}

/** `transaction()` on a connection that is closed or closing. */
function isClosed(error: unknown): boolean {
  return error instanceof Error && error.name === 'InvalidStateError';
}
