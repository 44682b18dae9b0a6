import { KindredError, ownValue } from '../../core/index.ts';
import type { EventFilter, StoredEvent } from '../../events/index.ts';
import { timeRange } from '../event-time.ts';
import { unknownPlace } from '../reading-place.ts';
import type { Connection } from './connection.ts';
import type { SqlDatabase, SqlValue } from './driver.ts';
import { ownNumber } from './table.ts';

/** Rows read at a time: enough to make a query's cost small beside that of reading, few enough to serve others in between. */
const PAGE_ROWS = 500;

/** The events that match and were there when reading began, in the order of receipt, a page at a time. */
export async function* readPages(
  connection: Connection,
  filter: EventFilter,
): AsyncGenerator<StoredEvent, void, undefined> {
  const { where, values } = conditionsOf(filter);
  const sql = `SELECT seq, body FROM events WHERE seq >= ? AND seq <= ?${where} ORDER BY seq LIMIT ${PAGE_ROWS}`;
  const { first, last } = await connection.use((database) => seqRange(database, filter));
  let next = first;
  while (next <= last) {
    const rows = await connection.use((database) => database.prepare(sql).all(next, last, ...values));
    for (const row of rows) yield eventOf(row);
    if (rows.length < PAGE_ROWS) return;
    next = ownNumber(rows.at(-1), 'seq') + 1;
    // Reading a page never waits for anything: without this, a long reading would keep the process from all other work.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

export function countMatches(database: SqlDatabase, filter: EventFilter): number {
  const { where, values } = conditionsOf(filter);
  const { first, last } = seqRange(database, filter);
  if (values.length === 0 && filter.after === undefined)
    return ownNumber(database.prepare('SELECT count(*) AS n FROM events').all()[0], 'n');
  const sql = `SELECT count(*) AS n FROM events WHERE seq >= ? AND seq <= ?${where}`;
  return ownNumber(database.prepare(sql).all(first, last, ...values)[0], 'n');
}

/** A filter as SQL, with the values of its question marks. */
interface Conditions {
  readonly where: string;
  readonly values: readonly SqlValue[];
}

/** The columns that have an index, the most telling first. */
const INDEXED = ['grant_id', 'user_id', 'anonymous_id', 'event'];

/**
 * One index gives the rows in the order of receipt; no other is used. SQLite, which has no statistics of the table, is told
 * so by a `+` before the other columns (https://sqlite.org/optoverview.html, 11).
 */
function conditionsOf(filter: EventFilter): Conditions {
  const equal = equalities(filter);
  const index = INDEXED.find((column) => equal.has(column));
  const terms: (readonly [string, SqlValue])[] = [...equal].map(([column, value]) => [
    column === index ? `${column} = ?` : `+${column} = ?`,
    value,
  ]);
  const { from, until } = timeRange(filter);
  if (Number.isFinite(from)) terms.push(['+time >= ?', from]);
  if (Number.isFinite(until)) terms.push(['+time < ?', until]);
  return { where: terms.map(([term]) => ` AND ${term}`).join(''), values: terms.map(([, value]) => value) };
}

function equalities({ type, event, userId, anonymousId, grant }: EventFilter): ReadonlyMap<string, string> {
  const equal = new Map<string, string>();
  if (grant !== undefined) equal.set('grant_id', grant);
  if (userId !== undefined) equal.set('user_id', userId);
  if (anonymousId !== undefined) equal.set('anonymous_id', anonymousId);
  if (event !== undefined) equal.set('event', event);
  if (type !== undefined) equal.set('type', type);
  return equal;
}

/** The first and the last row that may match. The index on time narrows them, as time and the order of receipt run alike. */
function seqRange(database: SqlDatabase, filter: EventFilter): { readonly first: number; readonly last: number } {
  const { from, until } = timeRange(filter);
  const isTimed = Number.isFinite(from) || Number.isFinite(until);
  const [row] = isTimed
    ? database
        .prepare('SELECT min(seq) AS first, max(seq) AS last FROM events WHERE time >= ? AND time < ?')
        .all(Math.max(from, -MAX_TIME_MS), Math.min(until, MAX_TIME_MS))
    : database.prepare('SELECT 1 AS first, max(seq) AS last FROM events').all();
  return { first: Math.max(ownNumber(row, 'first'), placeAfter(database, filter)), last: ownNumber(row, 'last') };
}

function placeAfter(database: SqlDatabase, { after }: EventFilter): number {
  if (after === undefined) return 0;
  const [row] = database.prepare('SELECT seq FROM events WHERE message_id = ?').all(after);
  if (row === undefined) throw unknownPlace(after);
  return ownNumber(row, 'seq') + 1;
}

/** The largest time that a Date holds (ECMA-262, 21.4.1.1). */
const MAX_TIME_MS = 8.64e15;

function eventOf(row: unknown): StoredEvent {
  const body = ownValue(row, 'body');
  try {
    // `append` wrote it from the same type: the one place where stored JSON is believed.
    if (typeof body === 'string') return JSON.parse(body);
  } catch {
    // Falls through: the file is damaged, or somebody else wrote to it.
  }
  const seq = ownNumber(row, 'seq');
  throw new KindredError(
    'storage-unavailable',
    `Row ${seq} of the event store is damaged. Restore the file from a copy.`,
  );
}
