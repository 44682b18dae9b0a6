import { utf8 } from './text-bytes.ts';

/**
 * MurmurHash3, x86, 32 bits, of a text's UTF-8: even and quick, but no secret and no proof of anything (Appleby, 2011,
 * https://github.com/aappleby/smhasher). The result is an integer from 0 to 2³² − 1.
 */
export function murmur3(text: string, seed = 0): number {
  const bytes = utf8(text);
  let hash = seed;
  let block = 0;
  bytes.forEach((byte, index) => {
    block |= byte << (8 * (index & 3));
    if ((index & 3) < 3) return;
    hash = Math.imul(rotate(hash ^ scramble(block), 13), 5) + 0xe6546b64;
    block = 0;
  });
  // What is left of less than four bytes; nothing, where there is none.
  hash ^= scramble(block) ^ bytes.length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function scramble(block: number): number {
  return Math.imul(rotate(Math.imul(block, 0xcc9e2d51), 15), 0x1b873593);
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}
