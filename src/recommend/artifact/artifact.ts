import type { Model } from '../model.ts';
import type { ArtifactFiles, EncodeOptions } from './files.ts';
import { type PackOptions, unpackModel } from './packed.ts';

/**
 * The model as files by name: `manifest.json` and Parquet, which Spark, DuckDB and pandas read.
 *
 * @example
 * ```ts
 * import { encodeArtifact, type EncodeOptions, type Model } from 'kindred/recommend';
 *
 * export async function names(model: Model, options: EncodeOptions): Promise<readonly string[]> {
 *   const files = await encodeArtifact(model, options);
 *   return [...files.keys()]; // ['items.parquet', 'popularity.parquet', 'neighbours.parquet', 'manifest.json']
 * }
 * ```
 */
export async function encodeArtifact(model: Model, options: EncodeOptions): Promise<ReadonlyMap<string, Uint8Array>> {
  const { writeFolder } = await import('./write-folder.ts');
  return writeFolder(model, options);
}

/**
 * Loads a model, packed or as a folder; of a folder the manifest is read first. Whatever the bytes may be, they give a model
 * that can be served, or an error. A page that only knows the packed form imports `unpackModel` instead, which spares it the code
 * for folders.
 *
 * @throws KindredError (as a rejection) `model-corrupt`, `model-missing-file`, `model-version`; `at` names the file
 *
 * @example
 * ```ts
 * import { readFile } from 'node:fs/promises';
 * import { loadModel, type Model, type PackOptions } from 'kindred/recommend';
 *
 * export function loadFolder(folder: string, options: PackOptions): Promise<Model> {
 *   return loadModel({ read: (name) => readFile(`${folder}/${name}`) }, options);
 * }
 * ```
 */
export async function loadModel(source: Uint8Array | ArtifactFiles, options: PackOptions): Promise<Model> {
  if (!('read' in source)) return unpackModel(source, options);
  const { readFolder } = await import('./read-folder.ts');
  return readFolder(source, options.digest);
}
