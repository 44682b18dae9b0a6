// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import { type Digest, toHex } from '../../core/index.ts';
import { plainRows } from '../byte-rows.ts';
import type { Interactions } from '../interactions.ts';
import type { BlendModel, DenseModel, Model, NeighbourModel, RepurchaseModel, SessionModel } from '../model.ts';
import { partName } from './bodies.ts';
import { ARTIFACT_FILES, type EncodeOptions, type FileEntry } from './files.ts';
import { describeModel, hashJson } from './manifest.ts';
import { type ParquetColumn, writeParquet, writeParquetParts } from './parquet.ts';

const PAIRS_OF_PART = 250_000;
const HISTORIES_OF_PART = 50_000;

/** See `encodeArtifact`. Reached by dynamic import only: a page never downloads it. */
export async function writeFolder(model: Model, options: EncodeOptions): Promise<ReadonlyMap<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  files.set(ARTIFACT_FILES.items, await writeItems(model));
  files.set(ARTIFACT_FILES.popularity, await writePopularity(model));
  for (const [name, bytes] of await writeBody(model, options)) files.set(name, bytes);
  if (options.histories === true && model.histories !== undefined && !isOfPart(model)) {
    files.set(ARTIFACT_FILES.histories, await writeHistories(model.histories));
  }
  files.set(ARTIFACT_FILES.manifest, await writeManifest(model, files, options.digest));
  return files;
}

/** The files that a kind of model has; `isPersonal` allows those about users. */
async function writeBody(model: Model, options: EncodeOptions): Promise<readonly (readonly [string, Uint8Array])[]> {
  switch (model.kind) {
    case 'blend':
      return writeParts(model, options);
    case 'popularity':
      return [];
    case 'neighbours':
      return [[ARTIFACT_FILES.neighbours, await writeNeighbours(model)]];
    case 'repurchase':
      return [[ARTIFACT_FILES.cadence, await writeCadence(model)]];
    case 'sessions':
      return [[ARTIFACT_FILES.sessions, await writeSessions(model)]];
    case 'dense':
      return [[ARTIFACT_FILES.weights, await writeWeights(model)]];
    case 'factors': {
      const { factors, itemFactors, scale, userFactors, userIds = [] } = model;
      const indices: IdColumn = (from, until) => ({
        name: 'item_index',
        type: 'INT32',
        data: rangeOf(until).slice(from),
      });
      const names: IdColumn = (from, until) => ({ name: 'user', type: 'STRING', data: userIds.slice(from, until) });
      const items = await writeFactors(indices, plainRows(itemFactors, factors, scale), factors);
      if (options.histories !== true || userFactors === undefined) return [[ARTIFACT_FILES.itemFactors, items]];
      const users = await writeFactors(names, userFactors, factors);
      return [
        [ARTIFACT_FILES.itemFactors, items],
        [ARTIFACT_FILES.userFactors, users],
      ];
    }
    default:
      return model satisfies never;
  }
}

/** Each part is a model in a folder of its own; the histories lie in the first that has them. */
async function writeParts(
  { parts, histories }: BlendModel,
  options: EncodeOptions,
): Promise<readonly (readonly [string, Uint8Array])[]> {
  const written: (readonly [string, Uint8Array])[] = [];
  const first = parts.findIndex((part) => part.histories !== undefined && part.histories === histories);
  for (const [n, part] of parts.entries()) {
    const files = await writeFolder(part, { ...options, histories: options.histories === true && n === first });
    for (const [name, bytes] of files) written.push([partName(n, name), bytes]);
  }
  return written;
}

function isOfPart(model: Model): boolean {
  return model.kind === 'blend' && model.parts.some(({ histories }) => histories === model.histories);
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

/** In parts, as are sessions and histories: their columns at once would take more than the model itself. */
function writeNeighbours({ neighbourStart, neighbour, similarity }: NeighbourModel): Promise<Uint8Array> {
  const rowOf = rowFinder(neighbourStart);
  return writeRowParts(neighbour.length, 12, (from, until) => [
    { name: 'item_index', type: 'INT32', data: rowOf(from, until) },
    { name: 'neighbour_index', type: 'INT32', data: Int32Array.from(neighbour.subarray(from, until)) },
    { name: 'similarity', type: 'FLOAT', data: similarity.subarray(from, until) },
  ]);
}

function writeCadence({ cadence }: RepurchaseModel): Promise<Uint8Array> {
  return writeParquet([
    { name: 'item_index', type: 'INT32', data: rangeOf(cadence.length) },
    { name: 'cadence_days', type: 'FLOAT', data: cadence },
  ]);
}

function writeSessions({ sessionStart, sessionItem }: SessionModel): Promise<Uint8Array> {
  const rowOf = rowFinder(sessionStart);
  return writeRowParts(sessionItem.length, 8, (from, until) => [
    { name: 'session_index', type: 'INT32', data: rowOf(from, until) },
    { name: 'item_index', type: 'INT32', data: Int32Array.from(sessionItem.subarray(from, until)) },
  ]);
}

/** One row for each pair of items; written in parts, because all of it at once is three times the model. */
function writeWeights({ weights, scale, items }: DenseModel): Promise<Uint8Array> {
  const itemCount = items.length;
  const candidates = rangeOf(itemCount);
  const rowsOfPart = Math.max(1, Math.floor(PAIRS_OF_PART / itemCount));
  function* parts(): Generator<readonly ParquetColumn[]> {
    for (let from = 0; from < itemCount; from += rowsOfPart) {
      const rows = Math.min(rowsOfPart, itemCount - from);
      const part = weights.subarray(from * itemCount, (from + rows) * itemCount);
      const item = new Int32Array(part.length);
      const candidate = new Int32Array(part.length);
      for (let row = 0; row < rows; row++) {
        item.fill(from + row, row * itemCount, (row + 1) * itemCount);
        candidate.set(candidates, row * itemCount);
      }
      yield [
        { name: 'item_index', type: 'INT32', data: item },
        { name: 'candidate_index', type: 'INT32', data: candidate },
        { name: 'weight', type: 'FLOAT', data: plainRows(part, itemCount, scale?.subarray(from)) },
      ];
    }
  }
  return writeParquetParts(parts(), 5 * weights.length);
}

/** One row for each item or user, its factors as a list; in parts, because lists take several times the room of typed arrays. */
function writeFactors(ids: IdColumn, rows: Float32Array, factors: number): Promise<Uint8Array> {
  const count = rows.length / factors;
  const rowsOfPart = Math.max(1, Math.floor(PAIRS_OF_PART / factors));
  function* parts(): Generator<readonly ParquetColumn[]> {
    for (let from = 0; from < count; from += rowsOfPart) {
      const until = Math.min(count, from + rowsOfPart);
      const lists = Array.from({ length: until - from }, (_, n) =>
        rows.subarray((from + n) * factors, (from + n + 1) * factors),
      );
      yield [ids(from, until), { name: 'features', type: 'FLOATS', data: lists }];
    }
  }
  return writeParquetParts(parts());
}

/** The column that says whose the rows from one to another are. */
type IdColumn = (from: number, until: number) => ParquetColumn;

function writeHistories({ users, items, userStart, itemIndex, weight, time }: Interactions): Promise<Uint8Array> {
  const rowOf = rowFinder(userStart);
  const columns = (from: number, until: number): readonly ParquetColumn[] => [
    { name: 'user', type: 'STRING', data: Array.from(rowOf(from, until), (user) => users[user]!) },
    { name: 'item', type: 'STRING', data: Array.from(itemIndex.subarray(from, until), (item) => items[item]!) },
    { name: 'weight', type: 'FLOAT', data: weight.subarray(from, until) },
    {
      name: 'time',
      type: 'TIMESTAMP',
      data: Array.from(time.subarray(from, until), (at) => (Number.isNaN(at) ? null : new Date(at))),
    },
  ];
  return writeRowParts(itemIndex.length, 24, columns, HISTORIES_OF_PART);
}

/** Writes rows a part at a time; there is one part at least, which may be empty. */
function writeRowParts(
  rows: number,
  bytesPerRow: number,
  columns: (from: number, until: number) => readonly ParquetColumn[],
  rowsOfPart = PAIRS_OF_PART,
): Promise<Uint8Array> {
  function* parts(): Generator<readonly ParquetColumn[]> {
    let from = 0;
    do {
      yield columns(from, Math.min(rows, from + rowsOfPart));
      from += rowsOfPart;
    } while (from < rows);
  }
  return writeParquetParts(parts(), rows * bytesPerRow);
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

/** Finds for entries of compressed rows the rows that they are in; asked from the front to the end. */
function rowFinder(start: Uint32Array): (from: number, until: number) => Int32Array {
  let row = 0;
  return (from, until) =>
    Int32Array.from({ length: until - from }, (_, n) => {
      while (start[row + 1]! <= from + n) row++;
      return row;
    });
}
