import type { Ask, HistoryEvent } from './event-history.ts';
import { endOf, type Timeline } from './timeline.ts';
import type { Bounds } from './window.ts';

/** The rows of a timeline that are in a window: from `first` to before `end`. */
export interface Extent {
  readonly rows: readonly HistoryEvent[];
  readonly first: number;
  readonly end: number;
  /** When the next row comes, and the first one leaves; infinity if never. */
  readonly comes: number;
  readonly leaves: number;
}

/** The rows that are in a window at a time. */
export function extentOf(timeline: Timeline, { within, after, until }: Bounds, now: number): Extent {
  timeline.refresh?.();
  const { rows } = timeline;
  const last = Math.min(now, until);
  const early = Math.max(now - within, after);
  const end = endOf(timeline, ({ at }) => at <= last);
  const first = Math.min(
    end,
    endOf(timeline, ({ at }) => at <= early),
  );
  const next = rows[end]?.at ?? Infinity;
  return {
    rows,
    first,
    end,
    comes: next <= until ? next : Infinity,
    leaves: first < end ? (rows[first]?.at ?? 0) + within : Infinity,
  };
}

/** Answers with something of the rows in a window. */
export function askWindow(timeline: Timeline, bounds: Bounds, compute: (extent: Extent) => unknown): Ask {
  return (now) => {
    const extent = extentOf(timeline, bounds, now);
    return { value: compute(extent) ?? null, until: Math.min(extent.comes, extent.leaves) };
  };
}

/** Something that is kept for the rows of a window while they come and go. */
export interface Tally {
  /** Counts a row (1) or takes it back (-1); `false` where that cannot be done. */
  count(event: HistoryEvent, sign: number): boolean;
  clear(): void;
}

/**
 * Moves a tally from one window to the next: only what came and what left is counted. Where that cannot be told, as a late event
 * came between the others or the clock jumped, it begins anew.
 */
export function follow({ count, clear }: Tally): (extent: Extent) => void {
  let from: Pick<Extent, 'rows' | 'first' | 'end'> = { rows: [], first: 0, end: 0 };
  let last: HistoryEvent | undefined;
  return ({ rows, first, end }) => {
    const each = (start: number, stop: number, sign: number) =>
      rows.slice(start, stop).every((row) => count(row, sign));
    const isMoved =
      rows === from.rows &&
      rows[from.end - 1] === last &&
      each(from.end, end, 1) &&
      each(first, from.first, 1) &&
      each(end, from.end, -1) &&
      each(from.first, first, -1);
    if (!isMoved) {
      clear();
      each(first, end, 1);
    }
    from = { rows, first, end };
    last = rows[end - 1];
  };
}
