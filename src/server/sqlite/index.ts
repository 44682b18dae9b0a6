// Stores of events and of ledgers in SQLite files, for Node.
//
// Promises
// - What was acknowledged survives kill -9.
// - What was erased cannot be found in the bytes of the files.

export type { ConsentStore, StoredLedger } from '../../consent/consent-store.ts';
export { isKindredError, KindredError } from '../../core/index.ts';
export type { EventStore, StoredEvent } from '../../events/index.ts';
export type { SqliteStoreOptions } from './connection.ts';
export type { SqliteDriver } from './driver.ts';
export { sqliteConsentStore } from './sqlite-consent-store.ts';
export { sqliteStore } from './sqlite-store.ts';
