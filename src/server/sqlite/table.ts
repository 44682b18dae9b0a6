import { KindredError, ownValue } from '../../core/index.ts';
import type { StoredEvent } from '../../events/index.ts';
import { permissionOf } from '../event-permission.ts';
import { eventTime } from '../event-time.ts';
import type { SqlDatabase } from './driver.ts';

const VERSION = 2;

// `seq` is the order of receipt. It is the row id, which every index holds as its last column: with one column fixed, an index
// gives the rows in the order of receipt. AUTOINCREMENT, so that the place of an erased event is never taken by a later one.
// `time` is the event's timestamp in milliseconds; `purpose` in `withdrawn` is '' where the permission ended for every purpose.
const CREATE = `
  CREATE TABLE events (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    message_id TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    event TEXT,
    user_id TEXT,
    anonymous_id TEXT,
    grant_id TEXT,
    purpose TEXT,
    keep_until REAL,
    time INTEGER NOT NULL,
    body TEXT NOT NULL
  );
  CREATE INDEX events_by_event ON events (event) WHERE event IS NOT NULL;
  CREATE INDEX events_by_user ON events (user_id) WHERE user_id IS NOT NULL;
  CREATE INDEX events_by_device ON events (anonymous_id) WHERE anonymous_id IS NOT NULL;
  CREATE INDEX events_by_grant ON events (grant_id) WHERE grant_id IS NOT NULL;
  CREATE INDEX events_by_end ON events (keep_until) WHERE keep_until IS NOT NULL;
  CREATE INDEX events_by_time ON events (time);
  CREATE TABLE withdrawn (
    grant_id TEXT NOT NULL,
    purpose TEXT NOT NULL,
    PRIMARY KEY (grant_id, purpose)
  ) WITHOUT ROWID;
  PRAGMA user_version = ${VERSION};
`;

// Version 1 knew the permission only inside the body. A damaged body is copied as it is: reading it says so.
const FROM_VERSION_1 = `
  DROP INDEX events_by_event;
  DROP INDEX events_by_user;
  DROP INDEX events_by_device;
  DROP INDEX events_by_time;
  ALTER TABLE events RENAME TO events_1;
  ${CREATE}
  INSERT INTO events (seq, message_id, type, event, user_id, anonymous_id, grant_id, time, body)
    SELECT seq, message_id, type, event, user_id, anonymous_id,
      CASE WHEN json_valid(body) AND json_type(body, '$.context.kindred.grant') = 'text'
        THEN nullif(json_extract(body, '$.context.kindred.grant'), '') END,
      time, body
    FROM events_1 ORDER BY seq;
  DROP TABLE events_1;
`;

export const INSERT = `
  INSERT INTO events (message_id, type, event, user_id, anonymous_id, grant_id, purpose, keep_until, time, body)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (message_id) DO NOTHING
`;

/** A row to be written. */
export interface Row {
  readonly messageId: string;
  readonly grant: string | null;
  readonly purpose: string | null;
  /** The values of {@link INSERT}. */
  readonly values: readonly (string | number | null)[];
}

export function toRow(event: StoredEvent): Row {
  const { messageId, type, event: name = null, userId = null, anonymousId = null } = event;
  const { grant = null, purpose = null, until = null } = permissionOf(event);
  const about = [messageId, type, name, userId, anonymousId, grant, purpose, until];
  return { messageId, grant, purpose, values: [...about, eventTime(event), JSON.stringify(event)] };
}

/** Creates the tables in a new file, brings those of an older one up to date; refuses the file of a newer version. */
export function prepareTable(database: SqlDatabase): void {
  // Two processes may open a new file at once: the second one waits here, and then finds the table.
  database.exec('BEGIN IMMEDIATE');
  try {
    const version = ownNumber(database.prepare('PRAGMA user_version').all()[0], 'user_version');
    if (version > VERSION) throw newer(version);
    if (version === 0) database.exec(CREATE);
    if (version === 1) database.exec(FROM_VERSION_1);
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
