import { pointerTo } from '../../core/index.ts';
import type { ValueType } from '../condition/condition.ts';
import type { Evaluate } from '../condition/context.ts';
import { invalid } from '../condition/refusal.ts';
import { askAbsence } from '../history/absence.ts';
import type { Ask } from '../history/event-history.ts';
import { type Argument, checkKeys, createQueryReader, type HistoryQuery, type QueryReader } from '../history/query.ts';
import { askSequence } from '../history/sequence.ts';
import { askWindow, type Extent } from '../history/sliding.ts';
import { openQuery, type Sources } from '../history/sources.ts';
import { distinct, sum } from '../history/tallies.ts';
import { parseDuration, parseWindow } from '../history/window.ts';
import type { OperatorTable, Query, QueryOperator } from './operator.ts';

/** What an operator has in its argument besides the window, and the type of its value. */
type Members = Omit<HistoryQuery, 'window' | 'needs'> & { readonly type?: ValueType };
type ReadMembers = (argument: Argument, at: string, reader: QueryReader) => Members;

const MAX_STEPS = 20;

/** What a person did within a window: how often, how much, what first and last, in which order, and what not. */
export const HISTORY: OperatorTable<QueryOperator> = {
  count: /* @__PURE__ */ overWindow(
    undefined,
    () =>
      ({ first, end }) =>
        end - first,
  ),
  // Lists equal nothing, and cannot be counted by their value.
  distinct: /* @__PURE__ */ overWindow(['number', 'string', 'boolean'], ({ read }) => distinct(read)),
  sum: /* @__PURE__ */ overWindow(['number'], ({ read }) => sum(read, false)),
  avg: /* @__PURE__ */ overWindow(['number'], ({ read }) => sum(read, true)),
  first: /* @__PURE__ */ overWindow([], (sources) => (extent) => edge(sources, extent, extent.first)),
  last: /* @__PURE__ */ overWindow([], (sources) => (extent) => edge(sources, extent, extent.end - 1)),
  seq: /* @__PURE__ */ historyOperator(1, ['events', 'without', 'within', 'past'], readSteps, askSequence),
  absent: /* @__PURE__ */ historyOperator(3, ['after', 'event', 'within', 'where', 'past'], readAbsence, askAbsence),
};

/** A property of an event at the edge of a window, or else its time. Of those at one time, the order of their ids decides. */
function edge({ query, read }: Sources, { rows, first, end }: Extent, place: number): unknown {
  const event = first < end ? rows[place] : undefined;
  return event && (query.of ? read(event.properties) : event.at);
}

/**
 * An operator on the events of a window: on their number, or on a property of one of these types. Of any type means that it may
 * be left out.
 */
function overWindow(
  types: readonly ValueType[] | undefined,
  compute: (sources: Sources) => (extent: Extent) => unknown,
): QueryOperator {
  const readMembers: ReadMembers = (argument, at, reader) => {
    const members = { events: [reader.events(argument, at)] };
    if (!types || (!types.length && argument.of === undefined)) return members;
    const { path, type } = reader.property(argument, at, types);
    return { ...members, of: path, ...(!types.length && { type }) };
  };
  const isNeeded = types !== undefined && types.length > 0;
  const keys = ['event', ...(types ? ['of'] : []), 'where', 'within'];
  return historyOperator(isNeeded ? 2 : 1, keys, readMembers, (sources) =>
    askWindow(sources.select(0), sources.bounds, compute(sources)),
  );
}

function historyOperator(
  needed: number,
  keys: readonly string[],
  readMembers: ReadMembers,
  create: (sources: Sources) => Ask,
): QueryOperator {
  const open = (query: Query, parts: readonly Evaluate[]) => openQuery(query, parts, create);
  return {
    read(input, at, scope) {
      const argument = checkKeys(input, at, needed, [...keys, 'from', 'to']);
      const reader = createQueryReader(scope);
      const { type = 'number', ...members } = readMembers(argument, at, reader);
      const window = parseWindow(argument, at, keys.includes('past') ? 'past' : 'within');
      return { query: { ...members, window, needs: reader.needs }, type, parts: reader.parts };
    },
    compile(query, parts) {
      const ask = open(query, parts);
      return (_, context) => ask(context)?.value;
    },
    nextChange(query, parts) {
      const ask = open(query, parts);
      return (context) => ask(context)?.until ?? Infinity;
    },
  };
}

function readSteps({ events, without, within }: Argument, at: string, reader: QueryReader): Members {
  const inside = pointerTo(at, 'events');
  const steps: readonly unknown[] = Array.isArray(events) ? events : [];
  if (steps.length < 2 || steps.length > MAX_STEPS) {
    throw invalid(
      'This is no sequence',
      inside,
      `Write 2 to ${MAX_STEPS} events, such as {"event": "Product Viewed"}.`,
    );
  }
  return {
    events: Array.from(steps, (step, index) => readStep(step, pointerTo(inside, index), reader)),
    ...(without !== undefined && { without: readStep(without, pointerTo(at, 'without'), reader) }),
    ...(within !== undefined && { spanMs: parseDuration(within, pointerTo(at, 'within')) }),
    type: 'boolean',
  };
}

function readAbsence(argument: Argument, at: string, reader: QueryReader): Members {
  const { after, within, past } = argument;
  const events = [readStep(after, pointerTo(at, 'after'), reader), reader.events(argument, at)];
  const spanMs = parseDuration(within, pointerTo(at, 'within'));
  if (past === undefined || parseDuration(past, pointerTo(at, 'past')) > spanMs)
    return { events, spanMs, type: 'boolean' };
  throw invalid('This never holds: "past" is not longer than "within"', pointerTo(at, 'past'), 'Write a longer one.');
}

function readStep(step: unknown, at: string, reader: QueryReader): HistoryQuery['events'][number] {
  return reader.events(checkKeys(step, at, 1, ['event', 'where']), at);
}
