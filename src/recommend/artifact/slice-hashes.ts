// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import { type Digest, toHex } from '../../core/index.ts';
import { hashJson, membersOf } from './manifest.ts';
import type { Tensor } from './tensors.ts';

/** The arrays of a packed model of neighbours that are read whole by whoever reads slices. */
export const WHOLE_ARRAYS = ['items', 'popularity', 'neighbour_start', 'row_hash'] as const;

/** For each row the hash of its similarities and, behind them, its neighbours, as they are stored. */
export async function rowHashes(tensors: readonly Tensor[], digest: Digest): Promise<Tensor> {
  const dataOf = (wanted: string) => tensors.find(({ name }) => name === wanted)?.data ?? new Uint32Array();
  const [start, similarity, neighbour] = [dataOf('neighbour_start'), dataOf('similarity'), dataOf('neighbour')];
  const hashes = new Uint32Array(start.length - 1);
  for (let row = 0; row < hashes.length; row++) {
    const [from, until] = [start[row]!, start[row + 1]!];
    hashes[row] = await hashOfRow(bytesOf(similarity, from, until), bytesOf(neighbour, from, until), digest);
  }
  return { name: 'row_hash', dtype: 'U32', data: hashes };
}

/** The first four bytes of a SHA-256: it finds accidents, which is what all hashes of models are for. */
export async function hashOfRow(similarity: Uint8Array, neighbour: Uint8Array, digest: Digest): Promise<number> {
  const row = new Uint8Array(similarity.length + neighbour.length);
  row.set(similarity);
  row.set(neighbour, similarity.length);
  return new DataView((await digest.sha256(row)).slice().buffer).getUint32(0, true);
}

/** The hash of each array that is read whole. */
export async function wholeHashes(
  tensors: readonly Tensor[],
  digest: Digest,
): Promise<Readonly<Record<string, string>>> {
  const hashes: Record<string, string> = {};
  for (const { name, data } of tensors) {
    if (WHOLE_ARRAYS.some((known) => known === name))
      hashes[name] = toHex(await digest.sha256(bytesOf(data, 0, data.length)));
  }
  return hashes;
}

/** The hash of a header without the two hashes that it holds. */
export function hashOfHeader(header: Readonly<Record<string, unknown>>, digest: Digest): Promise<string> {
  const { sha256: _, head: __, ...metadata } = membersOf(header.__metadata__);
  return hashJson({ ...header, __metadata__: metadata }, digest);
}

function bytesOf(data: Tensor['data'], from: number, until: number): Uint8Array {
  const { buffer, byteOffset, byteLength } = data.subarray(from, until);
  return new Uint8Array(buffer, byteOffset, byteLength);
}
