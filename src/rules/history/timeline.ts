import type { HistoryEvent } from './event-history.ts';

/**
 * Events in the order of their own times. A late one is put into its place; the oldest leave without moving the others. What is
 * computed from the rows goes on from `recent`.
 */
export interface Timeline {
  /** The rows from `start` on are kept; those before it have left, and wait to be cleared away. */
  rows: HistoryEvent[];
  start: number;
  /** Goes up by one with every row that comes, and by more where all are replaced: so does the sum with `start`. */
  arrivals: number;
  /** The rows that came last. */
  recent: HistoryEvent[];
  /** Brings it up to date, where it is taken from another timeline. */
  readonly refresh?: () => void;
}

// How many arrivals are remembered, at least. Who looks less often than that starts anew.
const RECENT = 256;

/** The order of events: by time, and those of the same time by id, so that it does not matter which came first. */
export function inOrder(a: HistoryEvent, b: HistoryEvent): number {
  return a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** The first place, from `low` to `high`, that is not before something. */
export function search(low: number, high: number, isBefore: (place: number) => boolean): number {
  let [first, end] = [low, high];
  // Mostly it is about the last one.
  for (let middle = high - 1; first < end; middle = (first + end) >>> 1) {
    if (isBefore(middle)) first = middle + 1;
    else end = middle;
  }
  return first;
}

/** Where the rows that are before something end. */
export function endOf({ rows, start }: Timeline, isBefore: (row: HistoryEvent) => boolean): number {
  return search(start, rows.length, (place) => {
    const row = rows[place];
    return row !== undefined && isBefore(row);
  });
}

/** Puts an event into its place. */
export function insert(timeline: Timeline, event: HistoryEvent): void {
  const { rows, recent } = timeline;
  const place = endOf(timeline, (row) => inOrder(row, event) < 0);
  if (place === rows.length) rows.push(event);
  else rows.splice(place, 0, event);
  if (recent.push(event) > 2 * RECENT) recent.splice(0, RECENT);
  timeline.arrivals++;
}

/** The rows that came since `arrivals` was `seen`; `undefined` where that is too long ago, or rows were replaced. */
export function arrivedSince({ arrivals, recent }: Timeline, seen: number): readonly HistoryEvent[] | undefined {
  const first = recent.length - (arrivals - seen);
  return first < 0 ? undefined : recent.slice(first);
}

/** Lets the oldest rows go, up to before `start`. */
export function letGo(timeline: Timeline, start: number): void {
  timeline.start = start;
  // Half of the memory at most is waste, and each row is moved once on average.
  if (start > RECENT && start * 2 > timeline.rows.length) replaceRows(timeline, timeline.rows.slice(start));
}

export function replaceRows(timeline: Timeline, rows: HistoryEvent[]): void {
  timeline.arrivals += timeline.start + 1;
  timeline.start = 0;
  timeline.rows = rows;
  timeline.recent = [];
}
