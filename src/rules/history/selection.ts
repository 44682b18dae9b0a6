import type { HistoryEvent } from './event-history.ts';
import { arrivedSince, createTimeline, inOrder, insert, leave, replaceRows, type Timeline } from './timeline.ts';

/** Whether an event is one of those that a query is about. */
export type Passes = (event: HistoryEvent) => boolean;

/**
 * The events of some timelines that pass, as a timeline of its own, which is brought up to date when it is read. `left` is the last
 * event, in order, that left the sources.
 */
export function createSelection(
  sources: readonly Timeline[],
  passes: Passes,
  left: () => HistoryEvent | undefined,
): Timeline {
  const seen = sources.map(() => ({ version: -1, arrivals: -1 }));
  const selection = createTimeline(() => {
    if (sources.some(({ arrivals, start }, index) => arrivals + start !== seen[index]?.version)) catchUp();
  });

  function catchUp(): void {
    const arrived = sources.map((source, index) => arrivedSince(source, seen[index]?.arrivals ?? -1));
    sources.forEach(({ arrivals, start }, index) => {
      seen[index] = { version: arrivals + start, arrivals };
    });
    if (arrived.includes(undefined)) {
      const rows = sources.flatMap(({ rows, start }) => rows.slice(start)).filter(passes);
      replaceRows(selection, rows.sort(inOrder));
      return;
    }
    for (const events of arrived) for (const event of events ?? []) if (passes(event)) insert(selection, event);
    const last = left();
    if (last) leave(selection, last);
  }

  return selection;
}
