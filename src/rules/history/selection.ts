import type { HistoryEvent } from './event-history.ts';
import { arrivedSince, createTimeline, dropBefore, inOrder, insert, replaceRows, type Timeline } from './timeline.ts';

/** Whether an event is one of those that a query is about. */
export type Passes = (event: HistoryEvent) => boolean;

/** The events of some timelines that pass, as a timeline of its own. It is brought up to date when it is read. */
export function createSelection(sources: readonly Timeline[], passes: Passes = () => true): Timeline {
  const seen = sources.map(() => ({ version: -1, arrivals: -1 }));
  const selection = createTimeline(refresh);

  function refresh(): void {
    let isChanged = false;
    for (let index = 0; index < sources.length; index++) {
      if (sources[index]?.version !== seen[index]?.version) isChanged = true;
    }
    if (isChanged) catchUp();
  }

  function catchUp(): void {
    const arrived = sources.map((source, index) => arrivedSince(source, seen[index]?.arrivals ?? -1));
    sources.forEach(({ version, arrivals }, index) => {
      seen[index] = { version, arrivals };
    });
    if (arrived.includes(undefined)) {
      replaceRows(selection, collect());
    } else {
      for (const events of arrived) for (const event of events ?? []) if (passes(event)) insert(selection, event);
      leave();
    }
  }

  function collect(): HistoryEvent[] {
    const rows = sources.flatMap(({ rows, start }) => rows.slice(start)).filter(passes);
    return sources.length > 1 ? rows.sort(inOrder) : rows;
  }

  /** The oldest leave the sources in this order, so they are the first ones here. */
  function leave(): void {
    const { rows } = selection;
    let { start } = selection;
    while (start < rows.length && hasLeft(rows[start])) start++;
    if (start > selection.start) dropBefore(selection, start);
  }

  function hasLeft(row: HistoryEvent | undefined): boolean {
    if (!row) return false;
    return sources.every((source) => {
      const first = source.rows[source.start];
      return !first || first.name !== row.name || inOrder(row, first) < 0;
    });
  }

  return selection;
}
