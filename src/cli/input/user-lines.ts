import { KindredError } from '../../core/index.ts';
import { createInteractions, type Interactions } from '../../recommend/index.ts';
import type { CliIo } from '../io.ts';
import { openBytes } from './bytes.ts';
import { splitLines } from './lines.ts';

/** A user with all items that there are, in digits. */
const LONGEST_LINE = 16 * 1024 * 1024;

/**
 * Reads files of which each line is a user and all of their items, separated by spaces, as the public splits of LightGCN are written. A user without items is
 * passed over.
 *
 * @throws KindredError `invalid-input` for what is no whole number, `empty-input` where nothing is left, and those of opening files
 */
export async function readUserLines(paths: readonly string[], io: CliIo): Promise<Interactions> {
  const builder = createInteractions();
  for (const path of paths) {
    const { name, chunks, close } = await openBytes(path, io, () => {});
    try {
      for await (const lines of splitLines(chunks, LONGEST_LINE)) {
        if (io.signal.aborted) throw new KindredError('aborted', 'Cancelled while reading; nothing was measured.');
        for (const { line, text } of lines) {
          const [user = '', ...items] = idsOf(text, name, line);
          for (const item of items) builder.add(user, item);
        }
      }
    } finally {
      await close();
    }
  }
  if (builder.size === 0) throw new KindredError('empty-input', `No line of ${paths.join(', ')} names an item.`);
  return builder.build();
}

function idsOf(text: string | undefined, name: string, line: number): readonly string[] {
  const ids = text?.split(/\s+/).filter((id) => id !== '');
  const wrong = ids?.find((id) => !/^\d+$/.test(id));
  if (ids !== undefined && wrong === undefined) return ids;
  const what = wrong === undefined ? 'the line is too long' : `"${wrong.slice(0, 40)}" is no whole number`;
  const message = `${name}, line ${line}: ${what}. Each line is a user and their items: 0 12 7 33.`;
  throw new KindredError('invalid-input', message, { at: `${name}:${line}` });
}
