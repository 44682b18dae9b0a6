// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import type { Interactions } from '../../index.ts';
import type { PairSums } from './engine.ts';

/** What each user counts for, and each of their items. */
export interface PairFactors {
  readonly user: Float64Array;
  /** v, for each entry of the interactions; `undefined` where all are 1. */
  readonly value: Float64Array | undefined;
}

/**
 * The sum over all users who have both items:
 *
 *     S[i][j] = Σ_u user[u] · v[u,i] · v[u,j]        i ≠ j
 *
 * It is symmetric. Time: Σ_u |items of u|². Memory: 12 bytes for each pair of user and item.
 */
export function pairSums(interactions: Interactions, factors: PairFactors): PairSums {
  const byUser = { start: interactions.userStart, index: interactions.itemIndex, value: factors.value };
  const byItem = transposed(interactions, factors.value);
  const itemCount = interactions.items.length;
  const add: PairSums['addRow'] = (item, sum, touched) => {
    const work = workOf(byItem, byUser, item);
    if (work < itemCount) return { count: addAndCollect(byItem, byUser, factors.user, item, sum, touched), work };
    // As many additions as there are items: to look at all of them is cheaper than to collect which were touched.
    addUp(byItem, byUser, factors.user, item, sum);
    for (let other = 0; other < itemCount; other++) touched[other] = other;
    return { count: itemCount, work };
  };
  return { totalWork: totalWork(interactions), addRow: add, addColumn: add };
}

/** Compressed rows of indices, with their values where these are not all 1. */
interface Rows {
  readonly start: Uint32Array;
  readonly index: Uint32Array;
  readonly value: Float64Array | undefined;
}

function workOf({ start, index }: Rows, byUser: Rows, item: number): number {
  let work = 0;
  for (let entry = start[item]!; entry < start[item + 1]!; entry++) {
    const user = index[entry]!;
    work += byUser.start[user + 1]! - byUser.start[user]!;
  }
  return work;
}

function factorOf({ index, value }: Rows, userFactor: Float64Array, entry: number): number {
  const factor = userFactor[index[entry]!]!;
  return value === undefined ? factor : factor * value[entry]!;
}

/** Answers how many items were touched. The innermost loops are all that matters. */
function addAndCollect(
  byItem: Rows,
  { start, index, value }: Rows,
  userFactor: Float64Array,
  item: number,
  sum: Float64Array,
  touched: Uint32Array,
): number {
  let count = 0;
  for (let entry = byItem.start[item]!; entry < byItem.start[item + 1]!; entry++) {
    const user = byItem.index[entry]!;
    const factor = factorOf(byItem, userFactor, entry);
    const until = start[user + 1]!;
    for (let p = start[user]!; p < until; p++) {
      const neighbour = index[p]!;
      const before = sum[neighbour]!;
      const after = before + (value === undefined ? factor : factor * value[p]!);
      if (before === 0 && after !== 0) touched[count++] = neighbour;
      sum[neighbour] = after;
    }
  }
  return count;
}

function addUp(
  byItem: Rows,
  { start, index, value }: Rows,
  userFactor: Float64Array,
  item: number,
  sum: Float64Array,
): void {
  for (let entry = byItem.start[item]!; entry < byItem.start[item + 1]!; entry++) {
    const user = byItem.index[entry]!;
    const factor = factorOf(byItem, userFactor, entry);
    const until = start[user + 1]!;
    if (value === undefined) for (let p = start[user]!; p < until; p++) sum[index[p]!]! += factor;
    else for (let p = start[user]!; p < until; p++) sum[index[p]!]! += factor * value[p]!;
  }
}

function totalWork({ users, userStart }: Interactions): number {
  let work = 0;
  for (let user = 0; user < users.length; user++) work += (userStart[user + 1]! - userStart[user]!) ** 2;
  return work;
}

/** The same entries by item: which users have it, and with which value. */
function transposed({ userStart, itemIndex, users, items }: Interactions, values: Float64Array | undefined): Rows {
  const start = new Uint32Array(items.length + 1);
  for (let p = 0; p < itemIndex.length; p++) start[itemIndex[p]! + 1]!++;
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
