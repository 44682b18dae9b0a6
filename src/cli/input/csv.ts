import { CsvError, parse } from 'csv-parse/sync';
import { KindredError } from '../../core/index.ts';
import { counted } from '../output/amounts.ts';
import { type Line, MAX_LINE_BYTES, type Row } from './line.ts';
import { splitLines, type TextLine } from './lines.ts';

/** Where a CSV comes from and how its values are separated. */
export interface CsvOptions {
  readonly name: string;
  readonly delimiter: string;
}

/**
 * Reads CSV (RFC 4180) whose first line names the columns; line endings may be LF or CRLF, blank lines are ignored. Where all of
 * the first line are numbers, nothing is named there: the columns are called `1`, `2` and so on, and the line is a row.
 *
 * Rows are told apart here, by counting quotes, and only rows that have quotes go through csv-parse. So most files are read
 * several times faster, lines are numbered exactly, and a row that cannot be read costs its first line only: reading goes on
 * at the next one, also after a quote that is never closed.
 */
export async function* readCsv(
  chunks: AsyncIterable<Uint8Array>,
  options: CsvOptions,
): AsyncGenerator<readonly Line[]> {
  const toLine = createLineMaker(options.name);
  const rows = createRowSplitter(options.delimiter);
  for await (const lines of splitLines(chunks, MAX_LINE_BYTES)) {
    for (const line of lines) rows.add(line);
    yield rows.take().flatMap(toLine);
  }
  rows.end();
  yield rows.take().flatMap(toLine);
}

/** The values of a row, or why it cannot be read. */
type Fields = readonly string[] | { readonly why: string };

interface NumberedFields {
  readonly line: number;
  readonly fields: Fields;
}

/** Makes lines of values: of the first the header, of the others rows by its names. */
function createLineMaker(name: string): (numbered: NumberedFields) => Line | readonly Line[] {
  let header: readonly string[] | undefined;
  return ({ line, fields }) => {
    if ('why' in fields) {
      if (header === undefined) throw unreadableHeader(name, line, fields.why);
      return { kind: 'broken', line, why: fields.why };
    }
    if (header === undefined) {
      const isNamed = !fields.every(isNumber);
      header = fields.map((field, place) => (isNamed ? field.trim() : `${place + 1}`));
      const first: Line = { kind: 'header', line, columns: header.filter((column) => column !== '') };
      return isNamed ? first : [first, { kind: 'row', line, row: toRow(header, fields) }];
    }
    if (fields.length === header.length) return { kind: 'row', line, row: toRow(header, fields) };
    const why = `${counted(fields.length, 'value')} where the header names ${counted(header.length, 'column')}`;
    return { kind: 'broken', line, why };
  };
}

function isNumber(field: string): boolean {
  return field.trim() !== '' && Number.isFinite(Number(field));
}

function toRow(header: readonly string[], fields: readonly string[]): Row {
  const row: Record<string, unknown> = Object.create(null);
  for (let i = 0; i < header.length; i++) {
    const column = header[i];
    if (column) row[column] = fields[i];
  }
  return row;
}

function unreadableHeader(name: string, line: number, why: string): KindredError {
  return new KindredError('invalid-input', `${name}, line ${line}: the header cannot be read: ${why}.`, { at: name });
}

interface Whole {
  readonly line: number;
  readonly text: string;
}

/** A line with quotes whose values are still to be found, all of a chunk at once. */
interface Waiting extends Whole {
  /** Its place among the rows found. */
  readonly place: number;
}

/** Puts physical lines together to rows: a newline is part of a row while a quote is open. */
function createRowSplitter(delimiter: string) {
  let found: NumberedFields[] = [];
  let waiting: Waiting[] = [];
  // The lines of a row whose quote is open, and how many characters they have.
  let open: Whole[] = [];
  let openLength = 0;

  function add({ line, text }: TextLine): void {
    if (text === undefined) {
      giveUpOpen();
      found.push({ line, fields: { why: TOO_LONG } });
    } else {
      addText({ line, text: line === 1 ? text.replace(/^\ufeff/, '') : text });
    }
  }

  function addText(whole: Whole): void {
    const isQuoteOdd = countQuotes(whole.text) % 2 === 1;
    const text = withoutReturn(whole.text);
    if (open.length > 0 || isQuoteOdd) {
      const isClosed = open.length > 0 && isQuoteOdd;
      extendOpen(whole, isClosed);
    } else if (text === '') {
      // A blank line is no row.
    } else if (!text.includes('"')) {
      found.push({ line: whole.line, fields: text.split(delimiter) });
    } else {
      waiting.push({ line: whole.line, text, place: found.length });
      found.push({ line: whole.line, fields: [] });
    }
  }

  function extendOpen(whole: Whole, isClosed: boolean): void {
    open.push(whole);
    openLength += whole.text.length + 1;
    if (openLength > MAX_LINE_BYTES) giveUpOpen();
    else if (isClosed) closeOpen();
  }

  function closeOpen(): void {
    const fields = parseRow(withoutReturn(open.map(({ text }) => text).join('\n')), delimiter);
    if ('why' in fields) {
      giveUpOpen(fields);
    } else {
      found.push({ line: open[0]?.line ?? 0, fields });
      open = [];
      openLength = 0;
    }
  }

  /** Gives up the first line of an open row and reads the others anew. */
  function giveUpOpen(fields: Fields = { why: NEVER_CLOSED }): void {
    const [first, ...others] = open;
    open = [];
    openLength = 0;
    if (first === undefined) return;
    found.push({ line: first.line, fields });
    for (const other of others) addText(other);
  }

  return {
    add,
    end: () => {
      while (open.length > 0) giveUpOpen();
    },
    /** The rows found since the last call. */
    take(): readonly NumberedFields[] {
      const fields = parseRows(waiting, delimiter);
      waiting.forEach(({ line, place }, i) => {
        found[place] = { line, fields: fields[i] ?? [] };
      });
      const rows = found;
      found = [];
      waiting = [];
      return rows;
    },
  };
}

const TOO_LONG = `longer than ${MAX_LINE_BYTES / 1024} KiB`;
const NEVER_CLOSED = 'a quote is opened and never closed';

function countQuotes(text: string): number {
  let count = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) count++;
  return count;
}

function withoutReturn(text: string): string {
  return text.endsWith('\r') ? text.slice(0, -1) : text;
}

/** The values of rows without newlines: all at once, or one by one where one of them is broken. */
function parseRows(rows: readonly Whole[], delimiter: string): readonly Fields[] {
  if (rows.length === 0) return [];
  const all = parseCsv(rows.map(({ text }) => text).join('\n'), delimiter);
  if (!(all instanceof CsvError) && all.length === rows.length) return all;
  return rows.map(({ text }) => parseRow(text, delimiter));
}

function parseRow(text: string, delimiter: string): Fields {
  const rows = parseCsv(text, delimiter);
  return rows instanceof CsvError ? { why: explain(rows) } : (rows[0] ?? []);
}

function parseCsv(text: string, delimiter: string): readonly (readonly string[])[] | CsvError {
  try {
    return parse(text, { delimiter, record_delimiter: '\n', relax_column_count: true });
  } catch (error) {
    if (error instanceof CsvError) return error;
    throw error;
  }
}

/** Why csv-parse stopped, in words that help to mend the file. */
function explain(error: CsvError): string {
  switch (error.code) {
    case 'INVALID_OPENING_QUOTE':
      return 'a quote inside a value that is not quoted (write "" for one, and quote the value)';
    case 'CSV_INVALID_CLOSING_QUOTE':
      return 'text follows a closing quote (write "" for a quote inside a quoted value)';
    case 'CSV_QUOTE_NOT_CLOSED':
      return NEVER_CLOSED;
    default:
      return error.message;
  }
}
