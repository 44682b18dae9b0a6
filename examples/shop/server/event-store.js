// @ts-check
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memoryEventStore } from 'kindred/server';
import { sqliteStore } from 'kindred/server/sqlite';
/** @import { EventStore } from 'kindred/server' */

/** @typedef {{ store: EventStore, where: string, remove: () => void }} OpenStore */

/**
 * Opens the store of events: SQLite where this Node has it, memory otherwise.
 * @param {string | undefined} file kept; without one, a temporary file that is removed at the end
 * @returns {Promise<OpenStore>}
 */
export async function openStore(file) {
  const folder = file === undefined ? mkdtempSync(join(tmpdir(), 'kindred-shop-')) : undefined;
  const remove = () => folder && rmSync(folder, { recursive: true, force: true });
  const path = file ?? join(folder ?? '.', 'events.db');
  // A demonstration may lose its last events when the power fails; it must not wait for the disk.
  const store = sqliteStore({ file: path, survives: 'process' });
  try {
    await store.count();
    return { store, where: `SQLite (${path})`, remove };
  } catch (cause) {
    remove();
    if (file !== undefined) throw cause;
    return {
      store: memoryEventStore(),
      where: 'memory (this Node has no SQLite: use Node 22.13, or install better-sqlite3)',
      remove,
    };
  }
}
