import { type Digest, KindredError, toHex } from '../../core/index.ts';
import type { Model } from '../model.ts';
import { assembleModel } from './assemble.ts';
import { checkVersion, corrupt, isCount, type Manifest, membersOf, readManifest } from './manifest.ts';
import { hashOfHeader, hashOfRow, type WHOLE_ARRAYS } from './slice-hashes.ts';

/**
 * Reads a part of a packed file, for example by an HTTP request with `Range: bytes=begin-(end - 1)`. All parts must be of the same
 * file: send the first answer's `ETag` as `If-Match`.
 */
export type ReadRange = (begin: number, end: number) => Promise<Uint8Array>;

/** A packed model of neighbours of which only parts are read. */
export interface ModelSlices {
  /** The catalogue. */
  readonly items: readonly string[];
  /** A model that knows the neighbours of these items alone. What was read is kept; items that are not known are passed over. */
  modelFor(items: readonly string[]): Promise<Model>;
}

const FILE = 'the packed model';
/** Most headers are shorter, and come with the first answer. */
const FIRST_BYTES = 4096;

/**
 * Opens a packed model of neighbours without reading all of it: the ids, the popularity and the place of each row; then, for each list, the
 * rows of the items that it is made of. For an item page of a large catalogue this is a hundredth of the file. The header, what is read whole, and each row have
 * hashes of their own, so that a part that was damaged, or is of another version of the file, is refused.
 *
 * @throws KindredError (as a rejection) `model-corrupt`, `model-version`; `unavailable` for models of another kind, which are read as a whole
 *
 * @example
 * ```ts
 * import { createRecommender, openSlices, type PackOptions, type Recommendations } from 'kindred/recommend';
 *
 * export async function goesWith(url: string, item: string, { digest }: PackOptions): Promise<Recommendations> {
 *   const read = async (begin: number, end: number) => {
 *     const response = await fetch(url, { headers: { range: `bytes=${begin}-${end - 1}` } });
 *     if (response.status !== 206) throw new Error('The server gives no ranges.');
 *     return new Uint8Array(await response.arrayBuffer());
 *   };
 *   const { modelFor } = await openSlices(read, { digest });
 *   return createRecommender(await modelFor([item])).recommend({ items: [item] });
 * }
 * ```
 */
export async function openSlices(read: ReadRange, { digest }: { readonly digest: Digest }): Promise<ModelSlices> {
  const { header, dataAt } = await readHeader(read);
  const stated = parseJson(membersOf(header.__metadata__).manifest);
  checkVersion(stated, FILE);
  const manifest = readManifest(stated, FILE);
  if (manifest.kind !== 'neighbours') throw wholeOnly(manifest.kind);
  const { head, slices } = membersOf(header.__metadata__);
  if ((await hashOfHeader(header, digest)) !== head) throw corrupt(FILE, 'its header is not the one that was hashed');
  const hashes = membersOf(parseJson(slices));
  const bytesOf = createBytesOf(read, header, dataAt);
  const wholeOf = async (name: (typeof WHOLE_ARRAYS)[number], dtype: 'U8' | 'U32' | 'F32') => {
    const bytes = await bytesOf(name, dtype);
    if (toHex(await digest.sha256(bytes)) !== hashes[name]) throw corrupt(FILE, `${name} is not what was hashed`);
    return bytes;
  };
  const [ids, popularity, starts, rowHash] = await Promise.all([
    wholeOf('items', 'U8').then(parseIds),
    wholeOf('popularity', 'F32').then(floats),
    wholeOf('neighbour_start', 'U32').then(words),
    wholeOf('row_hash', 'U32').then(words),
  ]);
  const isNarrow = membersOf(header.neighbour).dtype === 'U16';
  const places = new Map(ids.map((id, place) => [id, place]));
  const rows = new Map<number, Promise<Row>>();

  async function readRow(place: number): Promise<Row> {
    const [from, until] = [starts[place] ?? 0, starts[place + 1] ?? 0];
    const [similarity, neighbour] = await Promise.all([
      bytesOf('similarity', 'F32', from, until),
      bytesOf('neighbour', isNarrow ? 'U16' : 'U32', from, until),
    ]);
    if ((await hashOfRow(similarity, neighbour, digest)) !== rowHash[place])
      throw corrupt(FILE, 'a row is not what was hashed');
    return { similarity: floats(similarity), neighbour: isNarrow ? halfWords(neighbour) : words(neighbour) };
  }

  /** A row that could not be read is asked for again the next time. */
  function rowOf(place: number): Promise<Row> {
    const known = rows.get(place);
    if (known !== undefined) return known;
    const reading = readRow(place);
    rows.set(place, reading);
    reading.catch(() => rows.delete(place));
    return reading;
  }

  return {
    items: ids,
    async modelFor(items) {
      const wanted = [...new Set(items.map((id) => places.get(id)))].filter((place) => place !== undefined);
      const found = new Map(await Promise.all(wanted.map(async (place) => [place, await rowOf(place)] as const)));
      return assembleRows(manifest, ids, popularity, found);
    },
  };
}

interface Row {
  readonly similarity: Float32Array;
  readonly neighbour: Uint16Array | Uint32Array;
}

function assembleRows(
  manifest: Manifest,
  items: readonly unknown[],
  popularity: Float32Array,
  rows: ReadonlyMap<number, Row>,
): Promise<Model> {
  const neighbourStart = new Uint32Array(items.length + 1);
  let neighbours = 0;
  items.forEach((_, place) => {
    neighbours += rows.get(place)?.neighbour.length ?? 0;
    neighbourStart[place + 1] = neighbours;
  });
  const neighbour = new Uint32Array(neighbours);
  const similarity = new Float32Array(neighbours);
  for (const [place, row] of rows) {
    neighbour.set(row.neighbour, neighbourStart[place]);
    similarity.set(row.similarity, neighbourStart[place]);
  }
  const sliced: Manifest = { ...manifest, counts: { ...manifest.counts, neighbours } };
  const body = { kind: 'neighbours', neighbourStart, neighbour, similarity } as const;
  return assembleModel(sliced, { items, popularity, body }, () => FILE);
}

async function readHeader(read: ReadRange): Promise<{ header: Readonly<Record<string, unknown>>; dataAt: number }> {
  const first = await read(0, FIRST_BYTES);
  const [length = 0, beyond] = first.length < 8 ? [] : words(first.slice(0, 8));
  if (beyond !== 0 || length % 8 !== 0 || length === 0) throw corrupt(FILE, 'it is no safetensors file');
  const dataAt = 8 + length;
  const rest = dataAt > first.length ? await readExactly(read, first.length, dataAt) : new Uint8Array();
  const bytes = new Uint8Array([...first.subarray(8, dataAt), ...rest]);
  return { header: membersOf(parseJson(new TextDecoder().decode(bytes))), dataAt };
}

/** Reads an array, or of a list its entries from one to another. */
function createBytesOf(read: ReadRange, header: Readonly<Record<string, unknown>>, dataAt: number) {
  const widths = { U8: 1, U16: 2, U32: 4, F32: 4 } as const;
  return (name: string, dtype: keyof typeof widths, from = 0, until?: number): Promise<Uint8Array> => {
    const { dtype: found, data_offsets: offsets } = membersOf(header[name]);
    const [begin, end] = Array.isArray(offsets) ? offsets : [];
    const width = widths[dtype];
    const last = until === undefined ? end : begin + until * width;
    const isSound = found === dtype && isCount(begin) && isCount(end) && from <= (until ?? from) && last <= end;
    if (!isSound || (end - begin) % width !== 0)
      throw corrupt(FILE, 'an array is missing, or lies outside of the file');
    return readExactly(read, dataAt + begin + from * width, dataAt + last);
  };
}

async function readExactly(read: ReadRange, begin: number, end: number): Promise<Uint8Array> {
  const bytes = begin === end ? new Uint8Array() : await read(begin, end);
  if (bytes.length !== end - begin)
    throw corrupt(FILE, 'it ends too early, or the server gives other parts than asked for');
  return bytes;
}

/** Copies, because views need an aligned start. */
function words(bytes: Uint8Array): Uint32Array {
  return new Uint32Array(new Uint8Array(bytes).buffer);
}

function halfWords(bytes: Uint8Array): Uint16Array {
  return new Uint16Array(new Uint8Array(bytes).buffer);
}

function floats(bytes: Uint8Array): Float32Array {
  return new Float32Array(new Uint8Array(bytes).buffer);
}

function parseIds(bytes: Uint8Array): readonly string[] {
  const ids = parseJson(new TextDecoder().decode(bytes));
  const texts = Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : [];
  if (!Array.isArray(ids) || texts.length !== ids.length) throw corrupt(FILE, 'an item id is no text');
  return texts;
}

function parseJson(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch (error) {
    throw corrupt(FILE, 'it holds broken JSON', error);
  }
}

function wholeOnly(kind: string): KindredError {
  return new KindredError(
    'unavailable',
    `Slices are of models of neighbours; one of kind "${kind}" is read as a whole.`,
  );
}
