import { isKindredError, KindredError, ownValue } from '../../core/index.ts';
import { openDatabase, type SqlDatabase, type SqliteDriver } from './driver.ts';

/** Where things are kept, and how surely. */
export interface SqliteStoreOptions {
  /** Path of the database, made when missing; its folder must exist. `:memory:` keeps nothing. */
  readonly file: string;
  /** Default: `node:sqlite` where there is one (Node 22.13 and later), else `better-sqlite3`. */
  readonly driver?: SqliteDriver;
  /**
   * What is stored survives: the end of the process, also by `kill -9` (`process`), or the loss of power too (`power`,
   * the default). The latter waits for the disk once per append, or once for all appends that wait at the same time.
   */
  readonly survives?: 'process' | 'power';
}

/** How long to wait for another process that writes to the same file. */
const BUSY_TIMEOUT_MS = 5_000;

/** A database that is opened when it is first used. */
export interface Connection {
  /** Runs `work`; what SQLite throws becomes a `KindredError` that says what to do. */
  use<Result>(work: (database: SqlDatabase) => Result): Promise<Result>;
  close(): Promise<void>;
}

/** What a connection serves. */
export interface Tables {
  /** As errors call it. */
  readonly name: string;
  /** Creates them where they are missing. */
  prepare(database: SqlDatabase): void;
}

/** @throws KindredError `invalid-options` */
export function requireFile({ file }: SqliteStoreOptions, maker: string, example: string): void {
  if (typeof file === 'string' && file !== '') return;
  const message = `file: ${maker} needs the path of a file, such as "${example}".`;
  throw new KindredError('invalid-options', message, { at: 'file' });
}

export function createConnection(options: SqliteStoreOptions, tables: Tables): Connection {
  let opening: Promise<SqlDatabase> | undefined;
  let isClosed = false;
  const open = () => {
    opening ??= openWithTables(options, tables);
    // One that failed is tried again by the next call: the disk may have room by then.
    opening.catch(() => {
      opening = undefined;
    });
    return opening;
  };
  return {
    async use(work) {
      const database = isClosed ? undefined : await open();
      // Asked again: it may have been closed while it opened.
      if (database === undefined || isClosed) throw closed(tables);
      try {
        return work(database);
      } catch (error) {
        throw explained(error, options.file, tables);
      }
    },
    async close() {
      const wasOpen = isClosed ? undefined : opening;
      isClosed = true;
      const database = await wasOpen?.catch(() => undefined);
      database?.close();
    },
  };
}

async function openWithTables(
  { file, driver, survives = 'power' }: SqliteStoreOptions,
  tables: Tables,
): Promise<SqlDatabase> {
  const database = await openDatabase(file, driver, tables.name);
  try {
    database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
    database.exec('PRAGMA journal_mode = WAL');
    // In WAL mode NORMAL writes each commit to the log without waiting for the disk (https://sqlite.org/pragma.html#pragma_synchronous).
    database.exec(`PRAGMA synchronous = ${survives === 'power' ? 'FULL' : 'NORMAL'}`);
    // What is erased is overwritten, not only forgotten (https://sqlite.org/pragma.html#pragma_secure_delete).
    database.exec('PRAGMA secure_delete = ON');
    tables.prepare(database);
    return database;
  } catch (error) {
    database.close();
    throw explained(error, file, tables);
  }
}

const SQLITE_FULL = 13;

function explained(error: unknown, file: string, { name }: Tables): KindredError {
  if (isKindredError(error)) return error;
  const reason = error instanceof Error ? error.message : String(error);
  // The two drivers name SQLite's result code in their own ways.
  if (isError(error, 'SQLITE_FULL', SQLITE_FULL)) {
    return new KindredError('storage-full', `The disk of the ${name} "${file}" is full. Make room.`, {
      cause: error,
    });
  }
  return new KindredError('storage-unavailable', `The ${name} "${file}" failed: ${reason}.`, { cause: error });
}

function isError(error: unknown, code: string, result: number): boolean {
  return error instanceof Error && (ownValue(error, 'code') === code || ownValue(error, 'errcode') === result);
}

function closed({ name }: Tables): KindredError {
  return new KindredError('storage-unavailable', `The ${name} is closed. Create a new one.`);
}
