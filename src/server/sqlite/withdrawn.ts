import type { WithdrawnGrant } from '../../events/index.ts';
import type { Connection } from './connection.ts';
import type { SqlDatabase, SqlValue } from './driver.ts';
import type { Row } from './table.ts';
import { inTransaction } from './transaction.ts';

/** Whether the permission that a row names has ended. */
export type WithdrawnCheck = (row: Row) => boolean;

// In both: '' is every purpose, and a row that names no purpose counts for each.
const CHECK = `
  SELECT 1 FROM withdrawn WHERE grant_id = ? AND (purpose = '' OR ? IS NULL OR purpose = ?) LIMIT 1
`;
const ERASE = `
  DELETE FROM events WHERE seq IN (
    SELECT seq FROM events WHERE grant_id = ? AND (? = '' OR +purpose IS NULL OR +purpose = ?) LIMIT ?
  )
`;
const ERASE_EXPIRED = `
  DELETE FROM events WHERE seq IN (SELECT seq FROM events WHERE keep_until <= ? LIMIT ?)
`;
// What a process that ended in the midst of an erasing left.
const ERASE_LEFT = `
  DELETE FROM events WHERE seq IN (
    SELECT seq FROM withdrawn CROSS JOIN events ON events.grant_id = withdrawn.grant_id
    WHERE withdrawn.purpose = '' OR +events.purpose IS NULL OR +events.purpose = withdrawn.purpose
    LIMIT ?
  )
`;
const REMEMBER = 'INSERT INTO withdrawn (grant_id, purpose) VALUES (?, ?) ON CONFLICT DO NOTHING';

/** Rows erased at a time: the process does other work in between. */
const PAGE_ROWS = 500;

/** Each permission is looked up once: a batch names one, or a few. */
export function createWithdrawnCheck(database: SqlDatabase): WithdrawnCheck {
  const check = database.prepare(CHECK);
  const known = new Map<string, boolean>();
  return ({ grant, purpose }) => {
    if (grant === null) return false;
    const key = JSON.stringify([grant, purpose]);
    const answer = known.get(key) ?? check.all(grant, purpose, purpose).length > 0;
    known.set(key, answer);
    return answer;
  };
}

/** Remembers first, so that nothing can arrive behind the erasing, also when the process ends in its midst. */
export async function eraseGrants(connection: Connection, grants: readonly WithdrawnGrant[]): Promise<number> {
  await connection.use((database) =>
    inTransaction(database, () => {
      const remember = database.prepare(REMEMBER);
      for (const { grant, purpose = '' } of grants) remember.run(grant, purpose);
    }),
  );
  let erased = 0;
  for (const { grant, purpose = '' } of grants) {
    erased += await erasePages(connection, ERASE, [grant, purpose, purpose]);
  }
  await clearLog(connection);
  return erased;
}

export async function eraseExpired(connection: Connection, now: number): Promise<number> {
  const left = await erasePages(connection, ERASE_LEFT, []);
  const expired = await erasePages(connection, ERASE_EXPIRED, [now]);
  if (left + expired > 0) await clearLog(connection);
  return expired;
}

async function erasePages(connection: Connection, sql: string, values: readonly SqlValue[]): Promise<number> {
  for (let erased = 0; ; ) {
    const { changes } = await connection.use((database) => database.prepare(sql).run(...values, PAGE_ROWS));
    erased += Number(changes);
    if (Number(changes) < PAGE_ROWS) return erased;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** The log of WAL mode still has the pages as they were. A reader of another process may hold it; then a later erasing clears it. */
async function clearLog(connection: Connection): Promise<void> {
  await connection.use((database) => database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all());
}
