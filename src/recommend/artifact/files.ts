import { type Digest, ownValue } from '../../core/index.ts';

/** The files of an artifact, wherever they lie. */
export interface ArtifactFiles {
  /** A whole file; rejects, or answers `undefined`, where there is none. */
  read(name: string): Promise<Uint8Array | undefined>;
}

/** How to write an artifact. */
export interface EncodeOptions {
  readonly digest: Digest;
  /**
   * Also writes who had what, so that known users can be served, and the factors of users where the model has some. These are
   * personal data. @defaultValue `false`
   */
  readonly histories?: boolean;
}

/** The files that an artifact may consist of. Nothing else is ever read. */
export const ARTIFACT_FILES = {
  manifest: 'manifest.json',
  items: 'items.parquet',
  popularity: 'popularity.parquet',
  neighbours: 'neighbours.parquet',
  weights: 'weights.parquet',
  itemFactors: 'item_factors.parquet',
  userFactors: 'user_factors.parquet',
  histories: 'histories.parquet',
  cadence: 'cadence.parquet',
  sessions: 'sessions.parquet',
} as const;

/** What the manifest says about another file. */
export interface FileEntry {
  readonly bytes: number;
  readonly sha256: string;
}

/** What a manifest says about a file, if it says it properly. */
export function readFileEntry(manifest: unknown, file: string): FileEntry | undefined {
  const entry = ownValue(ownValue(manifest, 'files'), file);
  const bytes = ownValue(entry, 'bytes');
  const sha256 = ownValue(entry, 'sha256');
  return typeof bytes === 'number' && typeof sha256 === 'string' ? { bytes, sha256 } : undefined;
}
