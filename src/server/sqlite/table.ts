import { KindredError, ownValue } from '../../core/index.ts';
import type { StoredEvent } from '../../events/index.ts';
import { eventTime } from '../event-time.ts';
import type { SqlDatabase } from './driver.ts';

const VERSION = 1;

// `seq` is the order of receipt. It is the row id, which every index holds as its last column: with one column fixed, an index
// gives the rows in the order of receipt. `time` is the event's timestamp in milliseconds.
const CREATE = `
  CREATE TABLE events (
    seq INTEGER PRIMARY KEY,
    message_id TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    event TEXT,
    user_id TEXT,
    anonymous_id TEXT,
    time INTEGER NOT NULL,
    body TEXT NOT NULL
  );
  CREATE INDEX events_by_event ON events (event) WHERE event IS NOT NULL;
  CREATE INDEX events_by_user ON events (user_id) WHERE user_id IS NOT NULL;
  CREATE INDEX events_by_device ON events (anonymous_id) WHERE anonymous_id IS NOT NULL;
  CREATE INDEX events_by_time ON events (time);
  PRAGMA user_version = ${VERSION};
`;

export const INSERT = `
  INSERT INTO events (message_id, type, event, user_id, anonymous_id, time, body)
  VALUES (?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (message_id) DO NOTHING
`;

/** The values of {@link INSERT}. */
export type Row = readonly [string, string, string | null, string | null, string | null, number, string];

export function toRow(event: StoredEvent): Row {
  const { messageId, type, event: name = null, userId = null, anonymousId = null } = event;
  return [messageId, type, name, userId, anonymousId, eventTime(event), JSON.stringify(event)];
}

/** Creates the table in a new file; refuses the file of a newer version. */
export function prepareTable(database: SqlDatabase): void {
  // Two processes may open a new file at once: the second one waits here, and then finds the table.
  database.exec('BEGIN IMMEDIATE');
  try {
    const version = ownNumber(database.prepare('PRAGMA user_version').all()[0], 'user_version');
    if (version > VERSION) throw newer(version);
    if (version === 0) database.exec(CREATE);
    database.exec('COMMIT');
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}

/** A number of a row, 0 where it is NULL. */
export function ownNumber(row: unknown, column: string): number {
  const value = ownValue(row, column);
  return typeof value === 'number' ? value : 0;
}

function newer(version: number): KindredError {
  const message = `The event store has version ${version}, this package knows ${VERSION}. Use a newer version of kindred.`;
  return new KindredError('storage-unavailable', message);
}
