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
 * Counts strengths by their first bits, takes all above the bin in which the count is reached, and looks again at that bin alone: linear
 * time, and only ties there are sorted. Strengths are above zero.
 */
export function createStrongestFinder(capacity: number): StrongestFinder {
  const counts = new Uint32Array(BINS); // all zero between two searches
  // What lies in the bin, in the order of coming, and its strengths once more in any order.
  const alike = new Uint32Array(capacity);
  const alikeStrength = new Float32Array(capacity);
  const scratch = new Float32Array(capacity);

  const lowestBin = (bits: Uint32Array, count: number) => {
    for (let n = 0; n < bits.length; n++) counts[bits[n]! >>> SHIFT]!++;
    let bin = BINS - 1;
    for (let above = 0; above + counts[bin]! < count; bin--) above += counts[bin]!;
    counts.fill(0);
    return bin;
  };
  return {
    keepStrongest(candidates, strengths, length, count) {
      const bits = new Uint32Array(strengths.buffer, strengths.byteOffset, length);
      const bin = lowestBin(bits, count);
      let kept = 0;
      let left = 0;
      for (let n = 0; n < length; n++) {
        const own = bits[n]! >>> SHIFT;
        if (own < bin) continue;
        if (own > bin) {
          candidates[kept] = candidates[n]!;
          strengths[kept++] = strengths[n]!;
        } else {
          alike[left] = candidates[n]!;
          alikeStrength[left++] = strengths[n]!;
        }
      }
      scratch.set(alikeStrength.subarray(0, left));
      const weakest = nthGreatest(scratch, left, count - kept);
      let tied = 0;
      for (let n = 0; n < left; n++) {
        if (alikeStrength[n]! < weakest) continue;
        if (alikeStrength[n] === weakest) {
          alike[tied++] = alike[n]!;
        } else {
          candidates[kept] = alike[n]!;
          strengths[kept++] = alikeStrength[n]!;
        }
      }
      if (kept + tied > count) alike.subarray(0, tied).sort();
      candidates.set(alike.subarray(0, count - kept), kept);
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
