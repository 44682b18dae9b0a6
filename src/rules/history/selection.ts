import type { HistoryEvent } from './event-history.ts';
import { arrivedSince, inOrder, insert, letGo, replaceRows, type Timeline } from './timeline.ts';

/** Whether an event is one of those that a query is about. */
export type Passes = (event: HistoryEvent) => boolean;

/** The events of a timeline that pass, as a timeline of its own, which is brought up to date when it is read. */
export function createSelection(source: Timeline, passes: Passes): Timeline {
  let version = -1;
  let seen = -1;

  function refresh(): void {
    source.refresh?.();
    if (version === source.arrivals + source.start) return;
    const arrived = arrivedSince(source, seen);
    const { rows, start, arrivals } = source;
    version = arrivals + start;
    seen = arrivals;
    if (!arrived) replaceRows(selection, rows.slice(start).filter(passes));
    for (const event of arrived ?? []) if (passes(event)) insert(selection, event);
    leave(rows[start]);
  }

  /** Only the oldest leave: all that is before the first of the source. */
  function leave(first: HistoryEvent | undefined): void {
    let { start } = selection;
    for (let row = selection.rows[start]; row && !(first && inOrder(first, row) <= 0); row = selection.rows[start])
      start++;
    if (start > selection.start) letGo(selection, start);
  }

  const selection: Timeline = { rows: [], start: 0, arrivals: 0, recent: [], refresh };
  return selection;
}
