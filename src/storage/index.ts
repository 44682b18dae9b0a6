// Keeps things on the device: one file per driver, one contract for all of them.
//
// Promises, each with a test of the same wording:
// - Creating a store touches nothing.
// - What was stored before stays when storage is full.
// - Storage that is forbidden answers with an error of its own, and reading it never throws from a text store.
// - Updates from two tabs at once lose no change.
// - Reading does not create a database.
// - Clearing leaves no database behind.
// - Reading a malformed cookie string never throws.
// - What a sweep leaves behind it names, and nothing else is touched.
export {
  type Belongings,
  type CookieJar,
  isKindredError,
  type KeyValueStore,
  KindredError,
  type Residue,
  type Sweeper,
  type TextStore,
} from '../core/index.ts';
export { type CookieJarOptions, cookieJar } from './cookie-jar.ts';
export type { CookieDocument } from './cookie-places.ts';
export { type IndexedDbOptions, indexedDbStore } from './indexed-db-store.ts';
export { memoryStore } from './memory-store.ts';
export { memoryTextStore } from './memory-text-store.ts';
export { createSweeper } from './sweeper.ts';
export { textKeyValueStore } from './text-key-value-store.ts';
export { webStorage } from './web-storage.ts';
