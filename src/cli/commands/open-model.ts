import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isKindredError, KindredError } from '../../core/index.ts';
import { nodePlatform } from '../../platform/index.ts';
import { loadModel, type Model } from '../../recommend/index.ts';

/**
 * Loads a model: a folder as `kindred train` writes it, or one packed file.
 *
 * @throws KindredError `not-found`, `model-corrupt`, `model-missing-file`, `model-version`
 */
export async function openModel(path: string): Promise<Model> {
  const { digest } = nodePlatform();
  const found = await stat(path).catch((cause: unknown) => {
    const message = `There is no model at "${path}". Train one with: kindred train --input … --out ${path}`;
    throw new KindredError('not-found', message, { at: path, cause });
  });
  const source = found.isDirectory() ? { read: (name: string) => readFrom(path, name) } : await readFile(path);
  return loadModel(source, { digest }).catch((error: unknown) => {
    throw isKindredError(error) ? withPath(error, path) : error;
  });
}

/** Of several models, which. */
function withPath(error: KindredError, path: string): KindredError {
  const { code, message, at } = error;
  return new KindredError(code, `"${path}": ${message}`, { ...(at !== undefined && { at }), cause: error });
}

async function readFrom(folder: string, name: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(join(folder, name));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
