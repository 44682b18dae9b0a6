import type { Facts } from '../condition/facts.ts';
import type { Answer, Ask } from './event-history.ts';
import { type Extent, slideOver } from './sliding.ts';
import { distinctTally, sumTally } from './tallies.ts';
import { countUpTo, type Timeline } from './timeline.ts';
import type { Bounds } from './window.ts';

type Read = (properties: Facts) => unknown;

function answer(value: unknown, { comes, leaves }: Extent): Answer {
  return { value, until: Math.min(comes, leaves) };
}

export function askCount(timeline: Timeline, bounds: Bounds): Ask {
  const slide = slideOver(timeline, bounds);
  return (now) => {
    const extent = slide(now);
    return answer(extent.end - extent.first, extent);
  };
}

export function askDistinct(timeline: Timeline, bounds: Bounds, read: Read): Ask {
  const tally = distinctTally(read);
  const slide = slideOver(timeline, bounds, tally);
  return (now) => {
    const extent = slide(now);
    return answer(tally.size(), extent);
  };
}

/** The sum, or the average, which is missing where there is nothing. */
export function askSum(timeline: Timeline, bounds: Bounds, read: Read, isAverage: boolean): Ask {
  const tally = sumTally(read);
  const slide = slideOver(timeline, bounds, tally);
  return (now) => {
    const extent = slide(now);
    const result = tally.sum() / (isAverage ? tally.size() : 1);
    return answer(Number.isFinite(result) ? result : null, extent);
  };
}

/** A property of the first or the last event, or its time. Of those at one time, the order of their ids decides. */
export function askEdge(timeline: Timeline, bounds: Bounds, read: Read | undefined, isLast: boolean): Ask {
  const slide = slideOver(timeline, bounds);
  return (now) => {
    const extent = slide(now);
    const { first, end } = extent;
    const event = first < end ? timeline.rows[isLast ? end - 1 : first] : undefined;
    return answer(event ? (read ? read(event.properties) : event.at) : null, extent);
  };
}

/** Whether the latest event that starts the clock is `spanMs` old, and none of those awaited came within that time. */
export function askAbsent(starts: Timeline, awaited: Timeline, spanMs: number, bounds: Bounds): Ask {
  const slide = slideOver(starts, bounds);
  let hint = 0;

  function isAwaited(started: number): boolean {
    awaited.refresh?.();
    const { at, rows, start } = awaited;
    hint = countUpTo(at, start, rows.length, started, hint);
    return hint === rows.length || (at[hint] ?? 0) > started + spanMs;
  }

  return (now) => {
    const { first, end, comes } = slide(now);
    const started = first < end ? (starts.at[end - 1] ?? 0) : Infinity;
    const deadline = started + spanMs;
    // Past the deadline it holds until another one starts the clock anew, or the last one is too old.
    const isOver = now >= deadline;
    return {
      value: isOver && isAwaited(started),
      until: Math.min(comes, isOver ? started + bounds.within : deadline),
    };
  };
}
