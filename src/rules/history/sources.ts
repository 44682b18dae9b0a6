import type { Evaluate, EvaluationContext } from '../condition/context.ts';
import type { EventHistory, HistoryView } from './event-history.ts';
import { type EventQuery, type HistoryQuery, isHistoryQuery, type Need } from './query.ts';
import type { Passes } from './selection.ts';
import { createTimeline, type Timeline } from './timeline.ts';
import { type Bounds, boundsOf } from './window.ts';

/** What a view of a query is made from. */
export interface Sources {
  readonly query: HistoryQuery;
  readonly bounds: Bounds;
  /** The events of the query, one timeline for each of its `events`. */
  readonly steps: readonly Timeline[];
  readonly first: Timeline;
  readonly second: Timeline;
  readonly without: Timeline | undefined;
}

// What a property needs is asked once, for the whole query.
const PERMITTED: EvaluationContext = Object.freeze({ allows: () => true });

/**
 * Finds the view of a query on the history of a context. `undefined` where the answer is unknown: without history, clock or
 * permission. The history keeps the views, so that all who ask the same query share one.
 */
export function openView(
  query: object,
  parts: readonly Evaluate[],
  create: (sources: Sources) => HistoryView,
): (context: EvaluationContext) => HistoryView | undefined {
  if (!isHistoryQuery(query)) return () => undefined;
  let known: EventHistory | undefined;
  let view: HistoryView | undefined;
  return ({ events, now, allows }) => {
    if (!events || !Number.isFinite(now) || !isPermitted(query.needs, allows)) return undefined;
    if (events !== known) {
      known = events;
      view = events.index.view(query, () => create(sourcesOf(query, parts, events)));
    }
    return view;
  };
}

function isPermitted(needs: readonly Need[], allows: EvaluationContext['allows']): boolean {
  for (const { purpose, degree } of needs) if (!allows?.(purpose, degree)) return false;
  return true;
}

function sourcesOf(query: HistoryQuery, parts: readonly Evaluate[], history: EventHistory): Sources {
  const select = ({ key, names, where }: EventQuery) => history.index.select(key, names, passes(parts[where ?? -1]));
  const steps = query.events.map(select);
  const [first = createTimeline(), second = createTimeline()] = steps;
  const without = query.without && select(query.without);
  return { query, bounds: boundsOf(query.window, history.retentionMs), steps, first, second, without };
}

function passes(where: Evaluate | undefined): Passes | undefined {
  return where && (({ properties }) => where(properties, PERMITTED) === true);
}
