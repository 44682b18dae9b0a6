// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.

/** A number for each ordered pair of two places; 0 for those never touched. */
export interface PairTable {
  /** Adds an amount that may be below zero. */
  add(first: number, second: number, amount: number): void;
  /** Calls back with each pair whose number is not 0, in no particular order. */
  forEach(visit: (first: number, second: number, value: number) => void): void;
  /** Pairs that are kept, those that came back to 0 among them until the table grows. */
  readonly size: number;
}

const FIRST_CAPACITY = 1024;
/** Places are below 2^26, so that a pair is one whole number. */
const SPAN = 2 ** 26;
/** No pair: no place is paired with itself. */
const EMPTY = 0;

/**
 * Open addressing with linear probing (Knuth, volume 3, 6.4), in two typed arrays: 16 bytes for each pair, and as much again as
 * room. Numbers that came back to 0 leave when the table grows.
 */
export function createPairTable(): PairTable {
  let keys = new Float64Array(FIRST_CAPACITY);
  let values = new Float64Array(FIRST_CAPACITY);
  let size = 0;

  function slotOf(key: number): number {
    const mask = keys.length - 1;
    let slot = mix(key) & mask;
    while (keys[slot] !== EMPTY && keys[slot] !== key) slot = (slot + 1) & mask;
    return slot;
  }

  function grow(): void {
    const [oldKeys, oldValues] = [keys, values];
    const live = oldValues.reduce((count, value) => count + Number(value !== 0), 0);
    const capacity = live * 2 > oldKeys.length / 2 ? oldKeys.length * 2 : oldKeys.length;
    keys = new Float64Array(capacity);
    values = new Float64Array(capacity);
    size = 0;
    for (let slot = 0; slot < oldKeys.length; slot++) {
      if (oldValues[slot] !== 0) put(oldKeys[slot]!, oldValues[slot]!);
    }
  }

  function put(key: number, amount: number): void {
    const slot = slotOf(key);
    if (keys[slot] === EMPTY) {
      keys[slot] = key;
      size++;
    }
    values[slot]! += amount;
  }

  return {
    add(first, second, amount) {
      if (size * 4 > keys.length * 3) grow();
      put(first * SPAN + second, amount);
    },
    forEach(visit) {
      for (let slot = 0; slot < keys.length; slot++) {
        if (values[slot] !== 0) visit(Math.floor(keys[slot]! / SPAN), keys[slot]! % SPAN, values[slot]!);
      }
    },
    get size() {
      return size;
    },
  };
}

/** The end of MurmurHash3 (Appleby 2011), on both halves. */
function mix(key: number): number {
  let x = Math.imul(Math.floor(key / SPAN), 0x9e3779b1) ^ (key % SPAN);
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return x ^ (x >>> 16);
}
