// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.

/**
 * Turns the sums of an item into similarities, and clears them. Drops the item itself, and whatever is too small for a Float32.
 * Answers how many are left at the head of `touched`; `strength[n]` belongs to `touched[n]`.
 */
type Weigh = (item: number, sum: Float64Array, touched: Uint32Array, count: number, strength: Float32Array) => number;

/** The same for the row of a history item and for the column of a candidate. */
export interface Weigher {
  readonly weighRow: Weigh;
  readonly weighColumn: Weigh;
}

/**
 * Finite in any case: absurd weights may have led to infinity, or to NaN, which is below nothing. The limit stands here as a number:
 * read from a constant outside, V8 keeps either as an object, and makes one for each of millions of similarities.
 */
function toFloat32(value: number): number {
  // biome-ignore lint/complexity/useMathMinMax: Math.min would let NaN through.
  return Math.fround(value < 3.4e38 ? value : 3.4e38);
}

/** history[i] · candidate[j] · sum, for sums that are not below the threshold. */
export function weighByProduct(history: Float64Array, candidate: Float64Array, threshold = 0): Weigher {
  return { weighRow: byProduct(history, candidate, threshold), weighColumn: byProduct(candidate, history, threshold) };
}

function byProduct(own: Float64Array, other: Float64Array, threshold: number): Weigh {
  return (item, sum, touched, count, strength) => {
    const ownFactor = own[item]!;
    let left = 0;
    for (let n = 0; n < count; n++) {
      const neighbour = touched[n]!;
      const both = sum[neighbour]!;
      if (both === 0) continue;
      const similarity = toFloat32(ownFactor * other[neighbour]! * both);
      sum[neighbour] = 0;
      if (similarity === 0 || neighbour === item || both < threshold) continue;
      touched[left] = neighbour;
      strength[left++] = similarity;
    }
    return left;
  };
}

/** n_ij / (n_i · n_j), without the number of all users, which is the same everywhere. */
export function weighByLift(size: Float64Array, threshold = 0): Weigher {
  const inverse = size.map((count) => 1 / count);
  return weighByProduct(inverse, inverse, threshold);
}

/** n_ij / (n_i + n_j − n_ij), where the sum is how many users have both: Jaccard 1912. */
export function weighByUnion(size: Float64Array, threshold = 0): Weigher {
  const weigh: Weigh = (item, sum, touched, count, strength) => {
    const own = size[item]!;
    let left = 0;
    for (let n = 0; n < count; n++) {
      const neighbour = touched[n]!;
      const both = sum[neighbour]!;
      sum[neighbour] = 0;
      if (both === 0 || neighbour === item || both < threshold) continue;
      touched[left] = neighbour;
      strength[left++] = Math.fround(both / (own + size[neighbour]! - both));
    }
    return left;
  };
  return { weighRow: weigh, weighColumn: weigh };
}
