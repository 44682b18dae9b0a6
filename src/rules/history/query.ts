import { isRecord, pointerTo } from '../../core/index.ts';
import type { ConditionNode, FactNode, ValueType } from '../condition/condition.ts';
import type { FactTypes, GuardedFact } from '../condition/facts.ts';
import { invalid, unknownName } from '../condition/refusal.ts';
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

type Property = Pick<FactNode, 'path' | 'type'>;

const MAX_NAMES = 100;
const NOTHING: Property = { path: [], type: 'unknown' };

/** Reads the parts of an argument, and gathers what belongs to the node. */
export interface QueryReader {
  /** The members `event` and `where`. */
  events(argument: Argument, at: string): EventQuery;
  /** The member `of`: a property of the events that were read, of one of the types, or of any if there are none. */
  property(argument: Argument, at: string, types: readonly ValueType[]): Property;
  readonly parts: readonly ConditionNode[];
  readonly needs: readonly Need[];
}

export function isHistoryQuery(query: object): query is HistoryQuery {
  return 'needs' in query;
}

export function createQueryReader(scope: ReadingScope): QueryReader {
  const declared = scope.options.events;
  const parts: ConditionNode[] = [];
  const needs: Need[] = [];
  // What is declared of the properties of the events that were read last, once for each of them.
  let properties: readonly (FactTypes | undefined)[] = [];

  function events({ event, where }: Argument, at: string): EventQuery {
    const inside = pointerTo(at, 'event');
    const list: readonly unknown[] = Array.isArray(event) ? event : [event];
    if (!list.length || list.length > MAX_NAMES)
      throw invalid('These are no events', inside, `Write 1 to ${MAX_NAMES}.`);
    const names = Array.from(list, (name, index) =>
      parseName(name, list === event ? pointerTo(inside, index) : inside),
    );
    properties = [...new Set(names.map((name) => declared?.[name]?.properties))];
    if (where === undefined) return { names, key: JSON.stringify(names) };
    // It must be right for each of the events.
    const [node] = properties.map((types) => {
      const node = scope.readCondition(where, pointerTo(at, 'where'), types);
      needGuards(node);
      return node;
    });
    return { names, where: node ? parts.push(node) - 1 : -1, key: JSON.stringify([names, where]) };
  }

  function parseName(name: unknown, at: string): string {
    if (typeof name !== 'string' || !name) throw invalid('This is no event', at, 'Write "Product Viewed".');
    if (declared && !Object.hasOwn(declared, name)) throw unknownName('event', name, at, Object.keys(declared));
    need(declared?.[name]);
    scope.readsEvent(name);
    return name;
  }

  /** The permissions are those of the whole, so that a condition on an event depends on nothing else. */
  function needGuards(node: ConditionNode): void {
    if (node.kind === 'fact') need(node.guard);
    if (node.kind === 'operation') node.operands.forEach(needGuards);
  }

  function need({ purpose, degree }: { readonly purpose?: string; readonly degree?: string } = {}): void {
    if (purpose === undefined || needs.some((other) => other.purpose === purpose && other.degree === degree)) return;
    needs.push({ purpose, ...(degree !== undefined && { degree }) });
  }

  function property({ of }: Argument, at: string, accepted: readonly ValueType[]): Property {
    const inside = pointerTo(at, 'of');
    const nodes = properties.map((types) => scope.readProperty(of, inside, types));
    for (const { type, guard } of nodes) {
      need(guard);
      if (!accepted.length || [...accepted, 'unknown'].includes(type)) continue;
      throw invalid(`This takes ${accepted.join(' or ')}, not ${type}`, inside, 'Name another property.');
    }
    const [{ path, type } = NOTHING] = nodes;
    return { path, type: nodes.every((node) => node.type === type) ? type : 'unknown' };
  }

  return { events, property, parts, needs };
}

/**
 * The first `needed` of the keys that are known must be there.
 *
 * @throws KindredError `invalid-rule` for what is no object, for a key that is not known, and for one that is missing
 */
export function checkKeys(argument: unknown, at: string, needed: number, known: readonly string[]): Argument {
  if (!isRecord(argument)) throw invalid('This is no object', at, `Write {"${known[0]}": …}.`);
  const odd = Object.keys(argument).find((key) => !known.includes(key));
  if (odd !== undefined) throw unknownName('key', odd, pointerTo(at, odd), known);
  const missing = known.slice(0, needed).find((key) => argument[key] === undefined);
  if (missing !== undefined) throw invalid(`"${missing}" is missing`, at, `Write {"${missing}": …}.`);
  return argument;
}
