// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import type { HistoryEvent } from './event-history.ts';
import { arrivedSince, countUpTo, placeOf, type Timeline } from './timeline.ts';
import type { Bounds } from './window.ts';

/** Something that is kept for the rows of a window while they come and go. */
export interface Tally {
  /** Counts a row (1) or takes it back (-1); `false` where it cannot be taken back. */
  count(event: HistoryEvent, sign: 1 | -1): boolean;
  clear(): void;
}

/** The rows of a timeline that are in a window: from `first` to before `end`. */
export interface Extent {
  first: number;
  end: number;
  /** When the next row comes, and when the first one leaves; infinity if never. */
  comes: number;
  leaves: number;
}

/**
 * A window over a timeline, that is moved to a time, and the tally with it. Each edge moves as far as the clock did, mostly not
 * at all; where it cannot go on from where it was (the clock jumped, rows were replaced) it is found by binary search, and the
 * tally begins anew.
 */
export function slideOver(
  timeline: Timeline,
  { within, after, until }: Bounds,
  tally?: Tally,
): (now: number) => Extent {
  const extent: Extent = { first: 0, end: 0, comes: 0, leaves: 0 };
  let seen = -1;

  /** Rows that came between the others move the edges, and count if they are between them. */
  function takeIn({ count, clear }: Tally): void {
    const arrived = arrivedSince(timeline, seen);
    seen = timeline.arrivals;
    if (!arrived) {
      clear();
      extent.first = extent.end = 0;
    }
    for (const event of arrived ?? []) {
      const place = placeOf(timeline, event);
      if (place >= extent.end) continue;
      extent.end++;
      if (place < extent.first) extent.first++;
      else count(event, 1);
    }
  }

  function slide({ count, clear }: Tally, first: number, end: number): void {
    const { rows } = timeline;
    let isKept = first < extent.end && end > extent.first;
    if (isKept) {
      for (let row = extent.end; row < end; row++) count(rows[row]!, 1);
      for (let row = first; row < extent.first; row++) count(rows[row]!, 1);
      for (let row = end; row < extent.end; row++) isKept = count(rows[row]!, -1) && isKept;
      for (let row = extent.first; row < first; row++) isKept = count(rows[row]!, -1) && isKept;
    }
    if (isKept) return;
    clear();
    for (let row = first; row < end; row++) count(rows[row]!, 1);
  }

  return (now) => {
    timeline.refresh?.();
    if (tally && seen !== timeline.arrivals) takeIn(tally);
    const { at, start, rows } = timeline;
    const { length } = rows;
    const end = countUpTo(at, start, length, Math.min(now, until), extent.end);
    const first = Math.min(end, countUpTo(at, start, length, Math.max(now - within, after), extent.first));
    if (tally && (first !== extent.first || end !== extent.end)) slide(tally, first, end);
    extent.first = first;
    extent.end = end;
    extent.comes = end < length && at[end]! <= until ? at[end]! : Infinity;
    extent.leaves = first < end ? at[first]! + within : Infinity;
    return extent;
  };
}
