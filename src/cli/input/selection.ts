import { KindredError } from '../../core/index.ts';
import type { Condition } from '../../rules/index.ts';
import { type Columns, cell, listColumns, type NamedColumns, resolveColumns } from './columns.ts';
import type { Row, RowLine } from './line.ts';
import type { Table } from './table.ts';
import type { SkipReason } from './tally.ts';
import {
  areCompactDates,
  contradictsUnit,
  detectTimeUnit,
  isPlausibleTime,
  readNumber,
  readTime,
  TIME_UNIT_NAMES,
  type TimeUnit,
} from './times.ts';
import { compileWhere } from './where.ts';

/** Which rows to take, and what to read from them. */
export interface Selection {
  readonly columns: NamedColumns;
  readonly where?: Condition;
  /** Inclusive, in milliseconds since 1970. */
  readonly fromMs?: number;
  /** Exclusive. */
  readonly untilMs?: number;
  readonly timeUnit?: TimeUnit;
  /** A column of ratings counts as one of weights, where nobody names another. */
  readonly takesRatings?: boolean;
  /** Somebody asked for weights: a table without any is refused. */
  readonly needsWeights?: boolean;
}

/** What a row says, or why it is not taken. */
type Reading =
  | {
      readonly kind: 'kept';
      readonly user: string;
      readonly item: string;
      readonly weight: number;
      readonly timeMs?: number;
    }
  | { readonly kind: 'skipped'; readonly reason: SkipReason }
  | { readonly kind: 'broken'; readonly why: string };

/** A selection, made ready for one table. */
export interface TableSelection {
  readonly columns: Columns;
  readonly timeUnit?: TimeUnit;
  read(line: RowLine): Reading;
}

/**
 * Finds the columns in a table and prepares the reading of its rows.
 *
 * @throws KindredError `missing-column`, `invalid-rule`, `invalid-input`
 */
export function selectFrom(table: Table, selection: Selection): TableSelection {
  const columns = resolveColumns(selection.columns, table, selection.takesRatings);
  requireTime(columns, table, selection);
  requireWeight(columns, table, selection);
  const timeUnit = unitOf(columns, table, selection);
  const matches = selection.where === undefined ? () => true : compileWhere(selection.where, table);
  const readRowTime = timeReader(columns, timeUnit, selection);
  const readWeight = weightReader(columns, selection.columns.weight === undefined);
  return {
    columns,
    ...(timeUnit !== undefined && { timeUnit }),
    read({ row, isEvent = false }) {
      const user = readId(cell(row, columns.user));
      if (user === undefined) return skipped('no-user');
      const item = readId(cell(row, columns.item));
      if (item === undefined) return skipped('no-item');
      if (typeof user !== 'string') return broken(`${columns.user}: ${user.why}`);
      if (typeof item !== 'string') return broken(`${columns.item}: ${item.why}`);
      const timeMs = readRowTime(row);
      if (typeof timeMs === 'object') return timeMs;
      if (!matches(row)) return skipped('where');
      const weight = readWeight(row, isEvent);
      if (typeof weight === 'object') return weight;
      return { kind: 'kept', user, item, weight, ...(timeMs !== undefined && { timeMs }) };
    },
  };
}

function requireTime(columns: Columns, table: Table, { fromMs, untilMs }: Selection): void {
  if (columns.time !== undefined || (fromMs === undefined && untilMs === undefined)) return;
  const option = fromMs === undefined ? '--until' : '--from';
  const message = `${option} needs a time, and ${table.name} has no column for it. Name it with --columns time=… ${listColumns(table)}`;
  throw new KindredError('missing-column', message, { at: table.name });
}

function requireWeight({ weight }: Columns, table: Table, { needsWeights = false }: Selection): void {
  if (weight !== undefined || !needsWeights) return;
  const message = `${table.name} has no column for the weights that --weights given counts. Name it with --columns weight=… ${listColumns(table)}`;
  throw new KindredError('missing-column', message, { at: table.name });
}

function unitOf({ time }: Columns, table: Table, { timeUnit }: Selection): TimeUnit | undefined {
  if (time === undefined) return undefined;
  if (timeUnit !== undefined) return timeUnit;
  const values = table.sample.map((row) => cell(row, time));
  if (areCompactDates(values)) {
    const message = `${table.name}: the times in "${time}" look like days without hyphens. Write them as 2011-11-09, or say --time-unit s if they are seconds.`;
    throw new KindredError('invalid-input', message, { at: table.name });
  }
  const unit = detectTimeUnit(values);
  if (unit !== undefined) return unit;
  const message = `${table.name}: some times in "${time}" look like seconds and some like milliseconds. Say which they are with --time-unit s or --time-unit ms.`;
  throw new KindredError('invalid-input', message, { at: table.name });
}

/** What a model's Float32 holds. */
const MAX_WEIGHT = 3.4e38;

// An id with U+FFFD was not UTF-8, here or where it was exported: several ids may have become one.
const UNREADABLE = '\ufffd';

/** An id as text, `undefined` where there is none, or why it cannot be one. Ids are taken as written: spaces count. */
function readId(value: unknown): string | { readonly why: string } | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number') return readNumericId(value);
  if (typeof value !== 'string') return { why: 'neither text nor a number' };
  if (value.includes(UNREADABLE)) return { why: 'not UTF-8; convert the file, for example with "iconv -t UTF-8"' };
  return value.trim() === '' ? undefined : value;
}

/** Beyond 2^53 several numbers of a file become the same one, and with them several people. */
function readNumericId(value: number): string | { readonly why: string } {
  if (Number.isSafeInteger(value)) return String(value);
  if (Number.isInteger(value) || !Number.isFinite(value)) {
    return { why: 'the id is too large for a JSON number; quote it' };
  }
  return { why: 'the id is no whole number; quote it' };
}

type RowTime = number | undefined | Exclude<Reading, { kind: 'kept' }>;

function timeReader(
  { time }: Columns,
  unit: TimeUnit | undefined,
  { fromMs, untilMs, timeUnit }: Selection,
): (row: Row) => RowTime {
  if (time === undefined || unit === undefined) return () => undefined;
  const isWindowed = fromMs !== undefined || untilMs !== undefined;
  return (row) => {
    const value = cell(row, time);
    if (isMissing(value)) return isWindowed ? skipped('no-time') : undefined;
    const timeMs = readTime(value, unit);
    if (timeMs === undefined) return broken(`${time}: ${quoted(value)} is not a time in ${TIME_UNIT_NAMES[unit]}`);
    if (timeUnit === undefined && contradictsUnit(value, unit)) {
      return broken(`${time}: ${quoted(value)} is not in ${TIME_UNIT_NAMES[unit]} as the others are (see --time-unit)`);
    }
    if (!isPlausibleTime(timeMs)) {
      return broken(`${time}: ${quoted(value)} is not between 1970 and 2100 in ${TIME_UNIT_NAMES[unit]}`);
    }
    if (fromMs !== undefined && timeMs < fromMs) return skipped('before-from');
    if (untilMs !== undefined && timeMs >= untilMs) return skipped('not-before-until');
    return timeMs;
  };
}

type RowWeight = number | Exclude<Reading, { kind: 'kept' }>;

/** A guessed column of weights is one of plain rows, where they have it: an event's `weight` is that of a parcel. */
function weightReader({ weight: column }: Columns, isGuessed: boolean): (row: Row, isEvent: boolean) => RowWeight {
  if (column === undefined) return () => 1;
  return (row, isEvent) => {
    if (isGuessed && isEvent) return 1;
    const value = cell(row, column);
    if (isGuessed && (value === undefined || value === null)) return 1;
    const weight = readNumber(value);
    if (weight === undefined) return broken(`${column}: ${quoted(value)} is not a number`);
    if (weight > MAX_WEIGHT) return broken(`${column}: ${quoted(value)} is larger than ${MAX_WEIGHT}`);
    return weight > 0 ? weight : skipped('weight-not-positive');
  };
}

function isMissing(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

function quoted(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 40);
}

function skipped(reason: SkipReason): Exclude<Reading, { kind: 'kept' }> {
  return { kind: 'skipped', reason };
}

function broken(why: string): Exclude<Reading, { kind: 'kept' }> {
  return { kind: 'broken', why };
}
