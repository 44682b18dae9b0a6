import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { KindredError } from '../../core/index.ts';
import type { CliIo } from '../io.ts';

/** The bytes of one input, decompressed, as a stream that is only read as fast as somebody takes them. */
export interface ByteSource {
  /** What to call it in messages: the path, or `standard input`. */
  readonly name: string;
  readonly gzipped: boolean;
  /** The first bytes, decompressed, to tell formats apart; they come again in `chunks`. */
  readonly head: Uint8Array;
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Stops reading and closes the file. */
  close(): Promise<void>;
}

const CHUNK_BYTES = 64 * 1024;
const HEAD_BYTES = 16;

/** First bytes of files that people hand over by mistake, in Latin-1, and what to do with them. */
const FOREIGN_FORMATS: readonly (readonly [signature: string, remedy: string])[] = [
  ['PK\x03\x04', 'a zip archive or an Excel workbook: unpack it, or save the sheet as CSV'],
  ['PAR1', 'a Parquet file: export it as CSV or NDJSON'],
  ['\x28\xb5\x2f\xfd', 'compressed with Zstandard: decompress it with "zstd -dc" and read standard input with "-"'],
  ['BZh', 'compressed with bzip2: decompress it with "bzip2 -dc" and read standard input with "-"'],
  ['\xfd7zXZ', 'compressed with xz: decompress it with "xz -dc" and read standard input with "-"'],
  ['SQLite format 3', 'a SQLite database: export the table as CSV'],
  ['\xff\xfe', 'UTF-16 text: convert it to UTF-8, for example with "iconv -f UTF-16 -t UTF-8"'],
  ['\xfe\xff', 'UTF-16 text: convert it to UTF-8, for example with "iconv -f UTF-16 -t UTF-8"'],
];

/** The size of a file in bytes, or `undefined` where it cannot be known (standard input, a pipe). */
export async function sizeOf(path: string): Promise<number | undefined> {
  if (path === '-') return undefined;
  const found = await stat(path).catch((error: unknown) => {
    throw openingError(path, error);
  });
  if (found.isDirectory()) {
    throw new KindredError('invalid-options', `Input "${path}" is a folder. Name the files in it.`, { at: path });
  }
  return found.isFile() ? found.size : undefined;
}

/**
 * Opens a file, or standard input for `-`. Whether it is gzipped is told by its first bytes, not by its name.
 *
 * @param onBytes is told how many bytes of the file, as stored, were read so far
 */
export async function openBytes(path: string, io: CliIo, onBytes: (total: number) => void): Promise<ByteSource> {
  const name = path === '-' ? 'standard input' : path;
  const stored = await peek(counted(path === '-' ? io.stdin : fileChunks(path), onBytes));
  const gzipped = stored.head[0] === 0x1f && stored.head[1] === 0x8b;
  const { head, chunks } = gzipped ? await peek(gunzipped(stored.chunks, name)) : stored;
  refuseForeign(head, name);
  return { name, gzipped, head, chunks, close: () => closeIterator(chunks) };
}

async function* fileChunks(path: string): AsyncGenerator<Uint8Array> {
  const file = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  try {
    for await (const chunk of file) yield chunk;
  } catch (error) {
    throw openingError(path, error);
  }
}

async function* counted(
  chunks: AsyncIterable<Uint8Array>,
  onBytes: (total: number) => void,
): AsyncGenerator<Uint8Array> {
  let total = 0;
  for await (const chunk of chunks) {
    total += chunk.length;
    onBytes(total);
    yield chunk;
  }
}

/** Takes at least {@link HEAD_BYTES} from the front, and gives them back with the rest. */
async function peek(
  chunks: AsyncGenerator<Uint8Array>,
): Promise<{ head: Uint8Array; chunks: AsyncGenerator<Uint8Array> }> {
  const taken: Uint8Array[] = [];
  let length = 0;
  while (length < HEAD_BYTES) {
    const next = await chunks.next();
    if (next.done) break;
    taken.push(next.value);
    length += next.value.length;
  }
  return { head: Buffer.concat(taken).subarray(0, CHUNK_BYTES), chunks: chained(taken, chunks) };
}

async function* chained(first: readonly Uint8Array[], rest: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* first;
    yield* rest;
  } finally {
    await closeIterator(rest);
  }
}

async function* gunzipped(chunks: AsyncGenerator<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  // An error of the source reaches us through gunzip, which pipeline destroys with it.
  pipeline(Readable.from(chunks, { objectMode: false }), gunzip, () => {});
  try {
    for await (const chunk of gunzip) yield chunk;
  } catch (error) {
    throw gzipError(name, error);
  }
}

function gzipError(name: string, cause: unknown): unknown {
  const code = codeOf(cause);
  if (code === 'Z_BUF_ERROR') {
    const message = `${name} ends in the middle of its gzip stream, so rows are missing. Fetch it again; nothing was used of it.`;
    return new KindredError('truncated-input', message, { at: name, cause });
  }
  if (code?.startsWith('Z_')) {
    const message = `${name} is damaged: its gzip stream does not decode. Fetch it again; nothing was used of it.`;
    return new KindredError('invalid-input', message, { at: name, cause });
  }
  return cause;
}

function openingError(path: string, cause: unknown): unknown {
  const code = codeOf(cause);
  if (code === 'ENOENT') {
    return new KindredError('not-found', `There is no file "${path}". Check the path, or use "-" for standard input.`, {
      at: path,
      cause,
    });
  }
  if (code === undefined) return cause;
  return new KindredError('unavailable', `Cannot read "${path}" (${code}). Check that you may read it.`, {
    at: path,
    cause,
  });
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

function refuseForeign(head: Uint8Array, name: string): void {
  const start = Buffer.from(head.subarray(0, HEAD_BYTES)).toString('latin1');
  const foreign = FOREIGN_FORMATS.find(([signature]) => start.startsWith(signature));
  if (foreign === undefined) return;
  throw new KindredError('unsupported-media-type', `${name} is ${foreign[1]}.`, { at: name });
}

async function closeIterator(chunks: AsyncGenerator<Uint8Array>): Promise<void> {
  await chunks.return(undefined);
}
