import { CsvError, type InfoRecord, type Parser, parse } from 'csv-parse';
import { KindredError } from '../../core/index.ts';
import { type Line, MAX_LINE_BYTES, type Row } from './line.ts';

/** Where a CSV comes from and how its values are separated. */
export interface CsvOptions {
  readonly name: string;
  readonly delimiter: string;
}

/**
 * Reads CSV (RFC 4180) whose first line names the columns; line endings may be LF or CRLF, blank lines are ignored.
 *
 * A row that cannot be read costs its first physical line: reading goes on at the next one. So a quote that is never closed
 * loses one row and not the rest of the file.
 */
export async function* readCsv(
  chunks: AsyncIterable<Uint8Array>,
  options: CsvOptions,
): AsyncGenerator<readonly Line[]> {
  const reader = createCsvReader(options);
  for await (const chunk of chunks) {
    await reader.feed(chunk);
    yield reader.take();
  }
  await reader.end();
  yield reader.take();
}

function createCsvReader({ name, delimiter }: CsvOptions) {
  const text = createUnreadText();
  let found: Line[] = [];
  let header: readonly string[] | undefined;
  let isSkippingLine = false;
  let parser = createParser(delimiter, onRecord, true);
  // Where the current parser's first byte stands in the whole input.
  let parserStart = 0;

  function onRecord(fields: readonly string[], info: InfoRecord): null {
    const line = text.advanceTo(parserStart + info.bytes);
    if (header === undefined) {
      header = fields.map((field) => field.trim());
      found.push({ kind: 'header', line, columns: header.filter((column) => column !== '') });
    } else if (fields.length === header.length) {
      found.push({ kind: 'row', line, row: toRow(header, fields) });
    } else {
      found.push(broken(line, `${fields.length} values where the header names ${header.length} columns`));
    }
    return null;
  }

  /** Gives up the line at which reading failed and starts again behind it. */
  function recover(error: CsvError): void {
    const line = text.skipBlankLines();
    const why = explain(error);
    if (header === undefined) {
      throw new KindredError('invalid-input', `${name}, line ${line}: the header cannot be read: ${why}.`, {
        at: name,
      });
    }
    found.push(broken(line, why));
    isSkippingLine = !text.skipLine();
    parserStart = text.position();
    parser = createParser(delimiter, onRecord, false);
  }

  async function parseUnread(bytes: Uint8Array): Promise<void> {
    for (let next: Uint8Array | undefined = bytes; next !== undefined; ) {
      const error: CsvError | undefined = await write(parser, next);
      if (error !== undefined) recover(error);
      next = error === undefined || isSkippingLine ? undefined : text.unread();
    }
  }

  return {
    async feed(chunk: Uint8Array): Promise<void> {
      text.append(chunk);
      if (!isSkippingLine) return parseUnread(chunk);
      isSkippingLine = !text.skipLine();
      parserStart = text.position();
      if (!isSkippingLine) await parseUnread(text.unread());
    },
    async end(): Promise<void> {
      for (let error = await finish(parser); error !== undefined; error = await finish(parser)) {
        recover(error);
        if (!isSkippingLine) await parseUnread(text.unread());
      }
    },
    /** What was found since the last call. */
    take(): readonly Line[] {
      const lines = found;
      found = [];
      return lines;
    },
  };
}

/** The bytes that belong to no finished row yet, and the number of the line at which they start. */
function createUnreadText() {
  let bytes: Uint8Array = new Uint8Array(0);
  let start = 0;
  let line = 1;

  function drop(count: number): void {
    bytes = bytes.subarray(count);
    start += count;
  }

  function skipBlankLines(): number {
    for (let length = blankLineLength(bytes); length > 0; length = blankLineLength(bytes)) {
      drop(length);
      line++;
    }
    return line;
  }

  return {
    append(chunk: Uint8Array): void {
      bytes = bytes.length === 0 ? chunk : Buffer.concat([bytes, chunk]);
    },
    unread: () => bytes,
    position: () => start,
    /** The number of the first line that is not blank. */
    skipBlankLines,
    /** Moves behind a row that ends at that position of the whole input; answers the line at which it starts. */
    advanceTo(end: number): number {
      const firstLine = skipBlankLines();
      const length = end - start;
      for (let at = bytes.indexOf(NEWLINE); at >= 0 && at < length; at = bytes.indexOf(NEWLINE, at + 1)) line++;
      drop(length);
      return firstLine;
    },
    /** Moves behind the next newline; false where it is still to come, and then nothing is kept. */
    skipLine(): boolean {
      const end = bytes.indexOf(NEWLINE);
      drop(end < 0 ? bytes.length : end + 1);
      if (end >= 0) line++;
      return end >= 0;
    },
  };
}

const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;

function blankLineLength(bytes: Uint8Array): number {
  if (bytes[0] === NEWLINE) return 1;
  return bytes[0] === CARRIAGE_RETURN && bytes[1] === NEWLINE ? 2 : 0;
}

function toRow(header: readonly string[], fields: readonly string[]): Row {
  const row: Record<string, unknown> = Object.create(null);
  for (let i = 0; i < header.length; i++) {
    const column = header[i];
    if (column) row[column] = fields[i];
  }
  return row;
}

type OnRecord = (fields: readonly string[], info: InfoRecord) => null;

function createParser(delimiter: string, onRecord: OnRecord, atStart: boolean): Parser {
  const parser = parse({
    bom: atStart,
    delimiter,
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MAX_LINE_BYTES,
    // Rows are taken as they are found: nothing waits in the parser's own buffer.
    on_record: onRecord,
  });
  // Errors come back from `write` and `finish`; without a listener Node would also throw them.
  parser.on('error', () => {});
  parser.resume();
  return parser;
}

function write(parser: Parser, bytes: Uint8Array): Promise<CsvError | undefined> {
  return new Promise((resolve) => {
    parser.write(bytes, (error) => resolve(csvError(error)));
  });
}

function finish(parser: Parser): Promise<CsvError | undefined> {
  return new Promise((resolve) => {
    parser.once('error', (error) => resolve(csvError(error)));
    parser.once('end', () => resolve(undefined));
    parser.end();
  });
}

function csvError(error: unknown): CsvError | undefined {
  if (error === undefined || error === null || error instanceof CsvError) return error ?? undefined;
  throw error;
}

/** Why csv-parse stopped, in words that help to mend the file. */
function explain(error: CsvError): string {
  switch (error.code) {
    case 'INVALID_OPENING_QUOTE':
      return 'a quote inside a value that is not quoted (write "" for one, and quote the value)';
    case 'CSV_INVALID_CLOSING_QUOTE':
      return 'text follows a closing quote (write "" for a quote inside a quoted value)';
    case 'CSV_QUOTE_NOT_CLOSED':
      return 'a quote is opened and never closed';
    case 'CSV_MAX_RECORD_SIZE':
      return `longer than ${MAX_LINE_BYTES / 1024} KiB, or a quote is opened and never closed`;
    default:
      return error.message;
  }
}

function broken(line: number, why: string): Line {
  return { kind: 'broken', line, why };
}
