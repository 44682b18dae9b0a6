import { isKindredError, KindredError } from '../../core/index.ts';
import { createInteractions, type Interactions, type InteractionsBuilder } from '../../recommend/index.ts';
import type { CliIo } from '../io.ts';
import { sizeOf } from './bytes.ts';
import type { Columns } from './columns.ts';
import type { Format } from './format.ts';
import type { Line } from './line.ts';
import { type Selection, selectFrom, type TableSelection } from './selection.ts';
import { openTable, type Table } from './table.ts';
import { createTally, type Tally, type TallyCounter } from './tally.ts';
import { createTieBreaker } from './ties.ts';
import type { TimeUnit } from './times.ts';

/** What to read and how. */
export interface InputOptions extends Selection {
  /** Files, `-` for standard input. */
  readonly paths: readonly string[];
  readonly format?: Format;
  readonly delimiter?: string;
  /** Stops at the first broken line. */
  readonly isStrict: boolean;
  /** Keeps every single interaction, not only the sums of pairs. */
  readonly keepsEvents?: boolean;
  /** Rows of one user count as being in order, the oldest first, where they have the same time, or the file has no column of times. */
  readonly isOrdered?: boolean;
  /** The place of a row never stands for its time. */
  readonly needsTimes?: boolean;
  /** Told of each row that is kept, in the order of the files. */
  readonly onRow?: (user: string, item: string, timeMs: number | undefined) => void;
  /** Bytes read so far of all files, as stored, and of how many; `undefined` where that is not known. */
  readonly onProgress?: (bytes: number, total: number | undefined) => void;
}

/** How one file was read. */
export interface InputSource {
  readonly name: string;
  readonly format: Format;
  readonly gzipped: boolean;
  readonly columns: Columns;
  readonly timeUnit?: TimeUnit;
  /** There is no column of times: the place of a row stands for it. */
  readonly isOrdered?: boolean;
}

/** What was read from all files. */
export interface Input {
  readonly interactions: Interactions;
  readonly sources: readonly InputSource[];
  readonly tally: Tally;
}

/**
 * Reads the interactions of files. Rows stream through: only the interactions themselves are held.
 *
 * @throws KindredError whatever keeps a file from being read to its end; nothing is answered from half a file
 */
export async function readInteractions(options: InputOptions, io: CliIo): Promise<Input> {
  const total = await totalSize(options.paths);
  const builder = createInteractions({ events: options.keepsEvents === true });
  const counter = createTally();
  const sources: InputSource[] = [];
  let bytesBefore = 0;
  for (const path of options.paths) {
    let bytes = 0;
    const onBytes = (count: number) => {
      bytes = count;
      options.onProgress?.(bytesBefore + bytes, total);
    };
    const table = await openTable(path, io, { ...tableOptions(options), onBytes });
    sources.push(await readTable(table, options, builder, counter, io.signal));
    bytesBefore += bytes;
  }
  const tally = counter.tally();
  if (tally.kept === 0) throw nothingKept(sources, tally);
  return { interactions: builder.build(), sources, tally };
}

async function totalSize(paths: readonly string[]): Promise<number | undefined> {
  const sizes = await Promise.all(paths.map(sizeOf));
  return sizes.reduce((sum, size) => (sum === undefined || size === undefined ? undefined : sum + size), 0);
}

function tableOptions({ format, delimiter }: InputOptions) {
  return { ...(format !== undefined && { format }), ...(delimiter !== undefined && { delimiter }) };
}

async function readTable(
  table: Table,
  options: InputOptions,
  builder: InteractionsBuilder,
  counter: TallyCounter,
  signal: AbortSignal,
): Promise<InputSource> {
  try {
    const selection = selectFrom(table, options);
    const take = createLineTaker(table.name, selection, options, builder, counter);
    for await (const lines of table.lines) {
      if (signal.aborted) throw new KindredError('aborted', 'Cancelled while reading; nothing was written.');
      for (const line of lines) take(line);
    }
    const { columns, timeUnit } = selection;
    const { name, format, gzipped } = table;
    const isOrdered = columns.time === undefined && placesAreTimes(options);
    return {
      ...{ name, format, gzipped, columns },
      ...(timeUnit !== undefined && { timeUnit }),
      ...(isOrdered && { isOrdered }),
    };
  } finally {
    await table.close();
  }
}

function createLineTaker(
  input: string,
  selection: TableSelection,
  options: InputOptions,
  builder: InteractionsBuilder,
  counter: TallyCounter,
): (line: Line) => void {
  const { isStrict, isOrdered = false, onRow } = options;
  const hasTimes = selection.columns.time !== undefined;
  const isPlaced = placesAreTimes(options);
  const inOrder = createTieBreaker();
  const timeOf = (user: string, timeMs: number | undefined) => {
    if (hasTimes) return isOrdered ? inOrder(user, timeMs) : timeMs;
    return isPlaced ? builder.size : timeMs;
  };
  const breakAt = (line: number, why: string) => {
    if (isStrict) throw brokenLine(input, line, why);
    counter.addBroken({ input, line, why });
  };
  return (line) => {
    if (line.kind === 'header') return;
    if (line.kind === 'other') return counter.skip('other-event');
    if (line.kind === 'broken') return breakAt(line.line, line.why);
    const reading = selection.read(line);
    if (reading.kind === 'skipped') return counter.skip(reading.reason);
    if (reading.kind === 'broken') return breakAt(line.line, reading.why);
    const timeMs = timeOf(reading.user, reading.timeMs);
    const refusal = refusalOf(() => builder.add(reading.user, reading.item, reading.weight, timeMs));
    if (refusal !== undefined) return breakAt(line.line, refusal);
    onRow?.(reading.user, reading.item, timeMs);
    counter.keep();
  };
}

function placesAreTimes({ isOrdered = false, needsTimes = false }: InputOptions): boolean {
  return isOrdered && !needsTimes;
}

/** Why a row cannot be an interaction, where that is the row's fault. */
function refusalOf(add: () => void): string | undefined {
  try {
    add();
    return undefined;
  } catch (error) {
    if (isKindredError(error) && error.code === 'invalid-input') return error.message.replace(/\.$/, '');
    throw error;
  }
}

function brokenLine(input: string, line: number, why: string): KindredError {
  const message = `${input}, line ${line}: ${why}. Mend it, or leave out --strict to go on without it.`;
  return new KindredError('invalid-input', message, { at: `${input}:${line}` });
}

function nothingKept(sources: readonly InputSource[], { read, broken, skipped, firstBroken }: Tally): KindredError {
  const names = sources.map(({ name }) => name).join(', ');
  const reasons = Object.entries(skipped).map(([reason, count]) => `${reason} ${count}`);
  if (broken > 0) reasons.push(`broken ${broken}, the first at line ${firstBroken[0]?.line}: ${firstBroken[0]?.why}`);
  const message = `No row of ${names} is left: ${read} read, ${reasons.join('; ')}. Check --columns, --where, --from and --until.`;
  return new KindredError('empty-input', message, { at: names });
}
