// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import type { HistoryEvent } from './event-history.ts';
import { arrivedSince, countUpTo, placeOf, type Timeline } from './timeline.ts';
import type { Bounds } from './window.ts';

/** Something that is kept for the rows of a window while they come and go. */
export interface Tally {
  add(event: HistoryEvent): void;
  remove(event: HistoryEvent): void;
  clear(): void;
  /** Whether it has to begin anew, as what was removed cannot be undone. */
  isLost?(): boolean;
}

/** The rows of a timeline that are in a window: from `first` to before `end`. */
export interface Sliding {
  first: number;
  end: number;
  /** Moves the window to another time, with the tally. */
  move(now: number): void;
  /** The time of the next row, which is not reached yet; infinity if there is none. */
  nextComing(): number;
  /** When the next row comes, or the first one leaves. */
  nextChange(now: number): number;
}

/**
 * A window that moves over a timeline. Each edge moves as far as the clock did, mostly not at all; where it cannot go on from where
 * it was (the clock jumped, rows were replaced), it is found by binary search, and the tally begins anew.
 */
export function createSliding(timeline: Timeline, bounds: Bounds, tally?: Tally): Sliding {
  const { within, after, until } = bounds;
  let seen = -1;

  function move(now: number): void {
    timeline.refresh?.();
    if (tally && seen !== timeline.arrivals) takeIn(tally);
    const { at, rows, start } = timeline;
    const end = countUpTo(at, start, rows.length, Math.min(now, until), sliding.end);
    const first = Math.min(end, countUpTo(at, start, rows.length, Math.max(now - within, after), sliding.first));
    if (tally && (first !== sliding.first || end !== sliding.end)) slide(tally, first, end);
    sliding.first = first;
    sliding.end = end;
  }

  /** Rows that came between the others move the edges, and count if they are between them. */
  function takeIn(tally: Tally): void {
    const arrived = arrivedSince(timeline, seen);
    seen = timeline.arrivals;
    if (!arrived) {
      tally.clear();
      sliding.first = 0;
      sliding.end = 0;
    }
    for (const event of arrived ?? []) {
      const place = placeOf(timeline, event);
      if (place >= sliding.end) continue;
      sliding.end++;
      if (place < sliding.first) sliding.first++;
      else tally.add(event);
    }
  }

  function slide(tally: Tally, first: number, end: number): void {
    const { rows } = timeline;
    if (first < sliding.end && end > sliding.first) {
      for (let row = sliding.end; row < end; row++) tally.add(rows[row]!);
      for (let row = first; row < sliding.first; row++) tally.add(rows[row]!);
      for (let row = end; row < sliding.end; row++) tally.remove(rows[row]!);
      for (let row = sliding.first; row < first; row++) tally.remove(rows[row]!);
      if (!tally.isLost?.()) return;
    }
    begin(tally, first, end);
  }

  function begin(tally: Tally, first: number, end: number): void {
    tally.clear();
    for (let row = first; row < end; row++) tally.add(timeline.rows[row]!);
  }

  function nextComing(): number {
    const { at, rows } = timeline;
    const comes = sliding.end < rows.length ? at[sliding.end]! : Number.POSITIVE_INFINITY;
    return comes <= until ? comes : Number.POSITIVE_INFINITY;
  }

  function nextChange(now: number): number {
    move(now);
    const leaves = sliding.first < sliding.end ? timeline.at[sliding.first]! + within : Number.POSITIVE_INFINITY;
    return Math.min(nextComing(), leaves);
  }

  const sliding: Sliding = { first: 0, end: 0, move, nextComing, nextChange };
  return sliding;
}
