// The only file that knows Parquet. Its libraries are imported when a file is read or written, never before.
// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.

/** A column to write. */
export type ParquetColumn = { readonly name: string } & (
  | { readonly type: 'STRING'; readonly data: string[] }
  | { readonly type: 'INT32'; readonly data: Int32Array }
  | { readonly type: 'FLOAT'; readonly data: Float32Array }
  | { readonly type: 'TIMESTAMP'; readonly data: (Date | null)[] }
);

/** What to read of a file: for each column the array that its values go into. */
export type ParquetTargets = Readonly<Record<string, string[] | Uint32Array | Float32Array | Float64Array>>;

/** Differences of whole numbers that ascend take almost no room; floats hardly compress, and trying is slow. */
const STORED = {
  STRING: {},
  INT32: { encoding: 'DELTA_BINARY_PACKED', codec: 'UNCOMPRESSED' },
  FLOAT: { encoding: 'PLAIN', codec: 'UNCOMPRESSED', statistics: false },
  TIMESTAMP: {},
} as const;

const ROWS_PER_GROUP = 250_000;

export async function writeParquet(columns: readonly ParquetColumn[]): Promise<Uint8Array> {
  const { ByteWriter, parquetWrite } = await import('hyparquet-writer');
  const writer = new ByteWriter();
  await parquetWrite({
    writer,
    columnData: columns.map((column) => ({ ...column, ...STORED[column.type], nullable: column.type === 'TIMESTAMP' })),
    rowGroupSize: ROWS_PER_GROUP,
    createdBy: 'kindred',
  });
  return writer.getBytes();
}

/**
 * Reads columns into arrays, which are made once the file is known to have just as many rows as it must. Any error means
 * that the file is no good.
 */
export async function readParquet<Targets extends ParquetTargets>(
  bytes: Uint8Array,
  rows: number,
  make: (rows: number) => Targets,
): Promise<Targets> {
  const [{ parquetMetadata, parquetRead }, { compressors }] = await Promise.all([
    import('hyparquet'),
    import('hyparquet-compressors'),
  ]);
  const file = Uint8Array.from(bytes).buffer;
  const metadata = parquetMetadata(file);
  if (Number(metadata.num_rows) !== rows) throw new Error(`${metadata.num_rows} rows, expected ${rows}`);
  const targets = make(rows);
  const filled = new Map<string, number>();
  let fault: unknown;
  await parquetRead({
    file,
    metadata,
    compressors,
    columns: Object.keys(targets),
    onChunk({ columnName, columnData, rowStart, rowEnd }) {
      // An error that is thrown here would end up nowhere: it is kept for later.
      try {
        fill(targets, columnName, columnData, rowStart);
        filled.set(columnName, (filled.get(columnName) ?? 0) + rowEnd - rowStart);
      } catch (error) {
        fault ??= error;
      }
    },
  });
  if (fault !== undefined) throw fault;
  for (const name of Object.keys(targets)) {
    if ((filled.get(name) ?? 0) !== rows) throw new Error(`column ${name} is missing or too short`);
  }
  return targets;
}

function fill(targets: ParquetTargets, name: string, values: ArrayLike<unknown>, from: number): void {
  const target = Object.hasOwn(targets, name) ? targets[name] : undefined;
  if (target === undefined) return;
  if (Array.isArray(target)) {
    for (let n = 0; n < values.length; n++) target[from + n] = readText(values[n]);
  } else if (target instanceof Uint32Array) {
    for (let n = 0; n < values.length; n++) target[from + n] = readIndex(values[n]);
  } else {
    for (let n = 0; n < values.length; n++) target[from + n] = readNumber(values[n]);
  }
}

function readText(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new Error('an id is no text');
}

/** Other writers may hold indices as 64-bit numbers. */
function readIndex(value: unknown): number {
  const index = Number(value);
  if (Number.isInteger(index) && index >= 0 && index < 2 ** 32) return index;
  throw new Error('an index is no whole number');
}

/** A time, too, is a number: of milliseconds; NaN where there is none. */
function readNumber(value: unknown): number {
  return value === null || value === undefined ? Number.NaN : Number(value);
}
