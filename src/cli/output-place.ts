import { randomBytes } from 'node:crypto';
import { mkdirSync, rmdirSync, type Stats } from 'node:fs';
import { lstat, mkdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { isKindredError, KindredError } from '../core/index.ts';

/** Where something is to be written, with all links followed: they stay, and what they lead to is replaced. */
export interface OutputPlace {
  readonly path: string;
  /** What is there now. */
  readonly found: Stats | undefined;
}

/**
 * Finds out where an option leads and that something can be made there, before anybody waits for it.
 *
 * @throws KindredError `invalid-options`
 */
export async function findOutputPlace(out: string, option: string = '--out'): Promise<OutputPlace> {
  try {
    return await findPlace(out);
  } catch (error) {
    if (!isKindredError(error) || option === '--out') throw error;
    const message = error.message.replace('--out', option);
    throw new KindredError(error.code, message, { at: option, cause: error.cause });
  }
}

async function findPlace(out: string): Promise<OutputPlace> {
  if (out === '') throw badTarget(out, 'names nothing', 'Name a place');
  const path = await followLinks(out, resolve(out));
  const found = await statOf(path);
  const parent = await nearestFolder(out, dirname(path));
  tryToMake(out, parent);
  if (found?.isDirectory() === true && found.dev !== (await stat(parent)).dev) {
    throw badTarget(out, 'is where a disk is mounted', 'Name a folder in it');
  }
  return { path, found };
}

/** Makes a folder and those above it, one by one: in `/proc` Node's own recursion never ends. */
export async function makeFolders(folder: string): Promise<void> {
  if ((await statOf(folder)) !== undefined) return;
  await makeFolders(dirname(folder));
  await mkdir(folder).catch((error: unknown) => {
    if (!hasCode(error, 'EEXIST')) throw error;
  });
}

/** A hidden name in the same folder, hence on the same disk, where a move is one step. */
export function besides(path: string, what: string): string {
  return join(dirname(path), `.${basename(path)}.${what}-${randomBytes(6).toString('hex')}`);
}

export function badTarget(out: string, what: string, remedy: string, cause?: unknown): KindredError {
  return new KindredError('invalid-options', `--out "${out}" ${what}. ${remedy}.`, { at: '--out', cause });
}

/** The path without links; of one that does not exist yet, that of the part that does. */
async function followLinks(out: string, path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (await isLink(path))
      throw badTarget(out, `goes through a link to nowhere (${path})`, 'Remove it, or name another place', error);
    if (!hasCode(error, 'ENOENT', 'ENOTDIR') || dirname(path) === path) throw error;
    return join(await followLinks(out, dirname(path)), basename(path));
  }
}

async function isLink(path: string): Promise<boolean> {
  return await lstat(path).then(
    (found) => found.isSymbolicLink(),
    () => false,
  );
}

async function nearestFolder(out: string, folder: string): Promise<string> {
  const found = await statOf(folder);
  if (found === undefined) return nearestFolder(out, dirname(folder));
  if (found.isDirectory()) return folder;
  throw badTarget(out, `lies in "${folder}", which is a file`, 'Name a place in a folder');
}

/** Permissions do not tell all: nothing can be made in `/proc`, nor on a disk that is mounted for reading. */
function tryToMake(out: string, folder: string): void {
  const probe = join(folder, `.kindred-${randomBytes(6).toString('hex')}`);
  try {
    // In one go, so that no signal comes in between.
    mkdirSync(probe);
    rmdirSync(probe);
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
    throw badTarget(out, `cannot be written: nothing can be made in "${folder}"${why}`, 'Name another place', error);
  }
}

async function statOf(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw error;
  }
}

function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.some((code) => code === error.code);
}
