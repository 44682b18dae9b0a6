import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { KindredError } from '../../core/index.ts';
import { type PublishedTable, publishedTable, type TablePart } from '../../recommend/evaluate/index.ts';
import { type Condition, parseCondition } from '../../rules/index.ts';
import { createClicks } from '../input/clicks.ts';
import type { NamedColumns } from '../input/columns.ts';
import type { CliIo } from '../io.ts';
import { readInput } from './read-input.ts';

/** How the files of a table are read. */
interface Reading {
  readonly columns: NamedColumns;
  readonly where?: Condition;
}

const READINGS: Readonly<Record<PublishedTable, () => Reading>> = {
  'online-retail': () => ({
    columns: { user: 'user', item: 'item', time: 'timestamp' },
    where: parseCondition({ and: [{ '>': [{ var: 'quantity' }, 0] }, { '>': [{ var: 'price' }, 0] }] }),
  }),
  serenade: () => ({ columns: { user: 'session', item: 'item', time: 'timestamp' } }),
};

/**
 * Reads the files that a table of figures is measured on, before anything is trained.
 *
 * @throws KindredError `not-found` where a part is missing, and those of reading files
 */
export async function readTableParts(
  table: PublishedTable,
  given: readonly string[],
  isJson: boolean,
  io: CliIo,
): Promise<Readonly<Record<string, TablePart>>> {
  const parts: Record<string, TablePart> = {};
  for (const [part, paths] of await filesByPart(table, given)) {
    const clicks = createClicks();
    const options = { ...READINGS[table](), paths, isStrict: false, keepsEvents: true, onRow: clicks.add };
    const { interactions } = await readInput(options, isJson, io);
    parts[part] = { interactions, sessions: clicks.sessions() };
  }
  return parts;
}

/** A table of one part takes every file; of several, each takes the files that begin with its name. */
async function filesByPart(
  table: PublishedTable,
  given: readonly string[],
): Promise<readonly (readonly [part: string, paths: readonly string[]])[]> {
  const { parts } = publishedTable(table);
  const files = (await Promise.all(given.map(filesOf))).flat();
  const [only] = parts;
  if (parts.length === 1 && only !== undefined && files.length > 0) return [[only, files]];
  return parts.map((part) => {
    const paths = files.filter((path) => basename(path).startsWith(`${part}.`));
    if (paths.length > 0) return [part, paths];
    const message = `The table ${table} needs a file "${part}.csv", and --events names none. Give ${parts.map((name) => `${name}.csv`).join(', ')}, or their folder.`;
    throw new KindredError('not-found', message, { at: '--events' });
  });
}

async function filesOf(path: string): Promise<readonly string[]> {
  const isFolder = (await stat(path).catch(() => undefined))?.isDirectory() === true;
  return isFolder ? (await readdir(path)).toSorted().map((name) => join(path, name)) : [path];
}
