// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
// What a list is rearranged for, besides its scores. Items are named by their slots: places in the pool that is chosen from.

/** One thing to mind while a list is put together, item by item. */
export interface Aspect {
  /** From 0, the scores alone, to 1, this aspect alone. */
  readonly strength: number;
  /** How bad it is to add this one to what was taken: from 0 to 1. */
  penaltyOf(slot: number): number;
  take(slot: number): void;
  /** How bad a whole list is: from 0 to 1. */
  figureOf(slots: readonly number[]): number;
}

/**
 * Maximal marginal relevance: J. Carbonell and J. Goldstein, *The Use of MMR, Diversity-Based Reranking for Reordering Documents
 * and Producing Summaries*, SIGIR 1998. With strength 1 − λ the next item is
 * argmax λ · Sim₁(Dᵢ, Q) − (1 − λ) · max Sim₂(Dᵢ, Dⱼ) over Dⱼ that are taken.
 * Time: pool size × list length similarities; memory: one number for each of the pool.
 */
export function diversityAspect(
  strength: number,
  poolSize: number,
  similarity: (slot: number, other: number) => number,
): Aspect {
  const nearest = new Float64Array(poolSize);
  return {
    strength,
    penaltyOf: (slot) => nearest[slot]!,
    take(taken) {
      for (let slot = 0; slot < poolSize; slot++) nearest[slot] = Math.max(nearest[slot]!, similarity(slot, taken));
    },
    figureOf(slots) {
      let sum = 0;
      let pairs = 0;
      for (let n = 0; n < slots.length; n++) {
        for (let earlier = 0; earlier < n; earlier++) {
          sum += similarity(slots[n]!, slots[earlier]!);
          pairs++;
        }
      }
      return pairs === 0 ? 0 : sum / pairs;
    },
  };
}

/**
 * Calibration: H. Steck, *Calibrated Recommendations*, RecSys 2018. `p` holds the share of each value in the history, `q` that in the
 * list; the next item is argmax (1 − λ) · s(I) − λ · C(p, q(I)). C is the Hellinger distance, which Steck names beside the
 * Kullback–Leibler divergence: it needs no smoothing, and its only function, the square root, is exact on every platform.
 * Time: pool size × list length × values; memory: the values.
 */
export function calibrationAspect(
  strength: number,
  p: ReadonlyMap<string, number>,
  valuesOf: (slot: number) => readonly string[],
): Aspect {
  const taken = new Map<string, number>();
  return {
    strength,
    penaltyOf: (slot) => hellinger(p, addTo(new Map(taken), valuesOf(slot), 1)),
    take: (slot) => void addTo(taken, valuesOf(slot), 1),
    figureOf: (slots) => {
      const q = new Map<string, number>();
      for (const slot of slots) addTo(q, valuesOf(slot), 1);
      return hellinger(p, q);
    },
  };
}

/** Spreads a weight evenly over the values of one item. */
export function addTo(weights: Map<string, number>, values: readonly string[], weight: number): Map<string, number> {
  for (const value of values) weights.set(value, (weights.get(value) ?? 0) + weight / values.length);
  return weights;
}

/** √(1 − Σ √(pᵢ qᵢ)) of two distributions, given as weights; 1 where either is empty. */
function hellinger(p: ReadonlyMap<string, number>, q: ReadonlyMap<string, number>): number {
  const total = sumOf(p) * sumOf(q);
  if (total === 0) return 1;
  let overlap = 0;
  for (const [value, weight] of p) overlap += Math.sqrt(weight * (q.get(value) ?? 0));
  return Math.sqrt(Math.max(0, 1 - overlap / Math.sqrt(total)));
}

function sumOf(weights: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const weight of weights.values()) sum += weight;
  return sum;
}

/** The cosine of two rows, 0 where one of them is nothing. */
export function cosine(row: Float64Array, other: Float64Array): number {
  let product = 0;
  let square = 0;
  let otherSquare = 0;
  for (let n = 0; n < row.length; n++) {
    const [value, against] = [row[n]!, other[n]!];
    product += value * against;
    square += value * value;
    otherSquare += against * against;
  }
  return square > 0 && otherSquare > 0 ? Math.max(0, product / Math.sqrt(square * otherSquare)) : 0;
}

/** Of two sets of values: how many they share, of all that either has (Jaccard). */
export function overlapOf(values: readonly string[], others: readonly string[]): number {
  let shared = 0;
  for (const value of values) if (others.includes(value)) shared++;
  return shared === 0 ? 0 : shared / (values.length + others.length - shared);
}
