// @ts-check
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memoryConsentStore, memoryEventStore } from 'kindred/server';
import { sqliteConsentStore, sqliteStore } from 'kindred/server/sqlite';
/** @import { ConsentStore, EventStore } from 'kindred/server' */

/** @typedef {{ store: EventStore, consents: ConsentStore, where: string, close: () => Promise<void> }} OpenStore */

/**
 * Opens the store of events and the one of permissions: SQLite where this Node has it, memory otherwise.
 * @param {string | undefined} file kept; without one, a temporary file that is removed at the end
 * @returns {Promise<OpenStore>}
 */
export async function openStore(file) {
  const folder = file === undefined ? mkdtempSync(join(tmpdir(), 'kindred-shop-')) : undefined;
  const remove = () => folder && rmSync(folder, { recursive: true, force: true });
  const path = file ?? join(folder ?? '.', 'events.db');
  // A demonstration may lose its last events when the power fails; it must not wait for the disk.
  const store = sqliteStore({ file: path, survives: 'process' });
  const consents = sqliteConsentStore({ file: path, survives: 'process' });
  try {
    await store.count();
  } catch (cause) {
    remove();
    if (file !== undefined) throw cause;
    return { ...memoryStores(), where: 'memory (this Node has no SQLite: use Node 22.13, or install better-sqlite3)' };
  }
  return {
    store,
    consents,
    where: `SQLite (${path})`,
    async close() {
      await Promise.all([store.close(), consents.close()]);
      remove();
    },
  };
}

/** Stores that are forgotten when the shop closes. @returns {OpenStore} */
export function memoryStores() {
  const [store, consents] = [memoryEventStore(), memoryConsentStore()];
  return {
    store,
    consents,
    where: 'memory',
    async close() {
      await Promise.all([store.close(), consents.close()]);
    },
  };
}
