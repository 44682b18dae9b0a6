// A store of events in one SQLite file, for Node.

export { isKindredError, KindredError } from '../../core/index.ts';
export type { EventStore, StoredEvent } from '../../events/index.ts';
export type { SqliteStoreOptions } from './connection.ts';
export type { SqliteDriver } from './driver.ts';
export { sqliteStore } from './sqlite-store.ts';
