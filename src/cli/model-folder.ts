import { renameSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { isRecord, KindredError, ownValue } from '../core/index.ts';
import { badTarget, besides, findOutputPlace, makeFolders, type OutputPlace } from './output-place.ts';
import { withUnfinished } from './unfinished.ts';

const MANIFEST = 'manifest.json';
// How every packed model begins, after 8 bytes with the length of its header.
const PACKED_START = /^\{"__metadata__":\{"sha256":"[0-9a-f]{64}","manifest":"/;
const PACKED_START_BYTES = 128;

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
export async function checkModelTarget(out: string): Promise<OutputPlace> {
  const place = await findOutputPlace(out);
  if (place.found === undefined) return place;
  if (!place.found.isDirectory()) throw badTarget(out, 'is a file', 'Name a folder');
  const strangers = await strangersIn(place.path);
  if (strangers.length > 0) {
    const names = strangers.slice(0, 3).join(', ');
    throw badTarget(out, `holds what is no part of a model (${names})`, 'It would be lost: name another folder');
  }
  if (place.path === process.cwd()) {
    throw badTarget(out, 'is the folder that you are in', 'It would be replaced under you: name one in it');
  }
  return place;
}

/**
 * Makes sure that a packed model can be written: the file may be missing, empty, or a packed model.
 *
 * @throws KindredError `invalid-options`
 */
export async function checkPackTarget(out: string): Promise<OutputPlace> {
  const place = await findOutputPlace(out);
  if (place.found === undefined) return place;
  if (place.found.isDirectory()) throw badTarget(out, 'is a folder', 'Name a file, such as model.safetensors');
  if (place.found.isFile() && (place.found.size === 0 || (await isPacked(place.path)))) return place;
  throw badTarget(out, 'is there already and is no packed model', 'It would be lost: name another file');
}

/**
 * Writes a model beside its place and then moves it there, so that readers see the old model or the new one, and a failure
 * leaves the old one. (Between the two moves there is, for an instant, no model: folders cannot be exchanged in one step.)
 *
 * @throws KindredError `invalid-options`, `aborted`
 */
export async function writeModelFolder(
  out: string,
  files: ReadonlyMap<string, Uint8Array>,
  signal: AbortSignal,
): Promise<readonly StoredFile[]> {
  const { path } = await checkModelTarget(out);
  await makeFolders(dirname(path));
  const fresh = besides(path, 'new');
  await withUnfinished(fresh, async () => {
    await mkdir(fresh);
    for (const folder of foldersOf(files)) await mkdir(join(fresh, folder));
    for (const [name, bytes] of files) {
      refuseAborted(signal);
      await writeDurably(join(fresh, name), bytes);
    }
    refuseAborted(signal);
    await replaceFolder(path, fresh);
  });
  return [...files].map(([name, bytes]) => ({ name, bytes: bytes.length }));
}

/**
 * Writes a packed model beside its place and then moves it there.
 *
 * @throws KindredError `invalid-options`, `aborted`
 */
export async function writePackedModel(out: string, bytes: Uint8Array, signal: AbortSignal): Promise<void> {
  const { path } = await checkPackTarget(out);
  await makeFolders(dirname(path));
  const fresh = besides(path, 'new');
  await withUnfinished(fresh, async () => {
    await writeDurably(fresh, bytes);
    refuseAborted(signal);
    await rename(fresh, path);
  });
}

/** The folders of a blend's parts, the outer ones first. They are made before anything is written: what was removed meanwhile must stay so. */
function foldersOf(files: ReadonlyMap<string, Uint8Array>): ReadonlySet<string> {
  const paths = [...files.keys()].flatMap((name) => {
    const folders = name.split('/').slice(0, -1);
    return folders.map((_, depth) => folders.slice(0, depth + 1).join('/'));
  });
  return new Set(paths);
}

function refuseAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new KindredError('aborted', 'Cancelled; nothing was written.');
}

/** Moves in one go, so that a second Ctrl-C finds the old model or the new one. */
async function replaceFolder(folder: string, fresh: string): Promise<void> {
  const old = besides(folder, 'old');
  const hadOld = moveIfThere(folder, old);
  try {
    renameSync(fresh, folder);
  } catch (error) {
    if (hadOld) renameSync(old, folder);
    throw error;
  }
  await withUnfinished(old, async () => {});
}

function moveIfThere(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
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
  const known = await filesOfModel(join(folder, MANIFEST));
  if (known === undefined) return names;
  const folders = new Set([...known].map(dirname));
  const files = await Promise.all(names.map((name) => (folders.has(name) ? filesIn(folder, name) : [name])));
  return files.flat().filter((name) => name !== MANIFEST && !known.has(name));
}

/** Of a part, which is a folder; of what only has its name, that name. */
async function filesIn(folder: string, part: string): Promise<readonly string[]> {
  const names = await readdir(join(folder, part)).catch(() => undefined);
  return names === undefined ? [part] : names.map((name) => `${part}/${name}`);
}

/** The files that a model's manifest names; `undefined` where it is the manifest of something else. */
async function filesOfModel(path: string): Promise<ReadonlySet<string> | undefined> {
  try {
    const manifest: unknown = JSON.parse(await readFile(path, 'utf8'));
    const files = ownValue(manifest, 'files');
    const isModel =
      Number.isSafeInteger(ownValue(manifest, 'schema')) &&
      typeof ownValue(manifest, 'kind') === 'string' &&
      typeof ownValue(manifest, 'specHash') === 'string' &&
      isRecord(ownValue(manifest, 'spec')) &&
      isRecord(files);
    return isModel ? new Set(Object.keys(files)) : undefined;
  } catch {
    return undefined;
  }
}

async function isPacked(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const start = Buffer.alloc(PACKED_START_BYTES);
    await file.read(start, 0, PACKED_START_BYTES, 8);
    return PACKED_START.test(start.toString('latin1'));
  } finally {
    await file.close();
  }
}
