import { isRecord } from '../../core/index.ts';
import { expandEvent, isEvent } from './events.ts';
import { type Line, MAX_LINE_BYTES } from './line.ts';
import { splitLines, type TextLine } from './lines.ts';

/** Reads one JSON object per line; lines that are events become one row per product (see `events.ts`). */
export async function* readNdjson(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<readonly Line[]> {
  for await (const lines of splitLines(chunks, MAX_LINE_BYTES)) {
    yield lines.flatMap(readLine);
  }
}

function readLine({ line, text }: TextLine): readonly Line[] {
  if (text === undefined) return [broken(line, `longer than ${MAX_LINE_BYTES / 1024} KiB`)];
  const json = line === 1 ? text.replace(/^\ufeff/, '') : text;
  if (json.trim() === '') return [];
  const value = parseJson(json);
  if (value instanceof Error) return [broken(line, `not JSON: ${value.message.slice(0, 80)}`)];
  if (isEvent(value)) return expandEvent(line, value);
  if (isRecord(value)) return [{ kind: 'row', line, row: value }];
  return [broken(line, 'not a JSON object; each line must be one, such as {"user":"u1","item":"i1"}')];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return error;
  }
}

function broken(line: number, why: string): Line {
  return { kind: 'broken', line, why };
}
