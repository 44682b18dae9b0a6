// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.

/** The most items that a key has room for: 2 ** 22. */
export const MAX_ITEMS = 4_194_304;

/** Picks the strongest of many candidates, without sorting the rest. */
export interface StrongestFinder {
  /**
   * Moves the indices of the `count` strongest to the front of `candidates`, in no particular order. `strengths` gives
   * each candidate's strength by index, above zero. Of equal strengths, as Float32, the lower index wins.
   */
  keepStrongest(candidates: Uint32Array, length: number, count: number, strengths: Float32Array): void;
}

/**
 * Selection in linear time on keys that are all different: the bits of a positive Float32 order as the number does, and below
 * them lies the index, reversed. 31 bits and 22 bits are just what a double holds.
 */
export function createStrongestFinder(capacity: number): StrongestFinder {
  const keys = new Float64Array(capacity);
  const number = new Float32Array(1);
  const bits = new Uint32Array(number.buffer);
  return {
    keepStrongest(candidates, length, count, strengths) {
      for (let n = 0; n < length; n++) {
        const index = candidates[n]!;
        number[0] = strengths[index]!;
        keys[n] = bits[0]! * MAX_ITEMS + (MAX_ITEMS - 1 - index);
      }
      select(keys, length, count);
      for (let n = 0; n < count; n++) {
        const key = keys[n]!;
        candidates[n] = MAX_ITEMS - 1 - (key - Math.floor(key / MAX_ITEMS) * MAX_ITEMS);
      }
    },
  };
}

const MAX_ROUNDS = 64;

/** Hoare's selection (1961), descending: afterwards the `count` greatest lie in front. */
function select(keys: Float64Array, length: number, count: number): void {
  let low = 0;
  let high = length - 1;
  for (let round = 0; low < high; round++) {
    // Bad luck with every pivot would cost quadratic time: sorting what is left does not.
    if (round === MAX_ROUNDS) {
      keys
        .subarray(low, high + 1)
        .sort()
        .reverse();
      return;
    }
    const pivot = medianOf(keys[low]!, keys[(low + high) >>> 1]!, keys[high]!);
    let left = low;
    let right = high;
    while (left <= right) {
      while (keys[left]! > pivot) left++;
      while (keys[right]! < pivot) right--;
      if (left > right) break;
      const swapped = keys[left]!;
      keys[left++] = keys[right]!;
      keys[right--] = swapped;
    }
    if (count - 1 <= right) high = right;
    else if (count - 1 >= left) low = left;
    else return;
  }
}

function medianOf(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
