// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import type { Interactions } from '../interactions.ts';
import { breathe, type LongRun } from '../long-run.ts';
import { createNeighbourColumns, type NeighbourColumns, transpose } from '../neighbour-columns.ts';
import type { Factors } from './factors.ts';
import type { ResolvedNeighbours } from './spec.ts';
import { createStrongestFinder } from './strongest.ts';

/** Additions between two pauses: a few milliseconds. */
const WORK_PER_BREATH = 4_000_000;
/** A list that holds more than one in so many of all items is read off the whole row, which is cheaper than sorting it. */
const DENSE = 8;

/**
 * The one pass over all pairs of items that some user has both of (Deshpande & Karypis 2004, "Item-based top-N"):
 *
 *     W[i][j] = history[i] · candidate[j] · Σ_u user[u] · v[u,i] · v[u,j]        i ≠ j
 *
 * `v` is 1, or a power of the weight; the three factors make it co-occurrence, cosine or RP3beta. The sum is symmetric, so the
 * same loop yields the row of a history item or the column of a candidate, whichever is to be cut.
 *
 * Time: Σ_u |items of u|², plus one linear selection for each item. Memory: 12 bytes for each pair of user and item, 24 for each
 * item, and 8 for each neighbour kept, twice that when candidates are cut.
 */
export async function coOccurrence(
  interactions: Interactions,
  factors: Factors,
  spec: ResolvedNeighbours,
  run: LongRun,
): Promise<NeighbourColumns> {
  const itemCount = interactions.items.length;
  const sweep = createSweep(interactions, factors, spec);
  const kept = createNeighbourColumns(itemCount);
  let work = 0;
  for (let item = 0; item < itemCount; item++) {
    work += sweep(item, kept);
    if (work < WORK_PER_BREATH) continue;
    work = 0;
    await breathe(run, item, itemCount);
  }
  const isCutByCandidate = spec.cut === 'candidate' && spec.neighbours < itemCount;
  const rows = isCutByCandidate ? transpose(kept.finish()) : kept.finish();
  await breathe(run, itemCount, itemCount);
  return rows;
}

/** Appends the neighbours of one item; answers how many additions that took. */
type Sweep = (
  item: number,
  kept: { append(neighbours: Uint32Array, count: number, values: Float32Array): void },
) => number;

function createSweep(interactions: Interactions, factors: Factors, spec: ResolvedNeighbours): Sweep {
  const { userStart, itemIndex } = interactions;
  const itemCount = interactions.items.length;
  const { itemStart, entryUser, entryValue } = byItem(interactions, factors.value);
  const values = factors.value;
  const isCutByCandidate = spec.cut === 'candidate' && spec.neighbours < itemCount;
  const own = isCutByCandidate ? factors.candidate : factors.history;
  const other = isCutByCandidate ? factors.history : factors.candidate;

  const sum = new Float64Array(itemCount); // all zero between two items
  const value = new Float32Array(itemCount);
  const touched = new Uint32Array(itemCount);
  const { keepStrongest } = createStrongestFinder(spec.neighbours < itemCount ? itemCount : 0);

  function accumulate(item: number): { count: number; work: number } {
    let count = 0;
    let work = 0;
    for (let entry = itemStart[item]!; entry < itemStart[item + 1]!; entry++) {
      const user = entryUser[entry]!;
      const from = userStart[user]!;
      const until = userStart[user + 1]!;
      work += until - from;
      const factor = factors.user[user]! * (entryValue === undefined ? 1 : entryValue[entry]!);
      for (let p = from; p < until; p++) {
        const neighbour = itemIndex[p]!;
        const before = sum[neighbour]!;
        const after = before + (values === undefined ? factor : factor * values[p]!);
        if (before === 0 && after !== 0) touched[count++] = neighbour;
        sum[neighbour] = after;
      }
    }
    return { count, work };
  }

  /** Turns sums into similarities and drops the item itself, and whatever is too small for a Float32. */
  function weigh(item: number, count: number, isDense: boolean): number {
    const looked = isDense ? itemCount : count;
    let left = 0;
    for (let n = 0; n < looked; n++) {
      const neighbour = isDense ? n : touched[n]!;
      if (sum[neighbour] === 0) continue;
      const similarity = toFloat32(own[item]! * other[neighbour]! * sum[neighbour]!);
      sum[neighbour] = 0;
      if (neighbour === item || similarity === 0) continue;
      value[neighbour] = similarity;
      touched[left++] = neighbour;
    }
    return left;
  }

  return (item, kept) => {
    const { count, work } = accumulate(item);
    const isDense = count * DENSE > itemCount;
    let left = weigh(item, count, isDense);
    const isCut = left > spec.neighbours;
    if (isCut) {
      keepStrongest(touched, left, spec.neighbours, value);
      left = spec.neighbours;
    }
    if (isCut || !isDense) touched.subarray(0, left).sort();
    kept.append(touched, left, value);
    return work + left;
  };
}

const MAX_FLOAT32 = Math.fround(3.4e38);

/** Finite in any case: absurd weights may have led to infinity, or to NaN. */
function toFloat32(value: number): number {
  return Number.isNaN(value) ? MAX_FLOAT32 : Math.fround(Math.min(value, MAX_FLOAT32));
}

/** The same entries by item: which users have it, and with which value. */
function byItem(
  interactions: Interactions,
  values: Float64Array | undefined,
): { itemStart: Uint32Array; entryUser: Uint32Array; entryValue: Float64Array | undefined } {
  const { userStart, itemIndex, users, items } = interactions;
  const itemStart = new Uint32Array(items.length + 1);
  for (const item of itemIndex) itemStart[item + 1]!++;
  for (let item = 0; item < items.length; item++) itemStart[item + 1]! += itemStart[item]!;
  const next = itemStart.slice();
  const entryUser = new Uint32Array(itemIndex.length);
  const entryValue = values === undefined ? undefined : new Float64Array(itemIndex.length);
  for (let user = 0; user < users.length; user++) {
    for (let p = userStart[user]!; p < userStart[user + 1]!; p++) {
      const place = next[itemIndex[p]!]!++;
      entryUser[place] = user;
      if (entryValue !== undefined && values !== undefined) entryValue[place] = values[p]!;
    }
  }
  return { itemStart, entryUser, entryValue };
}
