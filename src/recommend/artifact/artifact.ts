import { type Digest, ownValue } from '../../core/index.ts';
import type { Model } from '../model.ts';
import { type PackOptions, unpackModel } from './packed.ts';

/** The files of an artifact, wherever they lie. */
export interface ArtifactFiles {
  /** A whole file; rejects, or answers `undefined`, where there is none. */
  read(name: string): Promise<Uint8Array | undefined>;
}

/** How to write an artifact. */
export interface EncodeOptions {
  readonly digest: Digest;
  /** Also writes who had what, so that known users can be served. These are personal data. @defaultValue `false` */
  readonly histories?: boolean;
}

/** The files that an artifact may consist of. Nothing else is ever read. */
export const ARTIFACT_FILES = {
  manifest: 'manifest.json',
  items: 'items.parquet',
  popularity: 'popularity.parquet',
  neighbours: 'neighbours.parquet',
  histories: 'histories.parquet',
} as const;

/** What the manifest says about another file. */
export interface FileEntry {
  readonly bytes: number;
  readonly sha256: string;
}

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

/** What a manifest says about a file, if it says it properly. */
export function readFileEntry(manifest: unknown, file: string): FileEntry | undefined {
  const entry = ownValue(ownValue(manifest, 'files'), file);
  const bytes = ownValue(entry, 'bytes');
  const sha256 = ownValue(entry, 'sha256');
  return typeof bytes === 'number' && typeof sha256 === 'string' ? { bytes, sha256 } : undefined;
}
