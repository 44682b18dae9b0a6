// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import { type Digest, toHex } from '../../core/index.ts';
import type { Interactions } from '../interactions.ts';
import type { Model, NeighbourModel } from '../model.ts';
import { ARTIFACT_FILES, type EncodeOptions, type FileEntry } from './files.ts';
import { describeModel, hashJson } from './manifest.ts';
import { writeParquet } from './parquet.ts';

/** See `encodeArtifact`. Reached by dynamic import only: a page never downloads it. */
export async function writeFolder(model: Model, options: EncodeOptions): Promise<ReadonlyMap<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  files.set(ARTIFACT_FILES.items, await writeItems(model));
  files.set(ARTIFACT_FILES.popularity, await writePopularity(model));
  if (model.kind === 'neighbours') files.set(ARTIFACT_FILES.neighbours, await writeNeighbours(model));
  if (options.histories === true && model.histories !== undefined) {
    files.set(ARTIFACT_FILES.histories, await writeHistories(model.histories));
  }
  files.set(ARTIFACT_FILES.manifest, await writeManifest(model, files, options.digest));
  return files;
}

function writeItems({ items }: Model): Promise<Uint8Array> {
  return writeParquet([
    { name: 'item_index', type: 'INT32', data: rangeOf(items.length) },
    { name: 'item', type: 'STRING', data: [...items] },
  ]);
}

function writePopularity({ popularity }: Model): Promise<Uint8Array> {
  return writeParquet([
    { name: 'item_index', type: 'INT32', data: rangeOf(popularity.length) },
    { name: 'popularity', type: 'FLOAT', data: popularity },
  ]);
}

function writeNeighbours({ neighbourStart, neighbour, similarity }: NeighbourModel): Promise<Uint8Array> {
  return writeParquet([
    { name: 'item_index', type: 'INT32', data: rowOfEach(neighbourStart, neighbour.length) },
    { name: 'neighbour_index', type: 'INT32', data: Int32Array.from(neighbour) },
    { name: 'similarity', type: 'FLOAT', data: similarity },
  ]);
}

function writeHistories({ users, items, userStart, itemIndex, weight, time }: Interactions): Promise<Uint8Array> {
  const rows = rowOfEach(userStart, itemIndex.length);
  return writeParquet([
    { name: 'user', type: 'STRING', data: Array.from(rows, (user) => users[user]!) },
    { name: 'item', type: 'STRING', data: Array.from(itemIndex, (item) => items[item]!) },
    { name: 'weight', type: 'FLOAT', data: weight },
    { name: 'time', type: 'TIMESTAMP', data: Array.from(time, (at) => (Number.isNaN(at) ? null : new Date(at))) },
  ]);
}

/** The manifest is itself hashed: its last field is the hash of all the others as canonical JSON. */
async function writeManifest(
  model: Model,
  files: ReadonlyMap<string, Uint8Array>,
  digest: Digest,
): Promise<Uint8Array> {
  const entries: [string, FileEntry][] = [];
  for (const [name, bytes] of files) {
    entries.push([name, { bytes: bytes.length, sha256: toHex(await digest.sha256(bytes)) }]);
  }
  const manifest = { ...(await describeModel(model, digest)), files: Object.fromEntries(entries) };
  const text = JSON.stringify({ ...manifest, hash: await hashJson(manifest, digest) }, undefined, 2);
  return new TextEncoder().encode(`${text}\n`);
}

function rangeOf(length: number): Int32Array {
  return Int32Array.from({ length }, (_, index) => index);
}

/** For each entry of compressed rows the row that it is in. */
function rowOfEach(start: Uint32Array, length: number): Int32Array {
  const rows = new Int32Array(length);
  for (let row = 0; row + 1 < start.length; row++) rows.fill(row, start[row]!, start[row + 1]!);
  return rows;
}
