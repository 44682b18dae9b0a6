import type { Evaluate, EvaluationContext } from '../condition/context.ts';
import type { Answer, Ask, EventHistory, View } from './event-history.ts';
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
