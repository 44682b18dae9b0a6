import type { EventStore } from '../../events/index.ts';
import { createAppender } from './appender.ts';
import { createConnection, requireFile, type SqliteStoreOptions } from './connection.ts';
import { countMatches, readPages } from './query.ts';
import { prepareTable } from './table.ts';
import { eraseExpired, eraseGrants } from './withdrawn.ts';

/**
 * Keeps events in one SQLite file, in WAL mode: readers and the writer do not wait for each other. The file is opened at
 * the first call.
 *
 * @throws KindredError `invalid-options`
 * @example
 * ```ts
 * import { createCollector } from 'kindred/server';
 * import { sqliteStore } from 'kindred/server/sqlite';
 *
 * const store = sqliteStore({ file: 'events.db' });
 * const collector = createCollector({ store });
 * ```
 */
export function sqliteStore(options: SqliteStoreOptions): EventStore {
  requireFile(options, 'sqliteStore', 'events.db');
  const connection = createConnection(options, { name: 'event store', prepare: prepareTable });
  const appender = createAppender(connection);
  return {
    name: 'sqlite',
    append: appender.append,
    read: (filter = {}) => readPages(connection, filter),
    count: (filter = {}) => connection.use((database) => countMatches(database, filter)),
    erase: (grants) => eraseGrants(connection, grants),
    eraseExpired: (now) => eraseExpired(connection, now),
    async close() {
      await appender.drain();
      await connection.close();
    },
  };
}
