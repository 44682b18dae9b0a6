// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.

/** Picks the strongest of many candidates, without sorting the rest. */
export interface StrongestFinder {
  /**
   * Moves the `count` strongest candidates, and their strengths with them, to the front, in no particular order. Of equal
   * strengths the lower candidate wins. `strengths[n]` belongs to `candidates[n]`; there are `length` of them, more than `count`.
   */
  keepStrongest(candidates: Uint32Array, strengths: Float32Array, length: number, count: number): void;
}

/** The exponent of a Float32 and the first three bits after it: numbers above zero ascend as their bits do. */
const SHIFT = 20;
const BINS = 2 ** (31 - SHIFT);

/**
 * Finds the weakest strength that is kept, in linear time, and then everything above it; only ties there are sorted. Strengths are counted by their
 * first bits, so that only those like the weakest are looked at again. Strengths are above zero.
 */
export function createStrongestFinder(capacity: number): StrongestFinder {
  const scratch = new Float32Array(capacity);
  const ties = new Uint32Array(capacity);
  const counts = new Uint32Array(BINS); // all zero between two searches
  const weakestOf = (strengths: Float32Array, length: number, count: number) => {
    const bits = new Uint32Array(strengths.buffer, strengths.byteOffset, length);
    for (let n = 0; n < length; n++) counts[bits[n]! >>> SHIFT]!++;
    let bin = BINS - 1;
    let above = 0;
    for (; above + counts[bin]! < count; bin--) above += counts[bin]!;
    let alike = 0;
    for (let n = 0; n < length; n++) if (bits[n]! >>> SHIFT === bin) scratch[alike++] = strengths[n]!;
    counts.fill(0);
    return nthGreatest(scratch, alike, count - above);
  };
  return {
    keepStrongest(candidates, strengths, length, count) {
      const weakest = weakestOf(strengths, length, count);
      let kept = 0;
      let tied = 0;
      for (let n = 0; n < length; n++) {
        const strength = strengths[n]!;
        if (strength < weakest) continue;
        if (strength === weakest) {
          ties[tied++] = candidates[n]!;
          continue;
        }
        candidates[kept] = candidates[n]!;
        strengths[kept++] = strength;
      }
      if (kept + tied > count) ties.subarray(0, tied).sort();
      candidates.set(ties.subarray(0, count - kept), kept);
      strengths.fill(weakest, kept, count);
    },
  };
}

/** Sorts indices, and their values with them. */
export function createPairSorter(
  capacity: number,
): (indices: Uint32Array, values: Float32Array, count: number) => void {
  const valueAt = new Float32Array(capacity);
  return (indices, values, count) => {
    for (let n = 0; n < count; n++) valueAt[indices[n]!] = values[n]!;
    indices.subarray(0, count).sort();
    for (let n = 0; n < count; n++) values[n] = valueAt[indices[n]!]!;
  };
}

const MAX_ROUNDS = 64;

/** Hoare's selection (1961). Reorders the values. */
function nthGreatest(values: Float32Array, length: number, n: number): number {
  const wanted = n - 1;
  let low = 0;
  let high = length - 1;
  for (let round = 0; low < high; round++) {
    // Bad luck with every pivot would cost quadratic time: sorting what is left does not.
    if (round === MAX_ROUNDS) {
      values
        .subarray(low, high + 1)
        .sort()
        .reverse();
      break;
    }
    const pivot = medianOf(values[low]!, values[(low + high) >>> 1]!, values[high]!);
    let left = low;
    let right = high;
    while (left <= right) {
      while (values[left]! > pivot) left++;
      while (values[right]! < pivot) right--;
      if (left > right) break;
      const swapped = values[left]!;
      values[left++] = values[right]!;
      values[right--] = swapped;
    }
    if (wanted <= right) high = right;
    else if (wanted >= left) low = left;
    else break;
  }
  return values[wanted]!;
}

function medianOf(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
