// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import type { SingleModel } from '../model.ts';
import { sortIntoRows } from '../neighbour-columns.ts';
import type { Body } from './assemble.ts';
import { partsIn } from './blends.ts';
import { ARTIFACT_FILES } from './files.ts';
import { corrupt, type Manifest } from './manifest.ts';
import type { ParquetTargets } from './parquet.ts';

/** Reads the Parquet files of a folder, once their hashes are known to be right. */
export interface FolderReader {
  /** The columns of a file that has just as many rows. */
  readColumns<Targets extends ParquetTargets>(
    file: string,
    rows: number,
    make: (rows: number) => Targets,
  ): Promise<Targets>;
  /** The same in parts. */
  readParts<Targets extends ParquetTargets>(
    file: string,
    rows: number,
    make: (rows: number) => Targets,
    take: (part: Targets, rows: number) => void,
  ): Promise<void>;
  /** Whether the manifest lists the file. */
  has(file: string): boolean;
  /** A part of a blend, which is a model in a folder of its own. */
  readPart(n: number): Promise<SingleModel>;
}

/** The arrays that a kind of model has. Engines do not keep the order of rows: every row says where it belongs. */
export async function readBody(manifest: Manifest, reader: FolderReader): Promise<Body> {
  const { kind, counts } = manifest;
  switch (kind) {
    case 'blend': {
      const parts: SingleModel[] = [];
      for (let n = 0; n < partsIn(manifest).length; n++) parts.push(await reader.readPart(n));
      return { kind, parts };
    }
    case 'popularity':
      return { kind };
    case 'neighbours': {
      const { start, neighbour, similarity } = await readNeighbours(manifest, reader);
      return { kind, neighbourStart: start, neighbour, similarity };
    }
    case 'repurchase':
      return { kind, cadence: await readCadence(counts.items, reader) };
    case 'sessions':
      return { kind, ...(await readSessions(manifest, reader)) };
    case 'dense':
      return { kind, weights: await readWeights(counts.items, reader) };
    case 'factors': {
      const factors = counts.factors ?? 0;
      const itemFactors = await readItemFactors(counts.items, factors, reader);
      const users = reader.has(ARTIFACT_FILES.userFactors) ? await readUserFactors(manifest, reader) : {};
      return { kind, factors, itemFactors, ...users };
    }
    default:
      return kind satisfies never;
  }
}

async function readNeighbours({ counts }: Manifest, { readColumns }: FolderReader) {
  const file = ARTIFACT_FILES.neighbours;
  const { item_index, neighbour_index, similarity } = await readColumns(file, counts.neighbours, (rows) => ({
    item_index: new Uint32Array(rows),
    neighbour_index: new Uint32Array(rows),
    similarity: new Float32Array(rows),
  }));
  const sorted = sortIntoRows(counts.items, item_index, neighbour_index, similarity);
  if (sorted === undefined) throw corrupt(file, 'an item is out of range');
  return sorted;
}

/** An item that is missing stays no number, which does not pass. */
async function readCadence(itemCount: number, { readColumns }: FolderReader): Promise<Float32Array> {
  const { item_index, cadence_days } = await readColumns(ARTIFACT_FILES.cadence, itemCount, (rows) => ({
    item_index: new Uint32Array(rows),
    cadence_days: new Float32Array(rows),
  }));
  const cadence = new Float32Array(itemCount).fill(Number.NaN);
  for (let row = 0; row < itemCount; row++) cadence[item_index[row]!] = cadence_days[row]!;
  return cadence;
}

async function readSessions({ counts }: Manifest, { readColumns }: FolderReader) {
  const { sessions = 0, sessionItems = 0 } = counts;
  const { session_index, item_index } = await readColumns(ARTIFACT_FILES.sessions, sessionItems, (rows) => ({
    session_index: new Uint32Array(rows),
    item_index: new Uint32Array(rows),
  }));
  const sorted = sortPairs(session_index, item_index, sessions, counts.items);
  if (sorted === undefined) throw corrupt(ARTIFACT_FILES.sessions, 'a session or an item is out of range');
  return sorted;
}

/** By session, then by item: two stable counting sorts. */
function sortPairs(session: Uint32Array, item: Uint32Array, sessions: number, items: number) {
  if (session.some((index) => index >= sessions) || item.some((index) => index >= items)) return undefined;
  const byItem = countingSort(
    item,
    items,
    Uint32Array.from(item, (_, row) => row),
  );
  const bySession = countingSort(session, sessions, byItem.rows);
  return { sessionStart: bySession.start, sessionItem: bySession.rows.map((row) => item[row]!) };
}

function countingSort(key: Uint32Array, keys: number, rows: Uint32Array) {
  const start = new Uint32Array(keys + 1);
  for (const index of key) start[index + 1]!++;
  for (let index = 0; index < keys; index++) start[index + 1]! += start[index]!;
  const next = start.slice();
  const sorted = new Uint32Array(key.length);
  for (const row of rows) sorted[next[key[row]!]!++] = row;
  return { start, rows: sorted };
}

/** A pair that is missing stays no number, which does not pass. */
async function readWeights(itemCount: number, { readParts }: FolderReader): Promise<Float32Array> {
  let weights: Float32Array | undefined;
  const make = (rows: number) => ({
    item_index: new Uint32Array(rows),
    candidate_index: new Uint32Array(rows),
    weight: new Float32Array(rows),
  });
  await readParts(ARTIFACT_FILES.weights, itemCount * itemCount, make, (part, rows) => {
    weights ??= new Float32Array(itemCount * itemCount).fill(Number.NaN);
    for (let row = 0; row < rows; row++) {
      const [item, candidate] = [part.item_index[row]!, part.candidate_index[row]!];
      if (item >= itemCount || candidate >= itemCount) throw new Error('an item is out of range');
      weights[item * itemCount + candidate] = part.weight[row]!;
    }
  });
  return weights ?? new Float32Array();
}

async function readItemFactors(
  itemCount: number,
  factors: number,
  { readColumns }: FolderReader,
): Promise<Float32Array> {
  const { item_index, features } = await readColumns(ARTIFACT_FILES.itemFactors, itemCount, (rows) => ({
    item_index: new Uint32Array(rows),
    features: { width: factors, values: new Float32Array(rows * factors) },
  }));
  const itemFactors = new Float32Array(itemCount * factors).fill(Number.NaN);
  for (let row = 0; row < itemCount; row++) {
    const place = item_index[row]!;
    if (place >= itemCount) throw corrupt(ARTIFACT_FILES.itemFactors, 'an item is out of range');
    itemFactors.set(features.values.subarray(row * factors, (row + 1) * factors), place * factors);
  }
  return itemFactors;
}

async function readUserFactors({ counts, data }: Manifest, { readColumns }: FolderReader) {
  const factors = counts.factors ?? 0;
  const { user, features } = await readColumns(ARTIFACT_FILES.userFactors, data.users, (rows) => {
    const userIds: string[] = [];
    return { user: userIds, features: { width: factors, values: new Float32Array(rows * factors) } };
  });
  return { userIds: user, userFactors: features.values };
}
