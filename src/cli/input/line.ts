/** One row by column name: text in CSV, any JSON value in NDJSON. Without a prototype, so that no name is special. */
export type Row = Readonly<Record<string, unknown>>;

/** A row, and where it stands. */
export interface RowLine {
  readonly kind: 'row';
  readonly line: number;
  readonly row: Row;
  /** It is a product of an event, whose columns are whatever the shop calls its properties. */
  readonly isEvent?: boolean;
}

/** What a reader found. Lines are numbered from 1, as editors do. */
export type Line =
  /** The names of the columns, before any row; only CSV has them. */
  | { readonly kind: 'header'; readonly line: number; readonly columns: readonly string[] }
  | RowLine
  /** An event that is no interaction between a person and an item, such as a page view. */
  | { readonly kind: 'other'; readonly line: number }
  /** A line that could not be read. */
  | { readonly kind: 'broken'; readonly line: number; readonly why: string };

/** Lines longer than this are not data but an accident, and would fill the memory. */
export const MAX_LINE_BYTES: number = 1024 * 1024;

/** How many rows are looked at to find columns and the unit of times. */
export const SAMPLE_ROWS: number = 1000;
