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
 * Penalties only grow, so one that is not asked for is not brought up to date. Time: at most pool size × list length similarities; memory:
 * two numbers for each of the pool.
 */
export function diversityAspect(
  strength: number,
  poolSize: number,
  similarity: (slot: number, other: number) => number,
): Aspect {
  const nearest = new Float64Array(poolSize);
  /** With how many of those taken each was compared. */
  const compared = new Uint32Array(poolSize);
  const taken: number[] = [];
  return {
    strength,
    penaltyOf(slot) {
      let most = nearest[slot]!;
      for (let n = compared[slot]!; n < taken.length; n++) most = Math.max(most, similarity(slot, taken[n]!));
      compared[slot] = taken.length;
      nearest[slot] = most;
      return most;
    },
    take: (slot) => void taken.push(slot),
    figureOf(slots) {
      let sum = 0;
      const { length } = slots;
      for (let n = 0; n < length; n++) {
        for (let earlier = 0; earlier < n; earlier++) sum += similarity(slots[n]!, slots[earlier]!);
      }
      return sum / ((length * (length - 1)) / 2 || 1);
    },
  };
}

/**
 * Calibration: H. Steck, *Calibrated Recommendations*, RecSys 2018. `p` holds the share of each value in the history, `q` that in the
 * list; the next item is argmax (1 − λ) · s(I) − λ · C(p, q(I)). C is the Hellinger distance, which Steck names beside the
 * Kullback–Leibler divergence: it needs no smoothing, and its only function, the square root, is exact on every platform.
 * Values are named by their places in `p`. Items with the same values have the same penalty. Time: list length × values, for each set of
 * values that is found in the pool; memory: the values, and one penalty for each set.
 */
export function calibrationAspect(
  strength: number,
  p: readonly number[],
  values: readonly (readonly number[])[],
): Aspect {
  const keys = values.map((own) => own.join());
  const penalties = new Map<string, number>();
  const total = sumOf(p);
  let taken = NOTHING;

  /** √(1 − Σ √(pᵢ qᵢ)) of two distributions, given as weights; 1 where either is empty. */
  function hellinger({ q, order }: Mix): number {
    const product = total * sumOf(order.map((value) => q[value]!));
    if (product === 0) return 1;
    const overlap = p.reduce((sum, weight, value) => sum + Math.sqrt(weight * (q[value] ?? 0)), 0);
    return Math.sqrt(Math.max(0, 1 - overlap / Math.sqrt(product)));
  }

  return {
    strength,
    penaltyOf(slot) {
      const key = keys[slot]!;
      const penalty = penalties.get(key) ?? hellinger(mixed(taken, values[slot]!));
      penalties.set(key, penalty);
      return penalty;
    },
    take(slot) {
      taken = mixed(taken, values[slot]!);
      penalties.clear();
    },
    figureOf: (slots) => hellinger(slots.reduce((mix, slot) => mixed(mix, values[slot]!), NOTHING)),
  };
}

/** How much each value counts. */
interface Mix {
  readonly q: readonly number[];
  /** The values as they came: sums depend on it in their last bit. */
  readonly order: readonly number[];
}

const NOTHING: Mix = { q: [], order: [] };

/** Spreads one item more evenly over its values. */
function mixed(mix: Mix, own: readonly number[]): Mix {
  const [q, order] = [mix.q.slice(), mix.order.slice()];
  for (const value of own) {
    if (q[value] === undefined) order.push(value);
    q[value] = (q[value] ?? 0) + 1 / own.length;
  }
  return { q, order };
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

/** A row, where it is not zero, and the sum of its squares. */
export interface MeasuredRow {
  readonly row: Float64Array;
  readonly places: readonly number[];
  readonly square: number;
}

export function measure(row: Float64Array): MeasuredRow {
  const places: number[] = [];
  for (let n = 0; n < row.length; n++) if (row[n] !== 0) places.push(n);
  return { row, places, square: dot(row, row, places) };
}

/** The cosine of two rows, 0 where one of them is nothing. */
export function cosine({ row, places, square }: MeasuredRow, other: MeasuredRow): number {
  return square > 0 && other.square > 0
    ? Math.max(0, dot(row, other.row, places) / Math.sqrt(square * other.square))
    : 0;
}

/** What is zero in one of them adds nothing: most of a long history says nothing about one item. */
function dot(row: Float64Array, other: Float64Array, places: readonly number[]): number {
  let sum = 0;
  for (const n of places) sum += row[n]! * other[n]!;
  return sum;
}

/** Of two sets of values: how many they share, of all that either has (Jaccard). */
export function overlapOf(values: readonly string[], others: readonly string[]): number {
  let shared = 0;
  for (const value of values) if (others.includes(value)) shared++;
  return shared === 0 ? 0 : shared / (values.length + others.length - shared);
}
