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

/** From so many times more than are wanted on, a sample tells first which are out of the question. */
const MANY = 16;
/** One in so many is in the sample. */
const EVERY = 8;
/** What the sample has to hold beyond twice its share, so that it is seldom wrong. */
const MARGIN = 8;

/**
 * Counts strengths by their first bits, takes all above the bin in which the count is reached, and looks again at that bin alone: linear
 * time, and only ties there are sorted. Of many, those go first that are below what a sample lets expect, which is quicker; where it
 * was wrong, and too few are left, nothing has gone. Strengths are above zero.
 */
export function createStrongestFinder(capacity: number): StrongestFinder {
  const counts = new Uint32Array(BINS); // all zero between two searches
  // What lies in the bin, in the order of coming, and its strengths once more in any order.
  const alike = new Uint32Array(capacity);
  const alikeStrength = new Float32Array(capacity);
  const scratch = new Float32Array(capacity);

  const countBins = (bits: Uint32Array, length: number, step: number) => {
    for (let n = 0; n < length; n += step) counts[bits[n]! >>> SHIFT]!++;
  };
  /** The bin in which the count is reached, and how many it and those above hold. */
  const lowestBin = (count: number) => {
    let bin = BINS - 1;
    let total = counts[bin]!;
    while (total < count) total += counts[--bin]!;
    counts.fill(0);
    return { bin, total };
  };
  /** Moves to the front what may be among the strongest; answers how many those are. */
  const preselect = (candidates: Uint32Array, strengths: Float32Array, bits: Uint32Array, count: number) => {
    const { length } = bits;
    if (length < MANY * (count + MARGIN * EVERY)) return length;
    countBins(bits, length, EVERY);
    const { bin, total } = lowestBin(Math.ceil((2 * count) / EVERY) + MARGIN);
    if (2 * total * EVERY > length) return length;
    const least = bin << SHIFT;
    let kept = 0;
    for (let n = 0; n < length; n++) {
      if (bits[n]! < least) continue;
      alike[kept] = candidates[n]!;
      alikeStrength[kept++] = strengths[n]!;
    }
    if (kept < count) return length;
    candidates.set(alike.subarray(0, kept));
    strengths.set(alikeStrength.subarray(0, kept));
    return kept;
  };
  return {
    keepStrongest(candidates, strengths, given, count) {
      const bits = new Uint32Array(strengths.buffer, strengths.byteOffset, given);
      const length = preselect(candidates, strengths, bits, count);
      countBins(bits, length, 1);
      const { bin } = lowestBin(count);
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
      // Whole rows come in order, and where all are alike sorting would take longer than all else.
      if (kept + tied > count && !isAscending(alike, tied)) alike.subarray(0, tied).sort();
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

function isAscending(values: Uint32Array, length: number): boolean {
  for (let n = 1; n < length; n++) if (values[n]! < values[n - 1]!) return false;
  return true;
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
