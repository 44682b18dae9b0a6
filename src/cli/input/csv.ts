import { CsvError, type Parser, parse } from 'csv-parse';
import { KindredError } from '../../core/index.ts';
import { counted } from '../output/amounts.ts';
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
  let parser = createParser(delimiter, true);

  function takeRecord(fields: readonly string[]): void {
    const line = text.line();
    text.pass(1 + newlinesIn(fields));
    if (isBlank(fields)) return;
    if (header === undefined) {
      header = fields.map((field) => field.trim());
      found.push({ kind: 'header', line, columns: header.filter((column) => column !== '') });
    } else if (fields.length === header.length) {
      found.push({ kind: 'row', line, row: toRow(header, fields) });
    } else {
      found.push(
        broken(line, `${counted(fields.length, 'value')} where the header names ${counted(header.length, 'column')}`),
      );
    }
  }

  function takeRecords(): void {
    for (let record = readRecord(parser); record !== undefined; record = readRecord(parser)) takeRecord(record);
  }

  /** Gives up the line at which reading failed and starts again behind it. */
  function recover(error: CsvError): void {
    const why = explain(error);
    if (header === undefined) {
      const message = `${name}, line ${text.line()}: the header cannot be read: ${why}.`;
      throw new KindredError('invalid-input', message, { at: name });
    }
    found.push(broken(text.line(), why));
    isSkippingLine = !text.skipLine();
    parser = createParser(delimiter, false);
  }

  async function parseUnread(bytes: Uint8Array): Promise<void> {
    let next: Uint8Array | undefined = bytes;
    while (next !== undefined) {
      const error = await write(parser, next, takeRecords);
      if (error !== undefined) recover(error);
      next = error === undefined || isSkippingLine ? undefined : text.unread();
    }
    text.forgetPassed();
  }

  return {
    async feed(chunk: Uint8Array): Promise<void> {
      text.append(chunk);
      if (!isSkippingLine) return parseUnread(chunk);
      isSkippingLine = !text.skipLine();
      if (!isSkippingLine) await parseUnread(text.unread());
    },
    async end(): Promise<void> {
      for (let error = await finish(parser, takeRecords); error !== undefined; ) {
        recover(error);
        if (!isSkippingLine) await parseUnread(text.unread());
        error = await finish(parser, takeRecords);
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
  let line = 1;
  // Lines at the front of `bytes` that belong to finished rows; found and dropped together, which is quicker.
  let passed = 0;

  function forgetPassed(): void {
    let start = 0;
    for (; passed > 0; passed--) {
      const end = bytes.indexOf(NEWLINE, start);
      start = end < 0 ? bytes.length : end + 1;
    }
    bytes = bytes.subarray(start);
  }

  return {
    append(chunk: Uint8Array): void {
      bytes = bytes.length === 0 ? chunk : Buffer.concat([bytes, chunk]);
    },
    line: () => line,
    /** Notes that a row took so many lines. */
    pass(lines: number): void {
      line += lines;
      passed += lines;
    },
    forgetPassed,
    unread(): Uint8Array {
      forgetPassed();
      return bytes;
    },
    /** Moves behind the next newline; false where it is still to come, and then nothing is kept. */
    skipLine(): boolean {
      forgetPassed();
      const end = bytes.indexOf(NEWLINE);
      bytes = bytes.subarray(end < 0 ? bytes.length : end + 1);
      if (end >= 0) line++;
      return end >= 0;
    },
  };
}

const NEWLINE = 0x0a;

function newlinesIn(fields: readonly string[]): number {
  let count = 0;
  for (const field of fields) {
    for (let at = field.indexOf('\n'); at >= 0; at = field.indexOf('\n', at + 1)) count++;
  }
  return count;
}

function isBlank(fields: readonly string[]): boolean {
  return fields.length === 1 && fields[0] === '';
}

function toRow(header: readonly string[], fields: readonly string[]): Row {
  const row: Record<string, unknown> = Object.create(null);
  for (let i = 0; i < header.length; i++) {
    const column = header[i];
    if (column) row[column] = fields[i];
  }
  return row;
}

// More rows than a chunk can hold: the parser must never wait for us to read while we wait for it to write.
const ROWS_HELD = 2 ** 20;
const CHUNK_BYTES = 2 ** 16;

function createParser(delimiter: string, atStart: boolean): Parser {
  const options = {
    bom: atStart,
    delimiter,
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
    max_record_size: MAX_LINE_BYTES,
    readableHighWaterMark: ROWS_HELD,
  };
  const parser = parse(options);
  // Errors come back from `write` and `finish`; without a listener Node would also throw them.
  parser.on('error', () => {});
  return parser;
}

/** Has the parser read bytes and takes what it found; answers why it stopped, where it did. */
async function write(parser: Parser, bytes: Uint8Array, takeRecords: () => void): Promise<CsvError | undefined> {
  for (let start = 0; start < bytes.length; start += CHUNK_BYTES) {
    const error = await new Promise((resolve) => {
      parser.write(bytes.subarray(start, start + CHUNK_BYTES), resolve);
      // Now, as an error takes away the rows that nobody has read.
      takeRecords();
    });
    if (error) return csvError(error);
  }
  return undefined;
}

async function finish(parser: Parser, takeRecords: () => void): Promise<CsvError | undefined> {
  const error = await new Promise((resolve) => {
    parser.once('error', resolve);
    parser.once('end', resolve);
    parser.end();
    takeRecords();
  });
  return csvError(error);
}

function readRecord(parser: Parser): readonly string[] | undefined {
  const record: readonly string[] | null = parser.read();
  return record ?? undefined;
}

function csvError(error: unknown): CsvError | undefined {
  if (error === undefined || error === null) return undefined;
  if (error instanceof CsvError) return error;
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
