import { isRecord, pointerTo } from '../../core/index.ts';
import type { ConditionNode, FactNode, ValueType } from '../condition/condition.ts';
import { type FactType, type FactTypes, type GuardedFact, invalid, unknownName } from '../condition/facts.ts';
import type { ReadingScope } from '../operators/operator.ts';
import type { Window } from './window.ts';

/** Which events a query is about. */
export interface EventQuery {
  readonly names: readonly string[];
  /** The place of `where` among the parts of the node. */
  readonly where?: number;
  /** The same for the same names and `where`. */
  readonly key: string;
}

/** A permission without which nothing can be known. */
export type Need = Pick<GuardedFact, 'purpose' | 'degree'>;

/** The argument of a history operator, checked. */
export type HistoryQuery = {
  /** One for most operators; the steps of `seq`; for `absent`, the event that starts the clock and the one that stays away. */
  readonly events: readonly EventQuery[];
  /** What must not come between the steps of `seq`. */
  readonly without?: EventQuery;
  /** The path of the property that is read. */
  readonly of?: readonly string[];
  /** Where the events are looked for; for `seq` and `absent`, its sliding form is their `past`. */
  readonly window: Window;
  /** The `within` of `seq` and `absent`: how long the whole may take. */
  readonly spanMs?: number;
  readonly needs: readonly Need[];
};

export function isHistoryQuery(query: object): query is HistoryQuery {
  return 'needs' in query;
}

type Declared = FactType | GuardedFact;
/** The argument of an operator. */
export type Argument = Readonly<Record<string, unknown>>;

const MAX_NAMES = 100;

/** Reads the parts of an argument, and gathers what belongs to the node. */
export interface QueryReader {
  /** The members `event` and `where`. */
  events(argument: Argument, at: string): EventQuery;
  /** The path of a property of these events, of one of the types. */
  property(argument: Argument, at: string, events: readonly EventQuery[], accepted?: readonly ValueType[]): FactNode;
  readonly parts: readonly ConditionNode[];
  readonly needs: readonly Need[];
}

export function createQueryReader(scope: ReadingScope): QueryReader {
  const types = scope.options.events;
  const parts: ConditionNode[] = [];
  const needs: Need[] = [];

  function events(argument: Argument, at: string): EventQuery {
    const names = parseNames(argument.event, pointerTo(at, 'event'));
    for (const name of names) scope.readsEvent(name);
    if (argument.where === undefined) return { names, key: JSON.stringify(names) };
    const node = scope.parseWhere(argument.where, pointerTo(at, 'where'), propertiesOf(names));
    needGuards(node);
    parts.push(node);
    return { names, where: parts.length - 1, key: JSON.stringify([names, argument.where]) };
  }

  function parseNames(input: unknown, at: string): readonly string[] {
    const list: readonly unknown[] = Array.isArray(input) ? input : [input];
    if (!list.length || list.length > MAX_NAMES)
      throw invalid('This names no events', at, `Write 1 to ${MAX_NAMES} names.`);
    return [...new Set(Array.from(list, (name, index) => parseName(name, list === input ? pointerTo(at, index) : at)))];
  }

  function parseName(name: unknown, at: string): string {
    if (typeof name !== 'string' || !name) throw invalid('This is no name of an event', at, 'Write "Product Viewed".');
    if (!types) return name;
    if (!Object.hasOwn(types, name)) throw unknownName('event', name, at, Object.keys(types));
    const { purpose, degree } = types[name] ?? {};
    if (purpose !== undefined) need({ purpose, ...(degree !== undefined && { degree }) });
    return name;
  }

  function need({ purpose, degree }: Need): void {
    if (needs.some((other) => other.purpose === purpose && other.degree === degree)) return;
    needs.push(degree === undefined ? { purpose } : { purpose, degree });
  }

  /** What is declared of any of them; `undefined` where one of them may have any property. */
  function propertiesOf(names: readonly string[]): FactTypes | undefined {
    const merged = new Map<string, Declared>();
    for (const name of names) {
      const { properties } = types?.[name] ?? {};
      if (!properties) return undefined;
      for (const [path, type] of Object.entries(properties)) merged.set(path, merge(merged.get(path), type));
    }
    return Object.fromEntries(merged);
  }

  function merge(one: Declared | undefined, other: Declared): Declared {
    if (one === undefined || JSON.stringify(one) === JSON.stringify(other)) return other;
    // One type cannot say both, but what guards either of them is needed.
    for (const each of [one, other]) if (typeof each === 'object') need(each);
    return 'unknown';
  }

  /** The permissions are those of the whole, so that a condition on an event depends on nothing else and its answer can be kept. */
  function needGuards(node: ConditionNode): void {
    if (node.kind === 'fact' && node.guard) need(node.guard);
    if (node.kind === 'operation') node.operands.forEach(needGuards);
  }

  function property(
    argument: Argument,
    at: string,
    events: readonly EventQuery[],
    accepted: readonly ValueType[] = [],
  ): FactNode {
    const types = propertiesOf(events.flatMap(({ names }) => names));
    const place = pointerTo(at, 'of');
    const node = scope.parseProperty(argument.of, place, types);
    if (node.guard) need(node.guard);
    if (node.type === 'unknown' || !accepted.length || accepted.includes(node.type)) return node;
    throw invalid(`This takes ${accepted.join(' or ')}, not ${node.type}`, place, 'Name another property.');
  }

  return { events, property, parts, needs };
}

/** @throws KindredError `invalid-rule` for what is no object, and for a key that is not known */
export function checkKeys(argument: unknown, at: string, known: readonly string[]): Argument {
  if (!isRecord(argument)) throw invalid('This is no object', at, `Write {"${known[0]}": …}.`);
  const odd = Object.keys(argument).find((key) => !known.includes(key));
  if (odd === undefined) return argument;
  throw unknownName('key', odd, pointerTo(at, odd), known);
}
