import { pointerTo } from '../../core/index.ts';
import type { ValueType } from '../condition/condition.ts';
import type { Evaluate } from '../condition/context.ts';
import { type Facts, factReader, invalid } from '../condition/facts.ts';
import type { Ask } from '../history/event-history.ts';
import { type Argument, checkKeys, createQueryReader, type HistoryQuery, type QueryReader } from '../history/query.ts';
import { askSequence } from '../history/sequence.ts';
import { openQuery, type Sources } from '../history/sources.ts';
import { askAbsent, askCount, askDistinct, askEdge, askSum } from '../history/views.ts';
import { parseDuration, parseWindow } from '../history/window.ts';
import type { OperatorTable, Query, QueryOperator } from './operator.ts';

type Read = (properties: Facts) => unknown;

/** What an operator has in its argument besides the window, and the type of its value. */
type Members = Omit<HistoryQuery, 'window' | 'needs'> & { readonly type: ValueType };
type ReadMembers = (argument: Argument, at: string, reader: QueryReader) => Members;
type CreateView = (sources: Sources) => Ask;

const MAX_STEPS = 20;

// Lists equal nothing, and cannot be counted by their value.
const VALUES = ['number', 'string', 'boolean'] as const;

/** What a person did within a window: how often, how much, what first and last, in which order, and what not. */
export const HISTORY: OperatorTable<QueryOperator> = {
  count: historyOperator(['event', 'where', 'within'], readEvents, ({ first, bounds }) => askCount(first, bounds)),
  distinct: ofProperty(VALUES, askDistinct),
  sum: ofProperty(['number'], (...sources) => askSum(...sources, false)),
  avg: ofProperty(['number'], (...sources) => askSum(...sources, true)),
  first: edge(false),
  last: edge(true),
  seq: historyOperator(['events', 'without', 'within', 'past'], readSteps, ({ steps, without, query, bounds }) =>
    askSequence(steps, without, query.spanMs ?? Number.POSITIVE_INFINITY, bounds),
  ),
  absent: historyOperator(
    ['after', 'event', 'where', 'within', 'past'],
    readAbsence,
    ({ first, second, query, bounds }) => askAbsent(first, second, query.spanMs ?? 0, bounds),
  ),
};

/** An operator that reads one property of each event. */
function ofProperty(
  accepted: readonly ValueType[],
  view: (events: Sources['first'], bounds: Sources['bounds'], read: Read) => Ask,
): QueryOperator {
  const readMembers: ReadMembers = (argument, at, reader) => {
    const members = readEvents(argument, at, reader);
    return { ...members, of: reader.property(argument, at, members.events, accepted).path };
  };
  return historyOperator(['event', 'of', 'where', 'within'], readMembers, ({ first, query, bounds }) =>
    view(first, bounds, factReader(query.of ?? [], null)),
  );
}

/** `first` and `last`: a property of that event, or else its time. */
function edge(isLast: boolean): QueryOperator {
  const readMembers: ReadMembers = (argument, at, reader) => {
    const members = readEvents(argument, at, reader);
    if (argument.of === undefined) return members;
    const { path, type } = reader.property(argument, at, members.events);
    return { ...members, of: path, type };
  };
  return historyOperator(['event', 'of', 'where', 'within'], readMembers, ({ first, query, bounds }) =>
    askEdge(first, bounds, query.of && factReader(query.of, null), isLast),
  );
}

function historyOperator(keys: readonly string[], readMembers: ReadMembers, create: CreateView): QueryOperator {
  const sliding = keys.includes('past') ? 'past' : 'within';
  const open = (query: Query, parts: readonly Evaluate[]) => openQuery(query, parts, create);
  return {
    read(input, at, scope) {
      const argument = checkKeys(input, at, [...keys, 'from', 'to']);
      const reader = createQueryReader(scope);
      const { type, ...members } = readMembers(argument, at, reader);
      const query: HistoryQuery = { ...members, window: parseWindow(argument, at, sliding), needs: reader.needs };
      return { query, type, parts: reader.parts };
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

function readEvents(argument: Argument, at: string, reader: QueryReader): Members {
  return { events: [reader.events(argument, at)], type: 'number' };
}

function readSteps(argument: Argument, at: string, reader: QueryReader): Members {
  const { events, without, within } = argument;
  const inside = pointerTo(at, 'events');
  const steps: readonly unknown[] = Array.isArray(events) ? events : [];
  if (steps.length < 2 || steps.length > MAX_STEPS) {
    throw invalid(
      'This is no sequence',
      inside,
      `Write 2 to ${MAX_STEPS} events, such as {"event": "Product Viewed"}.`,
    );
  }
  const readStep = (step: unknown, at: string) => reader.events(checkKeys(step, at, ['event', 'where']), at);
  return {
    events: Array.from(steps, (step, index) => readStep(step, pointerTo(inside, index))),
    ...(without !== undefined && { without: readStep(without, pointerTo(at, 'without')) }),
    ...(within !== undefined && { spanMs: parseDuration(within, pointerTo(at, 'within')) }),
    type: 'boolean',
  };
}

function readAbsence(argument: Argument, at: string, reader: QueryReader): Members {
  const inside = pointerTo(at, 'after');
  const after = reader.events(checkKeys(argument.after, inside, ['event', 'where']), inside);
  const spanMs = parseDuration(argument.within, pointerTo(at, 'within'));
  if (argument.past !== undefined && parseDuration(argument.past, pointerTo(at, 'past')) <= spanMs) {
    throw invalid(
      '"past" is no longer than "within"',
      pointerTo(at, 'past'),
      'It would never hold: write a longer one.',
    );
  }
  return { events: [after, reader.events(argument, at)], spanMs, type: 'boolean' };
}
