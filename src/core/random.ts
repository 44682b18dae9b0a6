import type { Random } from './ports.ts';

/**
 * A seeded generator: xoshiro128** 1.1 (Blackman & Vigna, 2018), its state filled by splitmix32. The same seed gives the
 * same numbers on every platform. Not for ids: anyone who knows the seed knows them.
 *
 * @example
 * ```ts
 * import { seededRandom } from 'kindred/testing';
 *
 * const random = seededRandom(42);
 * const same = seededRandom(42);
 * console.log(random.next() === same.next()); // true
 * ```
 */
export function seededRandom(seed: number): Random {
  const state = Uint32Array.from({ length: 4 }, splitmix32(seed));
  const nextUint32 = () => xoshiro128ss(state);
  return {
    next: () => nextUint32() / 2 ** 32,
    bytes: (length) => Uint8Array.from({ length }, () => nextUint32() >>> 24),
  };
}

function splitmix32(seed: number): () => number {
  let a = seed | 0;
  return () => {
    a = (a + 0x9e3779b9) | 0;
    let t = a ^ (a >>> 16);
    t = Math.imul(t, 0x21f0aaad);
    t ^= t >>> 15;
    t = Math.imul(t, 0x735a2d97);
    return (t ^ (t >>> 15)) >>> 0;
  };
}

function xoshiro128ss(s: Uint32Array): number {
  const s1 = s[1] ?? 0;
  const product = Math.imul(s1, 5);
  const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
  const t = s1 << 9;
  s[2] = (s[2] ?? 0) ^ (s[0] ?? 0);
  s[3] = (s[3] ?? 0) ^ s1;
  s[1] = s1 ^ (s[2] ?? 0);
  s[0] = (s[0] ?? 0) ^ (s[3] ?? 0);
  s[2] = (s[2] ?? 0) ^ t;
  const s3 = s[3] ?? 0;
  s[3] = (s3 << 11) | (s3 >>> 21);
  return result;
}
