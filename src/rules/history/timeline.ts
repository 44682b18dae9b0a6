// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import type { HistoryEvent } from './event-history.ts';

/**
 * Events in the order of their own times. Appending costs the same at any length; a late event is moved into its place, and the
 * oldest leave without moving the others. Whoever keeps something computed from the rows reads in `arrivals` and `recent`
 * what came since.
 */
export interface Timeline {
  /** The rows from `start` on are kept; those before it have left, and wait to be cleared away. */
  rows: HistoryEvent[];
  /** Their times; longer than `rows`. */
  at: Float64Array;
  start: number;
  /** Goes up with every change. */
  version: number;
  /** Goes up with every row that comes, and by one where the rows were replaced. */
  arrivals: number;
  /** The rows that came last. */
  recent: HistoryEvent[];
  /** Brings it up to date, where it is taken from other timelines. */
  readonly refresh?: () => void;
}

// How many arrivals are remembered. Who reads less often than that starts anew.
const RECENT = 64;

export function createTimeline(refresh?: () => void): Timeline {
  const empty = { rows: [], at: new Float64Array(8), start: 0, version: 0, arrivals: 0, recent: [] };
  return refresh ? { ...empty, refresh } : empty;
}

/** The order of events: by time, and those of the same time by id, so that it does not matter which came first. */
export function inOrder(a: HistoryEvent, b: HistoryEvent): number {
  return a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** Puts an event into its place. */
export function insert(timeline: Timeline, event: HistoryEvent): void {
  const { rows, recent } = timeline;
  const { length } = rows;
  const index = placeOf(timeline, event);
  if (length === timeline.at.length) timeline.at = copyTimes(timeline.at, length * 2);
  timeline.at.copyWithin(index + 1, index, length);
  timeline.at[index] = event.at;
  if (index === length) rows.push(event);
  else rows.splice(index, 0, event);
  if (recent.push(event) > 2 * RECENT) recent.splice(0, RECENT);
  timeline.arrivals++;
  timeline.version++;
}

/** How many rows, those that left included, are before an event. */
export function placeOf({ rows, start }: Timeline, event: HistoryEvent): number {
  let high = rows.length;
  if (high === start || inOrder(rows[high - 1]!, event) < 0) return high;
  let low = start;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (inOrder(rows[middle]!, event) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The rows that came since `arrivals` was `seen`, in order; `undefined` where that is too long ago, or rows were replaced. */
export function arrivedSince({ arrivals, recent }: Timeline, seen: number): readonly HistoryEvent[] | undefined {
  const first = recent.length - (arrivals - seen);
  return first < 0 ? undefined : recent.slice(first).sort(inOrder);
}

/** Takes the oldest rows away: all before the row at `start`. */
export function dropBefore(timeline: Timeline, start: number): void {
  timeline.start = start;
  timeline.version++;
  // Half of the memory at most is waste, and each row is moved once on average.
  if (start > RECENT && start * 2 > timeline.rows.length) replaceRows(timeline, timeline.rows.slice(start));
}

/** Replaces all rows. */
export function replaceRows(timeline: Timeline, rows: HistoryEvent[]): void {
  timeline.rows = rows;
  timeline.at = new Float64Array(Math.max(8, rows.length));
  for (let index = 0; index < rows.length; index++) timeline.at[index] = rows[index]!.at;
  timeline.start = 0;
  timeline.recent = [];
  timeline.arrivals++;
  timeline.version++;
}

/**
 * How many of the times from `start` to before `end`, plus `start`, are not later than `time`. `hint` is the answer to the question
 * before this one: clocks move little, so it mostly still holds.
 */
export function countUpTo(at: ArrayLike<number>, start: number, end: number, time: number, hint: number): number {
  if (hint >= start && hint <= end && (hint === start || at[hint - 1]! <= time) && (hint === end || at[hint]! > time)) {
    return hint;
  }
  let low = start;
  let high = end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (at[middle]! <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}

function copyTimes(times: Float64Array, length: number): Float64Array {
  const copy = new Float64Array(length);
  copy.set(times);
  return copy;
}
