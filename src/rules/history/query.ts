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

/** The argument of an operator. */
export type Argument = Readonly<Record<string, unknown>>;

const MAX_NAMES = 100;

/** Reads the parts of an argument, and gathers what belongs to the node. */
export interface QueryReader {
  /** The members `event` and `where`. */
  events(argument: Argument, at: string): EventQuery;
  /** The member `of`: a property of the events that were read, of one of the types, or of any if there are none. */
  property(argument: Argument, at: string, types: readonly ValueType[]): FactNode;
  readonly parts: readonly ConditionNode[];
  readonly needs: readonly Need[];
}

export function isHistoryQuery(query: object): query is HistoryQuery {
  return 'needs' in query;
}

export function createQueryReader(scope: ReadingScope): QueryReader {
  const parts: ConditionNode[] = [];
  const needs: Need[] = [];
  // What is declared of the events that were read last; `undefined` where one of them may have any property.
  let properties: FactTypes | undefined;

  function events({ event, where }: Argument, at: string): EventQuery {
    const inside = pointerTo(at, 'event');
    const list: readonly unknown[] = Array.isArray(event) ? event : [event];
    if (!list.length || list.length > MAX_NAMES)
      throw invalid('These are no events', inside, `Write 1 to ${MAX_NAMES}.`);
    properties = {};
    const names = [
      ...new Set(
        Array.from(list, (name, index) => parseName(name, list === event ? pointerTo(inside, index) : inside)),
      ),
    ];
    if (where === undefined) return { names, key: JSON.stringify(names) };
    const node = scope.parseWhere(where, pointerTo(at, 'where'), properties);
    needGuards(node);
    return { names, where: parts.push(node) - 1, key: JSON.stringify([names, where]) };
  }

  function parseName(name: unknown, at: string): string {
    if (typeof name !== 'string' || !name) throw invalid('This is no event', at, 'Write "Product Viewed".');
    const { events } = scope.options;
    if (events && !Object.hasOwn(events, name)) throw unknownName('event', name, at, Object.keys(events));
    const { properties: declared, ...guard } = events?.[name] ?? {};
    need(guard);
    properties = properties && declared && merge(properties, declared);
    scope.readsEvent(name);
    return name;
  }

  function merge(some: FactTypes, others: FactTypes): FactTypes {
    const merged = new Map(Object.entries(some));
    for (const [path, type] of Object.entries(others)) {
      const other = merged.get(path);
      // One type cannot say both, but what guards either of them is needed.
      if (other && JSON.stringify(other) !== JSON.stringify(type)) [type, other].forEach(need);
      merged.set(path, other && JSON.stringify(other) !== JSON.stringify(type) ? 'unknown' : type);
    }
    return Object.fromEntries(merged);
  }

  /** The permissions are those of the whole, so that a condition on an event depends on nothing else. */
  function needGuards(node: ConditionNode): void {
    if (node.kind === 'fact') need(node.guard);
    if (node.kind === 'operation') node.operands.forEach(needGuards);
  }

  function need(guard: FactType | Partial<Need> | undefined): void {
    if (typeof guard !== 'object' || guard.purpose === undefined) return;
    const { purpose, degree } = guard;
    if (needs.some((other) => other.purpose === purpose && other.degree === degree)) return;
    needs.push(degree === undefined ? { purpose } : { purpose, degree });
  }

  function property({ of }: Argument, at: string, types: readonly ValueType[]): FactNode {
    const inside = pointerTo(at, 'of');
    const node = scope.parseProperty(of, inside, properties);
    need(node.guard);
    if (!types.length || [...types, 'unknown'].includes(node.type)) return node;
    throw invalid(`This takes ${types.join(' or ')}, not ${node.type}`, inside, 'Name another property.');
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
