import type { Facts } from '../condition/facts.ts';
import type { HistoryEvent, HistoryView } from './event-history.ts';
import { createSliding } from './sliding.ts';
import { distinctTally, sumTally } from './tallies.ts';
import { countUpTo, type Timeline } from './timeline.ts';
import type { Bounds } from './window.ts';

type Read = (properties: Facts) => unknown;

export function countView(timeline: Timeline, bounds: Bounds): HistoryView {
  const sliding = createSliding(timeline, bounds);
  return {
    value(now) {
      sliding.move(now);
      return sliding.end - sliding.first;
    },
    nextChange: sliding.nextChange,
  };
}

export function distinctView(timeline: Timeline, bounds: Bounds, read: Read): HistoryView {
  const tally = distinctTally(read);
  const { move, nextChange } = createSliding(timeline, bounds, tally);
  return {
    value(now) {
      move(now);
      return tally.size();
    },
    nextChange,
  };
}

/** The sum; or the average, which is missing where there is nothing. */
export function sumView(timeline: Timeline, bounds: Bounds, read: Read, isAverage: boolean): HistoryView {
  const tally = sumTally(read);
  const { move, nextChange } = createSliding(timeline, bounds, tally);
  return {
    value(now) {
      move(now);
      const result = isAverage ? tally.sum() / tally.count() : tally.sum();
      return Number.isFinite(result) ? result : null;
    },
    nextChange,
  };
}

/** A property of the first or the last event, or its time. Of those at one time, the order of their ids decides. */
export function edgeView(timeline: Timeline, bounds: Bounds, read: Read | undefined, isLast: boolean): HistoryView {
  const sliding = createSliding(timeline, bounds);
  const answer = ({ at, properties }: HistoryEvent) => (read ? read(properties) : at);
  return {
    value(now) {
      sliding.move(now);
      if (sliding.first === sliding.end) return null;
      const row = timeline.rows[isLast ? sliding.end - 1 : sliding.first];
      return row ? answer(row) : null;
    },
    nextChange: sliding.nextChange,
  };
}

/** Whether the latest event that starts the clock is `spanMs` old, and none of those awaited came within that time. */
export function absentView(starts: Timeline, awaited: Timeline, spanMs: number, bounds: Bounds): HistoryView {
  const sliding = createSliding(starts, bounds);
  let hint = 0;

  /** When the clock was started. */
  function startedAt(now: number): number | undefined {
    sliding.move(now);
    return sliding.first < sliding.end ? starts.at[sliding.end - 1] : undefined;
  }

  return {
    value(now) {
      const started = startedAt(now);
      if (started === undefined || now - started < spanMs) return false;
      awaited.refresh?.();
      const { at, rows, start } = awaited;
      hint = countUpTo(at, start, rows.length, started, hint);
      return hint === rows.length || (at[hint] ?? 0) > started + spanMs;
    },
    nextChange(now) {
      const started = startedAt(now);
      const comes = sliding.nextComing();
      if (started === undefined) return comes;
      const deadline = started + spanMs;
      // Past the deadline it holds until another one starts the clock anew, or the last one is too old.
      return Math.min(comes, deadline > now ? deadline : started + bounds.within);
    },
  };
}
