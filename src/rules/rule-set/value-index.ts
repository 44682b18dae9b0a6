import type { Bound, Test } from './necessary-tests.ts';

/** A test, and the rank of the rule for which it is necessary. */
export interface Entry {
  readonly rank: number;
  readonly test: Test;
}

/**
 * Adds to `found` the ranks of the rules whose test a value passes, and maybe of some whose test it does not pass; a rule with
 * several tests may be found several times.
 */
export type FindByValue = (value: unknown, found: number[]) => void;

/** Ranks by the value for which they are found. */
export type Buckets = Map<unknown, number[]>;

/** Hash tables for equality, which may have some ranks already, and for membership; and trees of intervals for ranges. */
export function indexValues(equal: Buckets, entries: readonly Entry[]): FindByValue {
  const containing: Buckets = new Map();
  const numbers: Interval[] = [];
  const texts: Interval[] = [];
  for (const { rank, test } of entries) {
    const { values, member, from, to } = test;
    if (values) for (const value of values.length > 1 ? new Set(values) : values) addRank(equal, value, rank);
    else if (member !== undefined) addRank(containing, member, rank);
    else if (typeof (from ?? to) === 'number') numbers.push({ from: from ?? -Infinity, to: to ?? Infinity, rank });
    // No text is above all others: a test for one always has an upper bound.
    else texts.push({ from: from ?? '', to: to ?? '', rank });
  }
  const findNumber = intervalTree(numbers);
  const findText = intervalTree(texts);
  return (value, found) => {
    addAll(equal.get(value), found);
    if (containing.size > 0) findMembers(containing, value, found);
    if (typeof value === 'number') findNumber(value, found);
    else if (typeof value === 'string') findText(value, found);
  };
}

export function addRank(buckets: Buckets, value: unknown, rank: number): void {
  const bucket = buckets.get(value);
  if (bucket) bucket.push(rank);
  else buckets.set(value, [rank]);
}

function addAll(ranks: readonly number[] | undefined, found: number[]): void {
  if (ranks) for (const rank of ranks) found.push(rank);
}

function findMembers(containing: Buckets, value: unknown, found: number[]): void {
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  if (typeof value === 'string') {
    for (const [member, ranks] of containing) if (value.includes(String(member))) addAll(ranks, found);
  } else if (list.length < containing.size) {
    for (const member of new Set(list)) addAll(containing.get(member), found);
  } else {
    for (const [member, ranks] of containing) if (list.indexOf(member) >= 0) addAll(ranks, found);
  }
}

interface Interval {
  readonly from: Bound;
  readonly to: Bound;
  readonly rank: number;
}

interface Branch extends Interval {
  /** The largest upper end in this branch. */
  readonly most: Bound;
  readonly below: Branch | undefined;
  readonly above: Branch | undefined;
}

/**
 * The intervals that contain a value, in O(log n + found): a balanced tree over intervals in the order of their lower ends, in
 * which each branch knows its largest upper end (Cormen et al., "Introduction to Algorithms", 14.3).
 */
function intervalTree(intervals: Interval[]): (value: Bound, found: number[]) => void {
  intervals.sort((one, other) => (one.from < other.from ? -1 : one.from > other.from ? 1 : 0));
  const root = branchOf(intervals, 0, intervals.length);
  return (value, found) => findIn(root, value, found);
}

function branchOf(intervals: readonly Interval[], begin: number, end: number): Branch | undefined {
  const middle = (begin + end) >> 1;
  const interval = begin < end ? intervals[middle] : undefined;
  if (!interval) return undefined;
  const { from, to, rank } = interval;
  const below = branchOf(intervals, begin, middle);
  const above = branchOf(intervals, middle + 1, end);
  return { from, to, rank, most: later(later(to, below), above), below, above };
}

/** Numbers and texts have no common `Math.max`. */
function later(end: Bound, branch: Branch | undefined): Bound {
  return branch && branch.most > end ? branch.most : end;
}

function findIn(branch: Branch | undefined, value: Bound, found: number[]): void {
  if (!branch || branch.most < value) return;
  findIn(branch.below, value, found);
  if (!(branch.from <= value)) return;
  if (branch.to >= value) found.push(branch.rank);
  findIn(branch.above, value, found);
}
