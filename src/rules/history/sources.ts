import type { Evaluate, EvaluationContext } from '../condition/context.ts';
import { type Facts, factReader } from '../condition/facts.ts';
import type { Answer, Ask, EventHistory, View } from './event-history.ts';
import { type EventQuery, type HistoryQuery, isHistoryQuery, type Need } from './query.ts';
import type { Passes } from './selection.ts';
import type { Timeline } from './timeline.ts';
import { type Bounds, boundsOf } from './window.ts';

/** What a query is answered from. */
export interface Sources {
  readonly query: HistoryQuery;
  readonly bounds: Bounds;
  /** The events of one of its parts, by its place; and those of all names in it. */
  select(place: number): Timeline;
  selectAll(): Timeline;
  /** What picks the events of a part. */
  picks(events: EventQuery): Passes;
  /** The property that it reads. */
  readonly read: (properties: Facts) => unknown;
}

// What a property needs is asked once, for the whole query.
const PERMITTED: EvaluationContext = { allows: () => true };

/**
 * Answers a query on the history of a context. `undefined` where the answer is unknown: without history, clock or permission. The
 * history keeps the last answer: mostly neither an event nor the time has come at which it could change.
 */
export function openQuery(
  query: object,
  parts: readonly Evaluate[],
  create: (sources: Sources) => Ask,
): (context: EvaluationContext) => Answer | undefined {
  if (!isHistoryQuery(query)) return () => undefined;
  let known: EventHistory | undefined;
  let view: View | undefined;
  return ({ events, now = Number.NaN, allows }) => {
    if (!events || !isPermitted(query.needs, allows)) return undefined;
    const { index } = events;
    if (events !== known || !view) {
      known = events;
      view = index.view(query, () => create(sourcesOf(query, parts, events)));
    }
    if (view.version !== index.version || !(now >= view.since && now < view.answer.until)) {
      if (!Number.isFinite(now)) return undefined;
      view.answer = view.ask(now);
      view.since = now;
      view.version = index.version;
    }
    return view.answer;
  };
}

function isPermitted(needs: readonly Need[], allows: EvaluationContext['allows']): boolean {
  for (const { purpose, degree } of needs) if (!allows?.(purpose, degree)) return false;
  return true;
}

function sourcesOf(query: HistoryQuery, parts: readonly Evaluate[], { index, retentionMs }: EventHistory): Sources {
  const { events, without, window, of = [] } = query;
  const picks = ({ names, where = -1 }: EventQuery): Passes => {
    const holds = parts[where];
    return ({ name, properties }) => names.includes(name) && (!holds || holds(properties, PERMITTED) === true);
  };
  const select = (part: EventQuery) => index.select(part, part.where === undefined ? undefined : picks(part));
  const ofNames = (parts: readonly EventQuery[]) => {
    const names = parts.flatMap(({ names }) => names);
    return index.select({ names, key: JSON.stringify(names) });
  };
  return {
    query,
    bounds: boundsOf(window, retentionMs),
    select: (place) => {
      const part = events[place];
      return part ? select(part) : ofNames([]);
    },
    selectAll: () => ofNames(without ? [...events, without] : events),
    picks,
    read: factReader(of, null),
  };
}
