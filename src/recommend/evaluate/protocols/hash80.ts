// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import { KindredError } from '../../../core/index.ts';
import type { Interactions } from '../../index.ts';
import type { Split } from './protocol.ts';
import { forEachUser, HOLDOUT, splitPairs } from './split-pairs.ts';

const SEED = 42;

/**
 * A fifth of each user's items, rounded down, by a hash that anybody can compute: the same split in every language, without a file
 * that says it. The mix of bits is that of MurmurHash3's end (Appleby 2011).
 *
 * Time: O(pairs · log of a user's items).
 */
export function splitByHash(interactions: Interactions): Split {
  const users = toNumbers(interactions.users, 'user');
  const items = toNumbers(interactions.items, 'item');
  const { itemIndex } = interactions;
  const place = new Uint8Array(itemIndex.length);
  const hash = new Float64Array(itemIndex.length);
  forEachUser(interactions, (user, from, until) => {
    for (let p = from; p < until; p++) hash[p] = hash80(users[user]!, items[itemIndex[p]!]!);
    const pairs = Uint32Array.from({ length: until - from }, (_, n) => from + n);
    pairs.sort((a, b) => hash[a]! - hash[b]! || items[itemIndex[a]!]! - items[itemIndex[b]!]!);
    for (const p of pairs.subarray(0, Math.floor((until - from) / 5))) place[p] = HOLDOUT;
  });
  return { ...splitPairs(interactions, place), repeats: 'exclude' };
}

/** From 0 to 2^32 − 1. */
export function hash80(user: number, item: number): number {
  let x = (Math.imul(user, 0x9e3779b1) + Math.imul(item, 0x85ebca6b) + Math.imul(SEED, 0xc2b2ae35)) | 0;
  x ^= x >>> 16;
  x = Math.imul(x, 0x85ebca6b);
  x ^= x >>> 13;
  x = Math.imul(x, 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}

function toNumbers(ids: readonly string[], kind: string): Float64Array {
  return Float64Array.from(ids, (id) => {
    const number = Number(id);
    if (Number.isSafeInteger(number) && String(number) === id) return number;
    const message = `hash80 needs ids that are whole numbers, and there is the ${kind} ${JSON.stringify(id)}. Number them, or choose another protocol.`;
    throw new KindredError('invalid-input', message, { at: 'protocol' });
  });
}
