// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import type { HistoryEvent } from './event-history.ts';

/**
 * Events in the order of their own times. Appending costs the same at any length; a late event is moved into its place, and the
 * oldest leave without moving the others.
 */
export interface Timeline {
  /** The rows from `start` on are kept; those before it have left, and wait to be cleared away. */
  rows: HistoryEvent[];
  /** Their times; longer than `rows`. */
  at: Float64Array;
  start: number;
  /** Goes up by one with every row that comes, and by more where the rows are replaced: so does the sum with `start`. */
  arrivals: number;
  /** The rows that came last. */
  recent: HistoryEvent[];
  /** Brings it up to date, where it is taken from other timelines. */
  readonly refresh?: () => void;
}

// How many arrivals are remembered. Who looks less often than that starts anew.
const RECENT = 64;

export function createTimeline(refresh?: () => void): Timeline {
  const empty = { rows: [], at: new Float64Array(8), start: 0, arrivals: 0, recent: [] };
  return refresh ? { ...empty, refresh } : empty;
}

/** The order of events: by time, and those of the same time by id, so that it does not matter which came first. */
export function inOrder(a: HistoryEvent, b: HistoryEvent): number {
  return a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** Puts an event into its place. */
export function insert(timeline: Timeline, event: HistoryEvent): void {
  const { rows, recent, at } = timeline;
  const { length } = rows;
  const place = placeOf(timeline, event);
  if (length === at.length) {
    timeline.at = new Float64Array(length * 2);
    timeline.at.set(at);
  }
  timeline.at.copyWithin(place + 1, place, length);
  timeline.at[place] = event.at;
  if (place === length) rows.push(event);
  else rows.splice(place, 0, event);
  if (recent.push(event) > 2 * RECENT) recent.splice(0, RECENT);
  timeline.arrivals++;
}

/** How many rows, those that left included, are before an event. */
export function placeOf({ rows, start }: Timeline, event: HistoryEvent): number {
  let high = rows.length;
  let low = high > start && inOrder(rows[high - 1]!, event) < 0 ? high : start;
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

/** Takes the oldest rows away, up to and including the one that is `last` in order. */
export function leave(timeline: Timeline, last: HistoryEvent): void {
  const { rows } = timeline;
  while (timeline.start < rows.length && inOrder(rows[timeline.start]!, last) <= 0) timeline.start++;
  // Half of the memory at most is waste, and each row is moved once on average.
  if (timeline.start > RECENT && timeline.start * 2 > rows.length) replaceRows(timeline, rows.slice(timeline.start));
}

/** Replaces all rows. */
export function replaceRows(timeline: Timeline, rows: HistoryEvent[]): void {
  timeline.arrivals += timeline.start + 1;
  timeline.start = 0;
  timeline.rows = rows;
  timeline.recent = [];
  timeline.at = new Float64Array(rows.length || 8);
  for (let row = 0; row < rows.length; row++) timeline.at[row] = rows[row]!.at;
}

/**
 * How many of the times before `end` are not later than `time`; those before `start` are not looked at. `hint` is the answer to the
 * question before this one: clocks move little, so it mostly still holds.
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
