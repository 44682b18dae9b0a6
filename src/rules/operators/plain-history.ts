import type { QueryNode } from '../condition/condition.ts';
import type { EvaluationContext } from '../condition/context.ts';
import { factReader } from '../condition/facts.ts';
import type { Interpret, InterpretQuery } from '../condition/interpret.ts';
import type { EventHistory, HistoryEvent } from '../history/event-history.ts';
import { type EventQuery, type HistoryQuery, isHistoryQuery } from '../history/query.ts';

/** All that a query is answered from: the events that are neither too old nor to come, and what picks some of them. */
interface Scene {
  readonly query: HistoryQuery;
  readonly now: number;
  /** The events of the first of the query's `events` that are in its window; those in the window; those until now. */
  readonly counted: readonly HistoryEvent[];
  readonly inWindow: readonly HistoryEvent[];
  readonly untilNow: readonly HistoryEvent[];
  pick(events: readonly HistoryEvent[], query: EventQuery | undefined): readonly HistoryEvent[];
  /** The property of each of the counted events. */
  readonly values: readonly unknown[];
}

/** The operators of `history.ts` as the interpreter computes them: by looking through all events each time. */
export const PLAIN_HISTORY: Readonly<Record<string, InterpretQuery>> = {
  count: /* @__PURE__ */ scan(({ counted }) => counted.length),
  distinct: /* @__PURE__ */ scan(({ values }) => new Set(values.filter(isScalar)).size),
  sum: /* @__PURE__ */ scan(({ values }) => finite(sumOf(values.filter(isNumber)))),
  avg: /* @__PURE__ */ scan(({ values }) => finite(sumOf(values.filter(isNumber)) / values.filter(isNumber).length)),
  first: /* @__PURE__ */ scan(({ counted, values, query }) => (query.of ? values[0] : counted[0]?.at) ?? null),
  last: /* @__PURE__ */ scan(({ counted, values, query }) => (query.of ? values.at(-1) : counted.at(-1)?.at) ?? null),
  seq: /* @__PURE__ */ scan(({ query, inWindow, pick }) => {
    const steps = query.events.map((step) => pick(inWindow, step));
    return steps[0]?.some((first) => leadsOn([first], steps.slice(1), query, pick(inWindow, query.without))) ?? false;
  }),
  absent: /* @__PURE__ */ scan(({ query, counted, untilNow, pick, now }) => {
    const after = counted.at(-1);
    const spanMs = query.spanMs ?? 0;
    if (!after || now - after.at < spanMs) return false;
    return !pick(untilNow, query.events[1]).some(({ at }) => at > after.at && at - after.at <= spanMs);
  }),
};

function scan(answer: (scene: Scene) => unknown): InterpretQuery {
  return ({ query, parts }, _, { events, now, allows }, value) => {
    if (!isHistoryQuery(query) || !events || now === undefined || !Number.isFinite(now)) return undefined;
    if (!query.needs.every(({ purpose, degree }) => allows?.(purpose, degree))) return undefined;
    return answer(sceneOf(query, parts, events, now, value));
  };
}

function sceneOf(
  query: HistoryQuery,
  parts: QueryNode['parts'],
  events: EventHistory,
  now: number,
  value: Interpret,
): Scene {
  const { within = Infinity, from = -Infinity, to = Infinity } = query.window;
  const untilNow = events.events().filter(({ at }) => at <= now);
  const inWindow = untilNow.filter(
    ({ at }) => at > now - within && at > now - events.retentionMs && at >= from && at < to,
  );
  const pick: Scene['pick'] = (some, wanted) => {
    const where = parts[wanted?.where ?? -1];
    return some.filter(({ name, properties }) => {
      if (!wanted?.names.includes(name)) return false;
      return !where || value(where, properties, PERMITTED) === true;
    });
  };
  const counted = pick(inWindow, query.events[0]);
  const read = factReader(query.of ?? [], null);
  return { query, now, untilNow, inWindow, pick, counted, values: counted.map(({ properties }) => read(properties)) };
}

const PERMITTED: EvaluationContext = { allows: () => true };

/** Whether some choice of events goes on from those chosen to the last step. */
function leadsOn(
  chosen: readonly HistoryEvent[],
  [next, ...others]: readonly (readonly HistoryEvent[])[],
  query: HistoryQuery,
  without: readonly HistoryEvent[],
): boolean {
  const first = chosen[0]?.at ?? 0;
  const last = chosen.at(-1)?.at ?? 0;
  if (!next) {
    return last - first <= (query.spanMs ?? Infinity) && !without.some(({ at }) => at > first && at < last);
  }
  return next.some((event) => event.at > last && leadsOn([...chosen, event], others, query, without));
}

/** The sum with the rests of all additions added at its end (Neumaier, 1974), so that it does not depend on their order. */
function sumOf(numbers: readonly number[]): number {
  let sum = 0;
  let rest = 0;
  for (const number of numbers) {
    const next = sum + number;
    rest += Math.abs(sum) >= Math.abs(number) ? sum - next + number : number - next + sum;
    sum = next;
  }
  return sum + rest;
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isScalar(value: unknown): boolean {
  return ['number', 'string', 'boolean'].includes(typeof value) && !Number.isNaN(value);
}

function finite(number: number): number | null {
  return Number.isFinite(number) ? number : null;
}
