// The only file that knows Parquet. Its libraries are imported when a file is read or written, never before.
// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.

/** A column to write. */
export type ParquetColumn = { readonly name: string } & (
  | { readonly type: 'STRING'; readonly data: string[] }
  | { readonly type: 'INT32'; readonly data: Int32Array }
  | { readonly type: 'FLOAT'; readonly data: Float32Array }
  | { readonly type: 'TIMESTAMP'; readonly data: (Date | null)[] }
  /** Lists of floats, as Spark's `array<float>`. */
  | { readonly type: 'FLOATS'; readonly data: Float32Array[] }
);

/** Where lists of floats go: one after the other, all of the same width. */
interface ListTarget {
  readonly width: number;
  readonly values: Float32Array;
}

/** What to read of a file: for each column the array that its values go into. */
export type ParquetTargets = Readonly<
  Record<string, string[] | Uint32Array | Float32Array | Float64Array | ListTarget>
>;

/** Differences of whole numbers that ascend take almost no room; floats hardly compress, and trying is slow. */
const STORED = {
  STRING: {},
  INT32: { encoding: 'DELTA_BINARY_PACKED', codec: 'UNCOMPRESSED' },
  FLOAT: { encoding: 'PLAIN', codec: 'UNCOMPRESSED', statistics: false },
  TIMESTAMP: {},
  FLOATS: { encoding: 'PLAIN', codec: 'UNCOMPRESSED', statistics: false },
} as const;

const ROWS_PER_GROUP = 250_000;

export function writeParquet(columns: readonly ParquetColumn[]): Promise<Uint8Array> {
  return writeParquetParts([columns]);
}

/**
 * The same, of columns that need not all be in memory at once. Every part has the same columns; there is at least one. Room is made for
 * `expected` bytes: what is not written to costs nothing, and growing would take three times the file.
 */
export async function writeParquetParts(
  parts: Iterable<readonly ParquetColumn[]>,
  expected = 1024,
): Promise<Uint8Array> {
  const { ByteWriter, ParquetWriter } = await import('hyparquet-writer');
  const bytes = new ByteWriter(Math.max(1024, expected));
  let writer: InstanceType<typeof ParquetWriter> | undefined;
  for (const columns of parts) {
    writer ??= new ParquetWriter({ writer: bytes, schema: schemaOf(columns), createdBy: 'kindred' });
    const columnData = columns.map(toSource);
    await writer.write({ columnData, rowGroupSize: ROWS_PER_GROUP });
  }
  await writer?.finish();
  return bytes.getBytes();
}

function toSource(column: ParquetColumn) {
  const { name, type } = column;
  // The writer takes lists for lists, and nothing else.
  const data = column.type === 'FLOATS' ? column.data.map((row) => Array.from(row)) : column.data;
  return { name, data, ...STORED[type] };
}

/** A node of a Parquet schema, as far as it is used here. */
interface SchemaNode {
  readonly name: string;
  readonly type?: 'BYTE_ARRAY' | 'INT64' | 'INT32' | 'FLOAT';
  readonly converted_type?: 'UTF8' | 'TIMESTAMP_MILLIS' | 'LIST';
  readonly repetition_type?: 'REQUIRED' | 'OPTIONAL' | 'REPEATED';
  readonly num_children?: number;
}

/** The columns as a flat list of the schema's nodes. */
function schemaOf(columns: readonly ParquetColumn[]): SchemaNode[] {
  return [{ name: 'root', num_children: columns.length }, ...columns.flatMap(elementsOf)];
}

function elementsOf({ name, type }: ParquetColumn): SchemaNode[] {
  const repetition_type = 'REQUIRED';
  switch (type) {
    case 'STRING':
      return [{ name, type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type }];
    case 'TIMESTAMP':
      return [{ name, type: 'INT64', converted_type: 'TIMESTAMP_MILLIS', repetition_type: 'OPTIONAL' }];
    case 'FLOATS':
      return [
        { name, converted_type: 'LIST', num_children: 1, repetition_type },
        { name: 'list', num_children: 1, repetition_type: 'REPEATED' },
        { name: 'element', type: 'FLOAT', repetition_type },
      ];
    case 'INT32':
    case 'FLOAT':
      return [{ name, type, repetition_type }];
    default:
      return type satisfies never;
  }
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
  const file = await openParquet(bytes, rows);
  const targets = make(rows);
  await file.read(targets, 0, rows);
  return targets;
}

/** The same in parts, for files whose columns would not fit into memory beside what is made of them. */
export async function readParquetParts<Targets extends ParquetTargets>(
  bytes: Uint8Array,
  rows: number,
  make: (rows: number) => Targets,
  take: (part: Targets, rows: number) => void,
): Promise<void> {
  const file = await openParquet(bytes, rows);
  let from = 0;
  for (const size of file.groups) {
    const until = Math.min(from + size, rows);
    const part = make(until - from);
    await file.read(part, from, until);
    take(part, until - from);
    from = until;
  }
  if (from !== rows) throw new Error(`${from} rows, expected ${rows}`);
}

/** For files that other programs wrote, of which nobody knows how many rows they have. */
export async function countParquetRows(bytes: Uint8Array): Promise<number> {
  const { parquetMetadata } = await import('hyparquet');
  return Number(parquetMetadata(Uint8Array.from(bytes).buffer).num_rows);
}

interface ParquetFile {
  /** Rows of each group of rows. */
  readonly groups: readonly number[];
  /** Fills the targets with the rows of whole groups. */
  read(targets: ParquetTargets, from: number, until: number): Promise<void>;
}

async function openParquet(bytes: Uint8Array, rows: number): Promise<ParquetFile> {
  const [{ parquetMetadata, parquetRead }, { compressors }] = await Promise.all([
    import('hyparquet'),
    import('hyparquet-compressors'),
  ]);
  const file = Uint8Array.from(bytes).buffer;
  const metadata = parquetMetadata(file);
  if (Number(metadata.num_rows) !== rows) throw new Error(`${metadata.num_rows} rows, expected ${rows}`);
  return {
    groups: metadata.row_groups.map((group) => Number(group.num_rows)),
    async read(targets, from, until) {
      const filled = new Map<string, number>();
      let fault: unknown;
      await parquetRead({
        file,
        metadata,
        compressors,
        columns: Object.keys(targets),
        rowStart: from,
        rowEnd: until,
        onChunk({ columnName, columnData, rowStart, rowEnd }) {
          // An error that is thrown here would end up nowhere: it is kept for later.
          try {
            fill(targets, columnName, columnData, rowStart - from);
            filled.set(columnName, (filled.get(columnName) ?? 0) + rowEnd - rowStart);
          } catch (error) {
            fault ??= error;
          }
        },
      });
      if (fault !== undefined) throw fault;
      for (const name of Object.keys(targets)) {
        if ((filled.get(name) ?? 0) !== until - from) throw new Error(`column ${name} is missing or too short`);
      }
    },
  };
}

function fill(targets: ParquetTargets, name: string, values: ArrayLike<unknown>, from: number): void {
  const target = Object.hasOwn(targets, name) ? targets[name] : undefined;
  if (target === undefined) return;
  if (Array.isArray(target)) {
    for (let n = 0; n < values.length; n++) target[from + n] = readText(values[n]);
  } else if (target instanceof Uint32Array) {
    for (let n = 0; n < values.length; n++) target[from + n] = readIndex(values[n]);
  } else if ('width' in target) {
    for (let n = 0; n < values.length; n++)
      target.values.set(readList(values[n], target.width), (from + n) * target.width);
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

function readList(value: unknown, width: number): Float32Array {
  if (!Array.isArray(value) || value.length !== width)
    throw new Error('a list is missing, or not as long as the others');
  return Float32Array.from(value, readNumber);
}

/** A time, too, is a number: of milliseconds; NaN where there is none. */
function readNumber(value: unknown): number {
  return value === null || value === undefined ? Number.NaN : Number(value);
}
