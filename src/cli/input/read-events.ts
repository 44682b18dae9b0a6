import { KindredError } from '../../core/index.ts';
import type { CliIo } from '../io.ts';
import { openBytes, sizeOf } from './bytes.ts';
import { MAX_LINE_BYTES } from './line.ts';
import { splitLines, type TextLine } from './lines.ts';
import { type LoggedEvent, type LoggedLine, readLoggedEvent } from './logged-event.ts';

/** What to read, and whom to tell how far it is. */
export interface EventInput {
  /** Files of one event per line, `-` for standard input. */
  readonly paths: readonly string[];
  /** Stops at the first broken line. */
  readonly isStrict: boolean;
  /** Bytes read so far of all files, as stored, and of how many; `undefined` where that is not known. */
  readonly onProgress: (bytes: number, total: number | undefined) => void;
}

/** A line that could not be read. */
interface BrokenLine {
  readonly input: string;
  readonly line: number;
  readonly why: string;
}

/** What became of the lines: `read` is the sum of `events`, `nobody` and `broken`. */
export interface EventTally {
  readonly read: number;
  readonly events: number;
  /** Events without an id of anybody. */
  readonly nobody: number;
  readonly broken: number;
  readonly firstBroken: readonly BrokenLine[];
}

const SHOWN_BROKEN_LINES = 10;

/**
 * Reads the events of files, one after the other, and gives each to `take`. Lines stream through: nothing is held.
 *
 * @throws KindredError whatever keeps a file from being read to its end
 */
export async function readEvents(
  { paths, isStrict, onProgress }: EventInput,
  io: CliIo,
  take: (event: LoggedEvent, input: string) => void,
): Promise<EventTally> {
  const sizes = await Promise.all(paths.map(sizeOf));
  const total = sizes.some((size) => size === undefined)
    ? undefined
    : sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
  const firstBroken: BrokenLine[] = [];
  const counts = { events: 0, nobody: 0, broken: 0 };
  let bytesBefore = 0;

  const put = (found: LoggedLine, input: string) => {
    if (found.kind === 'event') {
      counts.events++;
      return take(found, input);
    }
    if (found.kind === 'nobody') {
      counts.nobody++;
      return undefined;
    }
    const { line, why } = found;
    if (isStrict) throw brokenLine({ input, line, why });
    counts.broken++;
    if (firstBroken.length < SHOWN_BROKEN_LINES) firstBroken.push({ input, line, why });
  };

  for (const path of paths) {
    let bytes = 0;
    const source = await openBytes(path, io, (count) => {
      bytes = count;
      onProgress(bytesBefore + bytes, total);
    });
    try {
      for await (const lines of splitLines(source.chunks, MAX_LINE_BYTES)) {
        if (io.signal.aborted) throw new KindredError('aborted', 'Cancelled while reading; nothing was written.');
        for (const line of lines) {
          const found = readLine(line);
          if (found) put(found, source.name);
        }
      }
    } finally {
      await source.close();
    }
    bytesBefore += bytes;
  }
  const read = counts.events + counts.nobody + counts.broken;
  if (counts.events === 0) throw nothingRead(paths, read, firstBroken[0]);
  return { read, ...counts, firstBroken };
}

function readLine({ line, text }: TextLine): LoggedLine | undefined {
  if (text === undefined) return { kind: 'broken', line, why: `longer than ${MAX_LINE_BYTES / 1024} KiB` };
  const json = line === 1 ? text.replace(/^\ufeff/, '') : text;
  if (json.trim() === '') return undefined;
  const value = parseJson(json);
  if (value instanceof Error) return { kind: 'broken', line, why: `not JSON: ${value.message.slice(0, 80)}` };
  return readLoggedEvent(value, line);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return error;
  }
}

function brokenLine({ input, line, why }: BrokenLine): KindredError {
  const message = `${input}, line ${line}: ${why}. Mend it, or leave out --strict to go on without it.`;
  return new KindredError('invalid-input', message, { at: `${input}:${line}` });
}

function nothingRead(paths: readonly string[], read: number, first: BrokenLine | undefined): KindredError {
  const names = paths.join(', ');
  const why = first ? ` The first broken line is ${first.line}: ${first.why}.` : '';
  const message = `${names}: none of ${read} lines is an event of somebody.${why} Events are one JSON object per line.`;
  return new KindredError('empty-input', message, { at: names });
}
