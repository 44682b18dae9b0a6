import { KindredError, ownValue } from '../../core/index.ts';
import { didYouMean } from '../did-you-mean.ts';
import { type Row, SAMPLE_ROWS } from './line.ts';
import type { Table } from './table.ts';

/** What a column can be for. `user` and `item` are needed. */
const COLUMN_ROLES = ['user', 'item', 'weight', 'time'] as const;

type ColumnRole = (typeof COLUMN_ROLES)[number];

/** The names that somebody gave with `--columns`. */
export type NamedColumns = Readonly<Partial<Record<ColumnRole, string>>>;

/** The columns that are read; every row weighs 1 where there is no `weight`. */
export interface Columns {
  readonly user: string;
  readonly item: string;
  readonly weight?: string;
  readonly time?: string;
}

/** A table, as far as its columns matter. */
export type NamedTable = Pick<Table, 'name' | 'format' | 'columns'> & Partial<Pick<Table, 'plainColumns'>>;

/** Names that are taken for a role when none is given, the likelier first; compared without case, spaces and signs. A file without header has its columns' numbers for names. */
const USUAL_NAMES: Readonly<Record<ColumnRole, readonly string[]>> = {
  user: [
    'user',
    'userid',
    'customer',
    'customerid',
    'visitor',
    'visitorid',
    'anonymousid',
    'session',
    'sessionid',
    'uid',
    'useridx',
    'reviewerid',
    '1',
  ],
  item: [
    'item',
    'itemid',
    'product',
    'productid',
    'sku',
    'article',
    'articleid',
    'movie',
    'movieid',
    'iid',
    'itemidx',
    'stockcode',
    'location',
    'locationid',
    'asin',
    'parentasin',
    '2',
  ],
  weight: ['weight'],
  time: [
    'time',
    'timestamp',
    'datetime',
    'date',
    'createdat',
    'occurredat',
    'at',
    'ts',
    'unixreviewtime',
    'orderdate',
    'invoicedate',
    'purchasedate',
    'checkintime',
  ],
};

/** RecBole's files name the kind of a column behind it: `user_id:token`. */
const KIND_OF_COLUMN = /:(?:token|float)(?:_seq)?$/;

/** Weights of those who ask for them: where nobody does, a rating of 0 is no reason to leave a row out. */
const RATINGS = ['rating', 'ratings', 'score'];

/**
 * Reads `user=…,item=…,weight=…,time=…`. A comma inside a column's name is no trouble; one before `user=` and so on is.
 *
 * @throws KindredError `invalid-options`
 */
export function parseColumns(text: string): NamedColumns {
  const named: Partial<Record<ColumnRole, string>> = {};
  for (const part of text.split(/,(?=\s*\w+\s*=)/)) {
    const [, key = part.trim(), column = ''] = /^\s*(\w+)\s*=\s*(.*?)\s*$/.exec(part) ?? [];
    const role = COLUMN_ROLES.find((known) => known === key);
    if (role === undefined) throw columnsError(`"${key}" is no part of it.${didYouMean(key, COLUMN_ROLES)}`);
    if (column === '') throw columnsError(`"${role}=" is not followed by the name of a column.`);
    if (named[role] !== undefined) throw columnsError(`"${role}" is given twice.`);
    named[role] = column;
  }
  return named;
}

function columnsError(what: string): KindredError {
  const message = `--columns takes user=…,item=…,weight=…,time=…: ${what}`;
  return new KindredError('invalid-options', message, { at: '--columns' });
}

/**
 * The columns to read from a table: those that were named, else those with usual names.
 *
 * @throws KindredError `missing-column` that lists the columns there are
 */
export function resolveColumns(named: NamedColumns, table: NamedTable, takesRatings = false): Columns {
  const available = table.columns;
  const find = (role: ColumnRole) => {
    const name = named[role];
    // A weight of an event's product is not how much somebody wants it.
    if (name === undefined && role === 'weight') {
      const plain = table.plainColumns ?? available;
      return usualColumn(USUAL_NAMES.weight, plain) ?? (takesRatings ? usualColumn(RATINGS, plain) : undefined);
    }
    if (name === undefined) return usualColumn(USUAL_NAMES[role], available);
    if (hasColumn(available, name)) return name;
    throw missingColumn(`no column "${name}" (for ${role}).${didYouMean(name, available)}`, table);
  };
  const need = (role: 'user' | 'item') => {
    const name = find(role);
    if (name !== undefined) return name;
    throw missingColumn(`no column for ${role}. Name it with --columns ${role}=…`, table);
  };
  const columns = { user: need('user'), item: need('item') };
  const [weight, time] = [find('weight'), find('time')];
  return { ...columns, ...(weight !== undefined && { weight }), ...(time !== undefined && { time }) };
}

/** The columns that a table has, as a sentence. In NDJSON each row may have its own: the first ones stand for all. */
export function listColumns({ format, columns }: NamedTable): string {
  const names = columns.map((name) => `"${name}"`).join(', ') || 'none with a name';
  return `${format === 'csv' ? 'Its columns' : `The names in its first ${SAMPLE_ROWS} rows`}: ${names}.`;
}

/** The value in a column. A dotted name reaches into nested JSON where no column has that very name. */
export function cell(row: Row, column: string): unknown {
  const own = ownValue(row, column);
  if (own !== undefined || !column.includes('.')) return own;
  return column.split('.').reduce<unknown>(ownValue, row);
}

function hasColumn(available: readonly string[], name: string): boolean {
  return available.includes(name) || (name.includes('.') && available.includes(name.slice(0, name.indexOf('.'))));
}

function usualColumn(names: readonly string[], available: readonly string[]): string | undefined {
  for (const usual of names) {
    const found = available.find((column) => plainName(column) === usual);
    if (found !== undefined) return found;
  }
  return undefined;
}

function plainName(column: string): string {
  return (
    column
      .replace(KIND_OF_COLUMN, '')
      .toLowerCase()
      .replace(/[^a-z]/g, '') || column
  );
}

function missingColumn(what: string, table: NamedTable): KindredError {
  const message = `${table.name} has ${what} ${listColumns(table)}${delimiterHint(table.columns)}`;
  return new KindredError('missing-column', message, { at: table.name });
}

/** A single column that holds another separator was split at the wrong one. */
function delimiterHint(available: readonly string[]): string {
  const [only = ''] = available;
  const delimiter =
    available.length === 1 ? ['::', ';', '\t', '|', ',', ' '].find((sign) => only.includes(sign)) : undefined;
  if (delimiter === undefined) return '';
  return ` They seem to be separated by ${delimiter === '\t' ? 'tabs: use --delimiter tab' : `"${delimiter}": use --delimiter "${delimiter}"`}.`;
}
