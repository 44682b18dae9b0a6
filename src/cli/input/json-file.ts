import { KindredError } from '../../core/index.ts';
import type { CliIo } from '../io.ts';
import { openBytes, sizeOf } from './bytes.ts';

/** A JSON file: what it says, and how it is written. */
export interface JsonText {
  readonly value: unknown;
  readonly text: string;
}

/**
 * Reads a JSON file, or standard input for `-`; gzipped or not.
 *
 * @throws KindredError `not-found`, `import-too-large`, `invalid-input`
 */
export async function readJsonFile(path: string, maxBytes: number, io: CliIo): Promise<unknown> {
  return (await readJsonText(path, maxBytes, io)).value;
}

/** {@link readJsonFile}, with the text, for telling where in it something stands. */
export async function readJsonText(path: string, maxBytes: number, io: CliIo): Promise<JsonText> {
  await sizeOf(path);
  const { name, chunks, close } = await openBytes(path, io, () => {});
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    parts.push(chunk);
    length += chunk.length;
    if (length <= maxBytes) continue;
    await close();
    const message = `${name} is larger than ${maxBytes / 1e6} MB. Nothing of it was used.`;
    throw new KindredError('import-too-large', message, { at: name });
  }
  const text = new TextDecoder().decode(Buffer.concat(parts));
  return { text, value: parse(text, name) };
}

function parse(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.replace(/ is not valid JSON$/, '').slice(0, 160) : '';
    const message = `${name} is not JSON: it is empty, was cut off, or is another sort of file (${why}).`;
    throw new KindredError('invalid-input', message, { at: name, cause });
  }
}
