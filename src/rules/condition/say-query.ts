import { type EventQuery, type HistoryQuery, isHistoryQuery } from '../history/query.ts';
import type { ConditionNode, QueryNode } from './condition.ts';
import { sayDuration, sayTime } from './say-time.ts';
import { type FactWords, formatValue, sayEvent } from './words.ts';

/** How a query is told. */
export interface Telling {
  readonly words: FactWords;
  /** Stands where the number goes: "at least 3". */
  readonly quantity: string;
  /** Tells a condition on events. */
  sayWhere(condition: ConditionNode): string;
}

type Say = (node: QueryNode, telling: Telling) => string;

const DAY_NAMES = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

// What each query is called. Those that are conditions have no place for a quantity.
const QUERIES: ReadonlyMap<string, Say> = /* @__PURE__ */ new Map<string, Say>([
  ['segment', ({ query }) => `the segment ${query.name}`],
  ['score', ({ query }, { quantity }) => `score ${query.name} ${quantity}`],
  ['affinity', ({ query }, { quantity }) => `interest ${quantity} in ${String(query.names).replace(',', ' ')}`],
  ['bucket', ({ query }, { quantity }) => `bucket ${query.salt} ${quantity}`],
  ['consent', ({ query }) => sayConsent(query)],
  ['cap', (node) => `${node.query.name} seen less than ${sayTimes(node)}${sayWindow(node)}`],
  ['time', ({ query }) => saySchedule(query)],
  ['count', (node, telling) => saySome(node, telling) + sayWindow(node)],
  ['distinct', (node, telling) => `${telling.quantity} different ${sayProperty(node)} of ${sayAll(node, telling)}`],
  ['sum', /* @__PURE__ */ ofProperty('the sum of')],
  ['avg', /* @__PURE__ */ ofProperty('the average')],
  ['first', /* @__PURE__ */ ofProperty('the first')],
  ['last', /* @__PURE__ */ ofProperty('the last')],
  ['seq', saySequence],
  ['absent', sayAbsence],
  // A condition of another dialect is one part, whatever is in it.
  ['compat', () => 'what its JsonLogic asks'],
]);

/** A query in words, with a quantity in its place: "at least 3 views of tea in the last 30 minutes". */
export function sayQuery(node: QueryNode, telling: Telling): string {
  return (QUERIES.get(node.name)?.(node, telling) ?? `${node.name} ${telling.quantity}`).trim();
}

/** Some of the events of a query, without its window: "2 views of tea". */
export function saySome({ query, parts }: QueryNode, telling: Telling): string {
  return isHistoryQuery(query) && query.events[0] ? sayEvents(query.events[0], parts, telling) : '';
}

/** The events of a query in its window. */
function sayAll(node: QueryNode, telling: Telling): string {
  return saySome(node, { ...telling, quantity: '' }) + sayWindow(node);
}

function ofProperty(what: string): Say {
  return (node, telling) => `${what} ${sayProperty(node)} of ${sayAll(node, telling)} ${telling.quantity}`;
}

function sayEvents({ names, where }: EventQuery, parts: QueryNode['parts'], telling: Telling): string {
  const condition = parts[where ?? -1];
  const such = condition ? telling.sayWhere(condition) : '';
  return sayEvent(names, condition, such, telling.words, telling.quantity).trim();
}

function sayProperty({ query }: QueryNode): string {
  return isHistoryQuery(query) && query.of ? query.of.join('.') : 'time';
}

function sayWindow({ query }: QueryNode): string {
  if (!isHistoryQuery(query)) return '';
  const { within, from, to } = query.window;
  const texts = [
    within !== undefined && ` in the last ${sayDuration(within)}`,
    from !== undefined && ` since ${sayTime(from)}`,
    to !== undefined && ` before ${sayTime(to)}`,
  ];
  return texts.filter(Boolean).join('');
}

function saySequence(node: QueryNode, telling: Telling): string {
  const { query, parts } = node;
  if (!isHistoryQuery(query)) return '';
  const say = (events: EventQuery) => sayEvents(events, parts, { ...telling, quantity: '' });
  const cut = query.without ? ` without ${say(query.without)}` : '';
  return query.events.map(say).join(', then ') + cut + saySpan(query) + sayWindow(node);
}

function sayAbsence(node: QueryNode, telling: Telling): string {
  const { query, parts } = node;
  if (!isHistoryQuery(query)) return '';
  const [after = '', event = ''] = query.events.map((each) => sayEvents(each, parts, { ...telling, quantity: '' }));
  return `no ${event}${saySpan(query)} after ${after}${sayWindow(node)}`;
}

function saySpan({ spanMs }: HistoryQuery): string {
  return spanMs === undefined ? '' : ` within ${sayDuration(spanMs)}`;
}

function sayConsent({ purpose, degree, party }: QueryNode['query']): string {
  return `permission for ${purpose}${degree ? ` (${degree})` : ''}${party ? ` to ${party}` : ''}`;
}

function saySchedule({ from, to, zone, days }: QueryNode['query']): string {
  const listed: readonly unknown[] = Array.isArray(days) ? days : [];
  const on = listed.map((day) => DAY_NAMES[Number(day) - 1]).join(', ');
  const times = [from ? `from ${formatValue(from)}` : '', to ? `to ${formatValue(to)}` : '', on ? `on ${on}` : ''];
  return [...times, zone ? `(${formatValue(zone)})` : ''].filter(Boolean).join(' ');
}

function sayTimes({ query }: QueryNode): string {
  return query.most === 1 ? 'once' : `${query.most} times`;
}
