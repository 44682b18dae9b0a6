import { KindredError } from '../../core/index.ts';
import type { CliIo } from '../io.ts';
import { openBytes } from './bytes.ts';
import { readCsv } from './csv.ts';
import { EVENT_COLUMNS } from './events.ts';
import { detectDelimiter, detectFormat, type Format } from './format.ts';
import { type Line, type Row, SAMPLE_ROWS } from './line.ts';
import { readNdjson } from './ndjson.ts';

/** How to read a file; what is left out is detected. */
export interface TableOptions {
  readonly format?: Format;
  readonly delimiter?: string;
  readonly onBytes?: (total: number) => void;
}

/** One input as rows. */
export interface Table {
  readonly name: string;
  readonly format: Format;
  readonly gzipped: boolean;
  /** The columns' names: of the header, or of the first rows. */
  readonly columns: readonly string[];
  /** Those of them that rows have which are no events. */
  readonly plainColumns: readonly string[];
  /** The first rows, for guessing; they come again in `lines`. */
  readonly sample: readonly Row[];
  readonly lines: AsyncIterable<readonly Line[]>;
  /** Stops reading and closes the file. */
  close(): Promise<void>;
}

// An event log may begin with page views only: then the sample ends without a row.
const SAMPLE_LINES = 10_000;

/**
 * Opens a file as rows. Only its first rows are read until somebody takes `lines`.
 *
 * @throws KindredError `not-found`, `empty-input`, `truncated-input`, `invalid-input`, `unsupported-media-type`
 */
export async function openTable(path: string, io: CliIo, options: TableOptions = {}): Promise<Table> {
  const bytes = await openBytes(path, io, options.onBytes ?? (() => {}));
  const { name, gzipped } = bytes;
  const format = options.format ?? detectFormat(path, bytes.head);
  const csvOptions = { name, delimiter: options.delimiter ?? detectDelimiter(path) };
  const all = format === 'csv' ? readCsv(bytes.chunks, csvOptions) : readNdjson(bytes.chunks);
  try {
    refuseArray(name, bytes.head);
    const first = await takeSample(all);
    const sample = rowsOf(first.slice(0, SAMPLE_LINES)).slice(0, SAMPLE_ROWS);
    const columns = columnsOf(first, sample, name);
    const plainColumns = format === 'csv' ? columns : namesIn(plainRowsOf(first).slice(0, SAMPLE_ROWS));
    const lines = chained(first, all);
    return { name, format, gzipped, columns, plainColumns, sample, lines, close: bytes.close };
  } catch (error) {
    await bytes.close();
    throw error;
  }
}

async function takeSample(all: AsyncGenerator<readonly Line[]>): Promise<readonly Line[]> {
  const first: Line[] = [];
  let rows = 0;
  while (rows < SAMPLE_ROWS && first.length < SAMPLE_LINES) {
    const next = await all.next();
    if (next.done) break;
    rows += rowsOf(next.value).length;
    for (const line of next.value) first.push(line);
  }
  return first;
}

async function* chained(
  first: readonly Line[],
  rest: AsyncGenerator<readonly Line[]>,
): AsyncGenerator<readonly Line[]> {
  yield first;
  yield* rest;
}

function rowsOf(lines: readonly Line[]): readonly Row[] {
  return lines.flatMap((line) => (line.kind === 'row' ? [line.row] : []));
}

function plainRowsOf(lines: readonly Line[]): readonly Row[] {
  return rowsOf(lines.filter((line) => line.kind === 'row' && line.isEvent !== true));
}

function namesIn(rows: readonly Row[]): readonly string[] {
  return [...new Set(rows.flatMap((row) => Object.keys(row)))];
}

function columnsOf(lines: readonly Line[], sample: readonly Row[], name: string): readonly string[] {
  if (lines.length === 0) throw emptyInput(name, 'is empty');
  const header = lines.find((line) => line.kind === 'header');
  if (header === undefined) {
    return sample.length === 0 ? EVENT_COLUMNS : namesIn(sample);
  }
  if (lines.length === 1) throw emptyInput(name, 'has a header but no rows');
  refuseTwins(header.columns, name);
  return header.columns;
}

/** @throws KindredError `unsupported-media-type` */
function refuseArray(name: string, head: Uint8Array): void {
  if (!/^\ufeff?\s*\[\s*\{/.test(new TextDecoder().decode(head))) return;
  const message = `${name} is one JSON array. Write one object per line, for example with "jq -c '.[]'".`;
  throw new KindredError('unsupported-media-type', message, { at: name });
}

function emptyInput(name: string, what: string): KindredError {
  return new KindredError('empty-input', `${name} ${what}. Check where it comes from.`, { at: name });
}

function refuseTwins(columns: readonly string[], name: string): void {
  const twin = columns.find((column, i) => columns.indexOf(column) !== i);
  if (twin === undefined) return;
  const message = `${name}, line 1: two columns are called "${twin}". Rename one, so that it is clear which to read.`;
  throw new KindredError('invalid-input', message, { at: name });
}
