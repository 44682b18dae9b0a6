import type { Appended, StoredEvent } from '../../events/index.ts';
import type { Connection } from './connection.ts';
import type { SqlDatabase, SqlStatement } from './driver.ts';
import { INSERT, type Row, toRow } from './table.ts';
import { inTransaction } from './transaction.ts';
import { createWithdrawnCheck, type WithdrawnCheck } from './withdrawn.ts';

/** Writes events: all that wait at the same time in one transaction, so that they wait for the disk once. */
export interface Appender {
  append(events: readonly StoredEvent[]): Promise<Appended>;
  /** Resolves when nothing waits any more. */
  drain(): Promise<void>;
}

interface Waiting {
  readonly rows: readonly Row[];
  resolve(appended: Appended): void;
  reject(error: unknown): void;
}

export function createAppender(connection: Connection): Appender {
  let waiting: Waiting[] = [];
  let writing: Promise<void> = Promise.resolve();

  const write = async () => {
    // One turn later, whoever else has something to write in this turn is in the queue too.
    await new Promise((resolve) => setImmediate(resolve));
    const group = waiting;
    waiting = [];
    try {
      const results = await connection.use((database) => writeGroup(database, group));
      group.forEach(({ resolve }, index) => {
        resolve(results[index] ?? { stored: 0, duplicates: 0 });
      });
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  };

  return {
    async append(events) {
      // Here, so that an event which cannot be written fails its own append and no other.
      const rows = events.map(toRow);
      return new Promise((resolve, reject) => {
        waiting.push({ rows, resolve, reject });
        if (waiting.length === 1) writing = writing.then(write);
      });
    },
    drain: () => writing,
  };
}

/** Everything or nothing: after an error no row of the group is there. */
function writeGroup(database: SqlDatabase, group: readonly Waiting[]): readonly Appended[] {
  return inTransaction(database, () => {
    const insert = database.prepare(INSERT);
    const isWithdrawn = createWithdrawnCheck(database);
    return group.map(({ rows }) => insertAll(insert, rows, isWithdrawn));
  });
}

function insertAll(insert: SqlStatement, rows: readonly Row[], isWithdrawn: WithdrawnCheck): Appended {
  let stored = 0;
  const withdrawn: string[] = [];
  for (const row of rows) {
    if (isWithdrawn(row)) withdrawn.push(row.messageId);
    else stored += Number(insert.run(...row.values).changes);
  }
  const duplicates = rows.length - stored - withdrawn.length;
  return withdrawn.length === 0 ? { stored, duplicates } : { stored, duplicates, withdrawn };
}
