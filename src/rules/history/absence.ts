import type { Ask } from './event-history.ts';
import { extentOf } from './sliding.ts';
import type { Sources } from './sources.ts';
import { endOf } from './timeline.ts';

/** Whether the latest event that starts the clock is `spanMs` old, and none of those awaited came within that time. */
export function askAbsence({ query: { spanMs = 0 }, bounds, select }: Sources): Ask {
  const starts = select(0);
  const awaited = select(1);
  return (now) => {
    const { rows, first, end, comes } = extentOf(starts, bounds, now);
    const started = first < end ? (rows[end - 1]?.at ?? 0) : Infinity;
    const deadline = started + spanMs;
    if (now < deadline) return { value: false, until: Math.min(comes, deadline) };
    awaited.refresh?.();
    const next = awaited.rows[endOf(awaited, ({ at }) => at <= started)];
    // It holds until another one starts the clock anew, or the last one is too old.
    return { value: !next || next.at > deadline, until: Math.min(comes, started + bounds.within) };
  };
}
