import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { KindredError } from '../../core/index.ts';
import { type PublishedTable, publishedTable, type TablePart } from '../../recommend/evaluate/index.ts';
import { type Condition, parseCondition } from '../../rules/index.ts';
import { openBytes } from '../input/bytes.ts';
import { createClicks } from '../input/clicks.ts';
import type { NamedColumns } from '../input/columns.ts';
import { readUserLines } from '../input/user-lines.ts';
import type { CliIo } from '../io.ts';
import { readInput } from './read-input.ts';

/** How the files of a table are read. */
interface Reading {
  readonly columns: NamedColumns;
  readonly where?: Condition;
  /** The columns by their places, where the first line names none. */
  readonly unnamed?: NamedColumns;
  readonly takesRatings?: boolean;
  /** Without times the rows are in order. */
  readonly isOrdered?: boolean;
  /** Each line is a user and all of their items. */
  readonly isByUser?: boolean;
}

const READINGS: Readonly<Record<PublishedTable, () => Reading>> = {
  'online-retail': () => ({
    columns: { user: 'user', item: 'item', time: 'timestamp' },
    where: parseCondition({ and: [{ '>': [{ var: 'quantity' }, 0] }, { '>': [{ var: 'price' }, 0] }] }),
  }),
  serenade: () => ({ columns: { user: 'session', item: 'item', time: 'timestamp' } }),
  'movielens-1m': () => ({ columns: {} }),
  gowalla: () => ({ columns: {}, isByUser: true }),
  'amazon-beauty': () => ({ columns: {}, isOrdered: true }),
  'movielens-100k': () => ({
    columns: {},
    unnamed: { user: '1', item: '2', weight: '3', time: '4' },
    takesRatings: true,
  }),
};

/** Where the files of a table are. */
export interface TableFiles {
  readonly events?: readonly string[];
  readonly train?: string;
  readonly test?: string;
}

/**
 * Reads the files that a table of figures is measured on, before anything is trained.
 *
 * @throws KindredError `not-found` where a part is missing, and those of reading files
 */
export async function readTableParts(
  table: PublishedTable,
  given: TableFiles,
  isJson: boolean,
  io: CliIo,
): Promise<Readonly<Record<string, TablePart>>> {
  const parts: Record<string, TablePart> = {};
  for (const [part, paths] of await filesByPart(table, given)) {
    parts[part] = await readPart(READINGS[table](), paths, isJson, io);
  }
  return parts;
}

async function readPart(
  { unnamed, isByUser = false, ...reading }: Reading,
  paths: readonly string[],
  isJson: boolean,
  io: CliIo,
): Promise<TablePart> {
  const { delimiter, isNamed } = await lookAt(paths[0] ?? '', io);
  if (isByUser && delimiter === ' ') return { interactions: await readUserLines(paths, io) };
  const clicks = createClicks();
  const { interactions } = await readInput(
    {
      ...reading,
      columns: isNamed ? reading.columns : (unnamed ?? reading.columns),
      ...(delimiter !== undefined && { format: 'csv', delimiter }),
      paths,
      isStrict: false,
      keepsEvents: true,
      onRow: clicks.add,
    },
    isJson,
    io,
  );
  return { interactions, sessions: clicks.sessions() };
}

/** What separates the values of a file by its first characters, and whether its first line has names in it. */
async function lookAt(
  path: string,
  io: CliIo,
): Promise<{ readonly delimiter: string | undefined; readonly isNamed: boolean }> {
  const { head, close } = await openBytes(path, io, () => {});
  await close();
  const [line = ''] = new TextDecoder().decode(head).split(/\r?\n/);
  const delimiter = ['::', '\t', ',', ' '].find((sign) => line.includes(sign));
  return { delimiter: line.startsWith('{') ? undefined : delimiter, isNamed: /[^\d\s:,.]/.test(line) };
}

/** A split is what it is; a table of one part takes every file; of several, each takes the files that begin with its name. */
async function filesByPart(
  table: PublishedTable,
  { events = [], train, test }: TableFiles,
): Promise<readonly (readonly [part: string, paths: readonly string[]])[]> {
  if (train !== undefined && test !== undefined) {
    return [
      ['train', [train]],
      ['test', [test]],
    ];
  }
  const { parts } = publishedTable(table);
  const files = (await Promise.all(events.map(filesOf))).flat();
  const [only] = parts;
  if (parts.length === 1 && only !== undefined && files.length > 0) return [[only, files]];
  return parts.map((part) => {
    const paths = files.filter((path) => basename(path).startsWith(`${part}.`));
    if (paths.length > 0) return [part, paths];
    const nameOf = (name: string) => `${name}.${READINGS[table]().isByUser ? 'txt' : 'csv'}`;
    const message = `The table ${table} needs a file "${nameOf(part)}", and --events names none. Give ${parts.map(nameOf).join(', ')}, or their folder.`;
    throw new KindredError('not-found', message, { at: '--events' });
  });
}

async function filesOf(path: string): Promise<readonly string[]> {
  const isFolder = (await stat(path).catch(() => undefined))?.isDirectory() === true;
  return isFolder ? (await readdir(path)).toSorted().map((name) => join(path, name)) : [path];
}
