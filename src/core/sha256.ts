// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
/**
 * SHA-256 (FIPS 180-4) and HMAC (RFC 2104), at once and without a secure context: a ledger is chained before the task ends, which the
 * promises of Web Crypto cannot do.
 */

const BLOCK_BYTES = 64;
const ROUNDS = 64;

/** The first 32 bits of the fractional part. The 53 bits of a double leave room enough for the 8 before the point. */
const fraction = (value: number) => ((value % 1) * 0x100000000) | 0;

interface Constants {
  readonly start: Int32Array;
  readonly rounds: Int32Array;
}

let constants: Constants | undefined;

/** The roots of the first primes (FIPS 180-4, 4.2.2 and 5.3.3), made when first needed: shorter than their table. */
function constantsOf(): Constants {
  const primes: number[] = [];
  for (let candidate = 2; primes.length < ROUNDS; candidate++) {
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);
  }
  return {
    start: Int32Array.from(primes.slice(0, 8), (prime) => fraction(Math.sqrt(prime))),
    rounds: Int32Array.from(primes, (prime) => fraction(Math.cbrt(prime))),
  };
}

const rotate = (word: number, by: number) => (word >>> by) | (word << (32 - by));

/** The message with its length at the end (FIPS 180-4, 5.1.1). */
function padded(message: Uint8Array): DataView {
  const bytes = new Uint8Array((((message.length + 8) >> 6) + 1) * BLOCK_BYTES);
  bytes.set(message);
  bytes[message.length] = 0x80;
  const view = new DataView(bytes.buffer);
  view.setUint32(bytes.length - 8, Math.floor(message.length / 0x20000000));
  view.setUint32(bytes.length - 4, message.length << 3);
  return view;
}

/** 32 bytes. */
export function sha256(message: Uint8Array): Uint8Array {
  constants ??= constantsOf();
  const { start, rounds } = constants;
  const view = padded(message);
  const state = start.slice();
  const words = new Int32Array(ROUNDS);
  for (let offset = 0; offset < view.byteLength; offset += BLOCK_BYTES) {
    for (let i = 0; i < 16; i++) words[i] = view.getInt32(offset + i * 4);
    compress(state, words, rounds);
  }
  state.forEach((word, i) => {
    view.setInt32(i * 4, word);
  });
  return new Uint8Array(view.buffer).slice(0, 32);
}

const sum = (word: number, one: number, two: number, three: number) =>
  rotate(word, one) ^ rotate(word, two) ^ rotate(word, three);

/** FIPS 180-4, 6.2.2, from the first 16 words of `w`; the letters are the standard's. */
function compress(state: Int32Array, w: Int32Array, k: Int32Array): void {
  // One by one: taking a list apart costs as much as eight rounds.
  let a = state[0]!;
  let b = state[1]!;
  let c = state[2]!;
  let d = state[3]!;
  let e = state[4]!;
  let f = state[5]!;
  let g = state[6]!;
  let h = state[7]!;
  for (let i = 0; i < ROUNDS; i++) {
    if (i > 15) {
      const early = w[i - 15]!;
      const late = w[i - 2]!;
      const s0 = rotate(early, 7) ^ rotate(early, 18) ^ (early >>> 3);
      const s1 = rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10);
      w[i] = w[i - 16]! + s0 + w[i - 7]! + s1;
    }
    const t1 = (h + sum(e, 6, 11, 25) + ((e & f) ^ (~e & g)) + k[i]! + w[i]!) | 0;
    const t2 = sum(a, 2, 13, 22) + ((a & b) ^ (a & c) ^ (b & c));
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => {
    state[i] = state[i]! + word;
  });
}

/** HMAC-SHA-256, 32 bytes. */
export function hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array {
  const block = new Uint8Array(BLOCK_BYTES);
  block.set(key.length > BLOCK_BYTES ? sha256(key) : key);
  const padWith = (pad: number, rest: Uint8Array) => {
    const bytes = new Uint8Array(BLOCK_BYTES + rest.length);
    bytes.set(block.map((byte) => byte ^ pad));
    bytes.set(rest, BLOCK_BYTES);
    return sha256(bytes);
  };
  return padWith(0x5c, padWith(0x36, message));
}
