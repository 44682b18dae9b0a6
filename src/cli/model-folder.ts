import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { isRecord, KindredError, ownValue } from '../core/index.ts';

const MANIFEST = 'manifest.json';

/** A file of a stored model. */
export interface StoredFile {
  readonly name: string;
  readonly bytes: number;
}

/**
 * Makes sure that a model can be written to a folder, before anybody waits for a training: it may be missing, empty, or hold a
 * model and nothing else.
 *
 * @throws KindredError `invalid-options`
 */
export async function checkModelTarget(folder: string): Promise<void> {
  const found = await statOf(folder);
  if (found === undefined) return;
  if (!found.isDirectory()) throw badTarget(folder, 'is a file', 'Name a folder');
  const strangers = await strangersIn(folder);
  if (strangers.length === 0) return;
  const names = strangers.slice(0, 3).join(', ');
  throw badTarget(folder, `holds what is no part of a model (${names})`, 'It would be lost: name another folder');
}

/**
 * Writes a model beside its place and then moves it there, so that readers see the old model or the new one, and a failure
 * leaves the old one. (Between the two moves there is, for an instant, no model: folders cannot be exchanged in one step.)
 */
export async function writeModelFolder(
  folder: string,
  files: ReadonlyMap<string, Uint8Array>,
): Promise<readonly StoredFile[]> {
  await checkModelTarget(folder);
  const fresh = besides(folder, 'new');
  try {
    await mkdir(fresh, { recursive: true });
    for (const [name, bytes] of files) await writeDurably(join(fresh, name), bytes);
    await replaceFolder(folder, fresh);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  return [...files].map(([name, bytes]) => ({ name, bytes: bytes.length }));
}

/** Writes a file beside its place and then moves it there. */
export async function writeFileWhole(path: string, bytes: Uint8Array): Promise<void> {
  const fresh = besides(path, 'new');
  try {
    await mkdir(dirname(resolve(path)), { recursive: true });
    await writeDurably(fresh, bytes);
    await rename(fresh, path);
  } finally {
    await rm(fresh, { force: true });
  }
}

async function replaceFolder(folder: string, fresh: string): Promise<void> {
  const old = besides(folder, 'old');
  const hadOld = await moveIfThere(folder, old);
  try {
    await rename(fresh, folder);
  } catch (error) {
    if (hadOld) await rename(old, folder);
    throw error;
  }
  await rm(old, { recursive: true, force: true });
}

async function moveIfThere(from: string, to: string): Promise<boolean> {
  if ((await statOf(from)) === undefined) return false;
  await rename(from, to);
  return true;
}

/** A hidden name in the same folder, hence on the same disk, where a move is one step. */
function besides(path: string, what: string): string {
  const whole = resolve(path);
  return join(dirname(whole), `.${basename(whole)}.${what}-${randomBytes(6).toString('hex')}`);
}

/** Flushed before the move: after a power cut there must be no folder of empty files. */
async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await writeFile(file, bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function strangersIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder);
  if (!names.includes(MANIFEST)) return names;
  const known = await filesOfManifest(join(folder, MANIFEST));
  return names.filter((name) => name !== MANIFEST && !known.has(name));
}

async function filesOfManifest(path: string): Promise<ReadonlySet<string>> {
  try {
    const files = ownValue(JSON.parse(await readFile(path, 'utf8')), 'files');
    return new Set(isRecord(files) ? Object.keys(files) : []);
  } catch {
    return new Set();
  }
}

async function statOf(path: string) {
  try {
    return await stat(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function badTarget(folder: string, what: string, remedy: string): KindredError {
  return new KindredError('invalid-options', `--out "${folder}" ${what}. ${remedy}.`, { at: '--out' });
}
