import { canonicalJson, type Digest, toHex } from '../../core/index.ts';
import type { Model } from '../model.ts';
import { assembleModel } from './assemble.ts';
import { readBody, tensorsOf } from './bodies.ts';
import { checkSpec, checkVersion, corrupt, describeModel, type Manifest, membersOf, readManifest } from './manifest.ts';
import { hashOfHeader, rowHashes, wholeHashes } from './slice-hashes.ts';
import { createTensorReader } from './tensors.ts';

/** How to read or write the packed form. */
export interface PackOptions {
  /** Computes the hash that shows whether the file is whole. */
  readonly digest: Digest;
}

const FILE = 'the packed model';
const NO_HASH = '0'.repeat(64);
/** The header begins like this, so that the hash lies at a fixed place. */
const HASH_AT = 8 + '{"__metadata__":{"sha256":"'.length;

/**
 * Packs a model into one file for pages and edges: safetensors, that is 8 bytes with the header's length, a JSON header, and
 * aligned arrays, little-endian. Histories of users are never packed. For a page keep few neighbours:
 * `keepNeighbours` of `kindred/recommend/train`.
 *
 * @example
 * ```ts
 * import { type Model, packModel, type PackOptions, unpackModel } from 'kindred/recommend';
 *
 * export async function copy(model: Model, options: PackOptions): Promise<Model> {
 *   return unpackModel(await packModel(model, options), options);
 * }
 * ```
 */
export async function packModel(model: Model, { digest }: PackOptions): Promise<Uint8Array> {
  const body = tensorsOf(model);
  const isSliced = model.kind === 'neighbours';
  // Numbers of four bytes come first.
  const tensors = isSliced ? [await rowHashes(body, digest), ...body] : body;
  const manifest = canonicalJson(await describeModel(model, digest));
  let end = 0;
  const places = tensors.map(({ name, dtype, data, width = 1 }) => {
    const begin = end;
    end += data.byteLength;
    const shape = width === 1 ? [data.length] : [data.length / width, width];
    return [name, { dtype, shape, data_offsets: [begin, end] }];
  });
  const slices = isSliced && { slices: canonicalJson(await wholeHashes(tensors, digest)) };
  const stated = { __metadata__: { sha256: NO_HASH, manifest, ...slices }, ...Object.fromEntries(places) };
  const head = isSliced && { head: await hashOfHeader(stated, digest) };
  const text = JSON.stringify({ ...stated, __metadata__: { ...stated.__metadata__, ...head } });
  const encoded = new TextEncoder().encode(text);
  // White space up to the next multiple of 8 aligns the first array; the order of the arrays aligns the others.
  const header = new Uint8Array(Math.ceil(encoded.length / 8) * 8).fill(0x20);
  header.set(encoded);
  const file = new Uint8Array(8 + header.length + end);
  new DataView(file.buffer).setUint32(0, header.length, true);
  file.set(header, 8);
  let at = 8 + header.length;
  for (const { data } of tensors) {
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  file.set(new TextEncoder().encode(await hashOf(file, 8 + header.length, digest)), HASH_AT);
  return file;
}

/**
 * Reads a packed model. Its arrays are views of the bytes, which must not be changed afterwards.
 *
 * @throws KindredError (as a rejection) `model-corrupt`, `model-version`, and `unavailable` where the digest is not to be had
 *
 * @example
 * ```ts
 * import { createRecommender, type PackOptions, type Recommender, unpackModel } from 'kindred/recommend';
 *
 * export async function fetchRecommender(url: string, options: PackOptions): Promise<Recommender> {
 *   const response = await fetch(url);
 *   return createRecommender(await unpackModel(new Uint8Array(await response.arrayBuffer()), options));
 * }
 * ```
 */
export async function unpackModel(packed: Uint8Array, options: PackOptions): Promise<Model> {
  const { model, manifest } = await readPacked(packed, options);
  await checkSpec(manifest, FILE, options.digest);
  return model;
}

/** For a page: the hash of the file covers the spec, too, so that its own hash is passed over. */
export async function readPacked(
  packed: Uint8Array,
  { digest }: PackOptions,
): Promise<{ readonly model: Model; readonly manifest: Manifest }> {
  // Views need an aligned start, which a slice of a larger buffer may not have.
  const file = packed.byteOffset % 8 === 0 ? packed : new Uint8Array(packed);
  const { header, dataAt } = readHeader(file);
  const { sha256, manifest: text } = membersOf(header.__metadata__);
  const stated = parseJson(text);
  checkVersion(stated, FILE);
  if ((await hashOf(file, dataAt, digest)) !== sha256) {
    throw corrupt(FILE, 'its SHA-256 is not the one it states');
  }
  const manifest = readManifest(stated, FILE);
  const read = createTensorReader(file, dataAt, header, FILE);
  const items = parseJson(new TextDecoder().decode(read.u8('items')));
  const parts = {
    items: Array.isArray(items) ? items : [],
    popularity: read.f32('popularity'),
    body: await readBody(manifest, read),
  };
  return { model: await assembleModel(manifest, parts, () => FILE), manifest };
}

/** The hash of two hashes, the header's (with the place of the hash blank) and the data's: so the data need no copying. */
async function hashOf(file: Uint8Array, dataAt: number, digest: Digest): Promise<string> {
  // A copy, which `slice` of a Node buffer is not.
  const header = new Uint8Array(file.subarray(0, dataAt));
  header.set(new TextEncoder().encode(NO_HASH), HASH_AT);
  const both = new Uint8Array(64);
  both.set(await digest.sha256(header));
  both.set(await digest.sha256(file.subarray(dataAt)), 32);
  return toHex(await digest.sha256(both));
}

function readHeader(file: Uint8Array): {
  readonly header: Readonly<Record<string, unknown>>;
  readonly dataAt: number;
} {
  const [length = 0, beyond] = file.length < 8 ? [] : new Uint32Array(file.buffer, file.byteOffset, 2);
  const dataAt = 8 + length;
  const isPossible = beyond === 0 && dataAt <= file.length && dataAt >= HASH_AT + 64 && length % 8 === 0;
  if (!isPossible) throw corrupt(FILE, 'it is no safetensors file, or ends too early');
  const header = parseJson(new TextDecoder().decode(file.subarray(8, dataAt)));
  return { header: membersOf(header), dataAt };
}

function parseJson(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch (error) {
    throw corrupt(FILE, 'it holds broken JSON', error);
  }
}
