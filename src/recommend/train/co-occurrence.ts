// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import type { Interactions } from '../interactions.ts';
import { breathe, type LongRun } from '../long-run.ts';
import {
  createNeighbourColumns,
  type NeighbourColumns,
  type NeighbourColumnsBuilder,
  transpose,
} from '../neighbour-columns.ts';
import type { Factors } from './factors.ts';
import type { ResolvedNeighbours } from './spec.ts';
import { createPairSorter, createStrongestFinder } from './strongest.ts';

/** Additions between two pauses: a few milliseconds. */
const WORK_PER_BREATH = 4_000_000;
/** A list that holds more than one in so many of all items is read off the whole row, which is cheaper than sorting it. */
const DENSE = 8;
/** Room that is made at once; what is above grows. */
const MAX_EXPECTED = 16_000_000;

/**
 * The one pass over all pairs of items that some user has both of (Deshpande & Karypis 2004, "Item-based top-N"):
 *
 *     W[i][j] = history[i] · candidate[j] · Σ_u user[u] · v[u,i] · v[u,j]        i ≠ j
 *
 * `v` is 1, or a power of the weight; the three factors make it co-occurrence, cosine or RP3beta. The sum is symmetric, so the
 * same loop yields the row of a history item or the column of a candidate, whichever is to be cut.
 *
 * Time: Σ_u |items of u|², plus one linear selection for each item. Memory: 12 bytes for each pair of user and item, 48 for each
 * item, and 8 for each neighbour kept, twice that when candidates are cut.
 */
export async function coOccurrence(
  interactions: Interactions,
  factors: Factors,
  spec: ResolvedNeighbours,
  run: LongRun,
): Promise<NeighbourColumns> {
  const itemCount = interactions.items.length;
  const isCutByCandidate = spec.cut === 'candidate' && spec.neighbours < itemCount;
  const sweep = createSweep(interactions, factors, spec.neighbours, isCutByCandidate);
  const expected = Math.min(itemCount * Math.min(spec.neighbours, itemCount), totalWork(interactions), MAX_EXPECTED);
  const kept = createNeighbourColumns(itemCount, expected);
  let work = 0;
  for (let item = 0; item < itemCount; item++) {
    work += sweep(item, kept);
    if (work < WORK_PER_BREATH) continue;
    work = 0;
    await breathe(run, item, itemCount);
  }
  const rows = isCutByCandidate ? transpose(kept.finish()) : kept.finish();
  await breathe(run, itemCount, itemCount);
  return rows;
}

/** Appends the neighbours of one item; answers how many additions that took. */
type Sweep = (item: number, kept: NeighbourColumnsBuilder) => number;

function createSweep(interactions: Interactions, factors: Factors, neighbours: number, isByCandidate: boolean): Sweep {
  const itemCount = interactions.items.length;
  const byUser = { start: interactions.userStart, index: interactions.itemIndex, value: factors.value };
  const byItem = transposed(interactions, factors.value);
  const own = isByCandidate ? factors.candidate : factors.history;
  const other = isByCandidate ? factors.history : factors.candidate;
  const sum = new Float64Array(itemCount); // all zero between two items
  const touched = new Uint32Array(itemCount);
  const strength = new Float32Array(itemCount); // of the items in `touched`, in their order
  const { keepStrongest } = createStrongestFinder(neighbours < itemCount ? itemCount : 0);
  const sortTogether = createPairSorter(itemCount);

  return (item, kept) => {
    const { count, work } = accumulate(byItem, byUser, factors.user, item, sum, touched);
    const isDense = count * DENSE > itemCount;
    if (isDense) for (let index = 0; index < itemCount; index++) touched[index] = index;
    let left = weigh(item, own[item]!, other, sum, touched, isDense ? itemCount : count, strength);
    const isCut = left > neighbours;
    if (isCut) {
      keepStrongest(touched, strength, left, neighbours);
      left = neighbours;
    }
    // Columns of candidates become rows later, which sorts them for nothing.
    if (!isByCandidate && (isCut || !isDense)) sortTogether(touched, strength, left);
    kept.append(touched, strength, left);
    return work + left;
  };
}

/** Compressed rows of indices, with their values where these are not all 1. */
interface Rows {
  readonly start: Uint32Array;
  readonly index: Uint32Array;
  readonly value: Float64Array | undefined;
}

/** Sums over all users of one item, and collects which items were touched. The innermost loop is all that matters. */
function accumulate(
  byItem: Rows,
  byUser: Rows,
  userFactor: Float64Array,
  item: number,
  sum: Float64Array,
  touched: Uint32Array,
): { readonly count: number; readonly work: number } {
  const { start, index, value } = byUser;
  let count = 0;
  let work = 0;
  for (let entry = byItem.start[item]!; entry < byItem.start[item + 1]!; entry++) {
    const user = byItem.index[entry]!;
    const factor = userFactor[user]! * (byItem.value === undefined ? 1 : byItem.value[entry]!);
    const until = start[user + 1]!;
    work += until - start[user]!;
    for (let p = start[user]!; p < until; p++) {
      const neighbour = index[p]!;
      const before = sum[neighbour]!;
      const after = before + (value === undefined ? factor : factor * value[p]!);
      if (before === 0 && after !== 0) touched[count++] = neighbour;
      sum[neighbour] = after;
    }
  }
  return { count, work };
}

/** Turns sums into similarities and clears them; drops the item itself, and whatever is too small for a Float32. */
function weigh(
  item: number,
  ownFactor: number,
  otherFactor: Float64Array,
  sum: Float64Array,
  touched: Uint32Array,
  count: number,
  strength: Float32Array,
): number {
  let left = 0;
  for (let n = 0; n < count; n++) {
    const neighbour = touched[n]!;
    const similarity = toFloat32(ownFactor * otherFactor[neighbour]! * sum[neighbour]!);
    sum[neighbour] = 0;
    if (similarity === 0 || neighbour === item) continue;
    touched[left] = neighbour;
    strength[left++] = similarity;
  }
  return left;
}

const MAX_FLOAT32 = Math.fround(3.4e38);

/** Finite in any case: absurd weights may have led to infinity, or to NaN, which is below nothing. */
function toFloat32(value: number): number {
  // biome-ignore lint/complexity/useMathMinMax: Math.min would let NaN through.
  return Math.fround(value < MAX_FLOAT32 ? value : MAX_FLOAT32);
}

function totalWork({ users, userStart }: Interactions): number {
  let work = 0;
  for (let user = 0; user < users.length; user++) work += (userStart[user + 1]! - userStart[user]!) ** 2;
  return work;
}

/** The same entries by item: which users have it, and with which value. */
function transposed({ userStart, itemIndex, users, items }: Interactions, values: Float64Array | undefined): Rows {
  const start = new Uint32Array(items.length + 1);
  for (const item of itemIndex) start[item + 1]!++;
  for (let item = 0; item < items.length; item++) start[item + 1]! += start[item]!;
  const next = start.slice();
  const index = new Uint32Array(itemIndex.length);
  const value = values === undefined ? undefined : new Float64Array(itemIndex.length);
  for (let user = 0; user < users.length; user++) {
    for (let p = userStart[user]!; p < userStart[user + 1]!; p++) {
      const place = next[itemIndex[p]!]!++;
      index[place] = user;
      if (value !== undefined && values !== undefined) value[place] = values[p]!;
    }
  }
  return { start, index, value };
}
