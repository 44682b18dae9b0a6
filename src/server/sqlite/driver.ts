import { isRecord, KindredError } from '../../core/index.ts';

/** A value that a column holds. */
export type SqlValue = string | number | null;

/** What the two SQLite bindings for Node have in common, as far as the store needs it. */
export interface SqlDatabase {
  exec(sql: string): unknown;
  prepare(sql: string): SqlStatement;
  close(): unknown;
}

export interface SqlStatement {
  run(...values: SqlValue[]): { readonly changes: number | bigint };
  all(...values: SqlValue[]): readonly unknown[];
}

/** Which binding: Node's own, or the npm package. */
export type SqliteDriver = 'node:sqlite' | 'better-sqlite3';

/**
 * Opens a database with the driver that was named, or with the first of the two that there is.
 *
 * @throws KindredError `unavailable` where there is none, `storage-unavailable` where the file cannot be opened
 */
export async function openDatabase(file: string, driver: SqliteDriver | undefined, name: string): Promise<SqlDatabase> {
  const open = await findDriver(driver);
  try {
    return open(file);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new KindredError('storage-unavailable', `The ${name} "${file}" cannot be opened: ${reason}.`, { cause });
  }
}

type Open = (file: string) => SqlDatabase;

async function findDriver(driver: SqliteDriver | undefined): Promise<Open> {
  const builtIn = driver === 'better-sqlite3' ? undefined : nodeSqlite();
  if (builtIn !== undefined) return builtIn;
  if (driver === 'node:sqlite') throw unavailable('This Node has no node:sqlite. Run Node 22.13 or later.');
  try {
    const { default: Database } = await import('better-sqlite3');
    return (file) => new Database(file);
  } catch (cause) {
    throw unavailable(
      'There is no SQLite. Run Node 22.13 or later, or install the package: npm install better-sqlite3.',
      cause,
    );
  }
}

/**
 * Asked for at run time instead of imported: Node 20 has no such module, and some bundlers strip the `node:` without which
 * this one cannot be found.
 */
function nodeSqlite(): Open | undefined {
  const module: unknown = process.getBuiltinModule('node:sqlite');
  return hasDatabase(module) ? (file) => new module.DatabaseSync(file) : undefined;
}

function hasDatabase(module: unknown): module is { readonly DatabaseSync: new (file: string) => SqlDatabase } {
  return isRecord(module) && typeof module.DatabaseSync === 'function';
}

function unavailable(message: string, cause?: unknown): KindredError {
  return new KindredError('unavailable', message, { cause });
}
