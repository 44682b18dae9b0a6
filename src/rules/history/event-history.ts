import { isRecord, KindredError } from '../../core/index.ts';
import type { EventQuery } from './query.ts';
import { createSelection, type Passes } from './selection.ts';
import { endOf, inOrder, insert, letGo, replaceRows, type Timeline } from './timeline.ts';

/** One thing that a person did. */
export interface HistoryEvent {
  /** Unique: an event that comes twice counts once. */
  readonly id: string;
  readonly name: string;
  /** The event's own time, in milliseconds since 1970. */
  readonly at: number;
  /** Whoever records them leaves them as they are afterwards. */
  readonly properties: Readonly<Record<string, unknown>>;
}

/** What a person did, in the order of the events' own times. */
export interface EventHistory {
  /**
   * Takes an event in, at its own time, however late. `false` where nothing changed: it is known already, older than all in a
   * history that is full, or no event.
   */
  record(event: HistoryEvent): boolean;
  /** Erases the events of a name, or those that the function picks; tells how many. */
  erase(which: string | ((event: HistoryEvent) => boolean)): number;
  /** Frees what is older than `retentionMs`, which did not count any more; tells how many. */
  prune(now: number): number;
  /** All events that are kept, oldest first, to be stored and given to the next history. The same list as long as nothing changes. */
  events(): readonly HistoryEvent[];
  /** The names of the events that are kept. */
  names(): readonly string[];
  /** How many are kept. */
  size(): number;
  /** No operator sees events that are as old as this. */
  readonly retentionMs: number;
  /** What the history operators read. */
  readonly index: HistoryIndex;
}

/** What is kept up to date for the history operators. */
interface HistoryIndex {
  /** Goes up with every change of the history. */
  readonly version: number;
  /** The events of some names that pass; the same timeline for the same key. */
  select(events: Pick<EventQuery, 'names' | 'key'>, passes?: Passes): Timeline;
  /** The view that belongs to a query; made when it is first asked for. */
  view(query: object, create: () => Ask): View;
}

/** The value of a query, and up to which time it stays as it is if no event comes; infinity if for ever. */
export interface Answer {
  readonly value: unknown;
  readonly until: number;
}

/** Answers a query at a time. */
export type Ask = (now: number) => Answer;

/** A query with its last answer: good from `since` to before its `until`, as long as the history is of that version. */
export interface View {
  readonly ask: Ask;
  answer: Answer;
  since: number;
  version: number;
}

/** What a history keeps. */
export interface EventHistoryOptions {
  /** Events to begin with, such as those that another history kept. What is no event is left out. */
  readonly events?: Iterable<HistoryEvent>;
  /** Events as old as this do not count, and `prune` frees them. Without it, they count as long as they are kept. */
  readonly retentionMs?: number;
  /** How many events are kept; beyond it, the oldest leave. */
  readonly maxEvents?: number;
}

// The range of dates (ECMAScript, 21.4.1.1).
const MAX_TIME = 8.64e15;

/**
 * A history of events, for the history operators. An event counts once, at its own time: late ones in their place, and those of a
 * time to come not before that time. Nothing is kept outside memory.
 *
 * @throws KindredError `invalid-options` for a `retentionMs` or `maxEvents` that is not positive
 * @example
 * ```ts
 * import { compileCondition, createEventHistory, parseCondition } from 'kindred/rules';
 *
 * const isBrowsing = compileCondition(parseCondition({ '>=': [{ count: { event: 'Product Viewed', within: '30m' } }, 2] }));
 * const now = Date.now();
 * const events = createEventHistory();
 * events.record({ id: 'm1', name: 'Product Viewed', at: now - 60_000, properties: { category: 'tea' } });
 * console.log(isBrowsing({}, { events, now })); // false
 * events.record({ id: 'm2', name: 'Product Viewed', at: now, properties: { category: 'tea' } });
 * console.log(isBrowsing({}, { events, now })); // true
 * ```
 */
export function createEventHistory({
  events: given = [],
  retentionMs = Infinity,
  maxEvents = 10_000,
}: EventHistoryOptions = {}): EventHistory {
  checkLimit('retentionMs', retentionMs);
  checkLimit('maxEvents', maxEvents);
  const all: Timeline = { rows: [], start: 0, arrivals: 0, recent: [] };
  const ids = new Set<string>();
  const selections = new Map<string, WeakRef<Timeline>>();
  const views = new WeakMap<object, View>();
  let sorted: readonly HistoryEvent[] | undefined;

  function record(input: HistoryEvent): boolean {
    const event = readEvent(input);
    if (!event || ids.has(event.id)) return false;
    insert(all, event);
    ids.add(event.id);
    change(ids.size > maxEvents ? 1 : 0);
    return ids.has(event.id);
  }

  /** Forgets what was computed, and so many of the oldest events. */
  function change(count = 0): void {
    for (const { id } of all.rows.slice(all.start, all.start + count)) ids.delete(id);
    if (count) letGo(all, all.start + count);
    sorted = undefined;
    index.version++;
  }

  /** What is not among the kept leaves memory at once, and not when it is next read. */
  function clearAway(kept: HistoryEvent[]): void {
    replaceRows(all, kept);
    for (const selection of selections.values()) selection.deref()?.refresh?.();
  }

  function erase(which: string | ((event: HistoryEvent) => boolean)): number {
    const before = ids.size;
    const isErased = typeof which === 'string' ? ({ name }: HistoryEvent) => name === which : which;
    const kept = all.rows.slice(all.start).filter((event) => !isErased(event) || !ids.delete(event.id));
    if (ids.size === before) return 0;
    change();
    clearAway(kept);
    return before - ids.size;
  }

  function prune(now: number): number {
    const count = endOf(all, ({ at }) => at <= now - retentionMs) - all.start;
    if (count) {
      change(count);
      clearAway(all.rows.slice(all.start));
    }
    return count;
  }

  function events(): readonly HistoryEvent[] {
    sorted ??= Object.freeze(all.rows.slice(all.start));
    return sorted;
  }

  function select({ names, key }: Pick<EventQuery, 'names' | 'key'>, passes?: Passes): Timeline {
    const ofNames = derive(JSON.stringify(names), all, ({ name }) => names.includes(name));
    return passes ? derive(key, ofNames, passes) : ofNames;
  }

  function derive(key: string, source: Timeline, passes: Passes): Timeline {
    const selection = selections.get(key)?.deref() ?? createSelection(source, passes);
    selections.set(key, new WeakRef(selection));
    return selection;
  }

  function view(query: object, create: () => Ask): View {
    // It was good never, so that it is asked at once.
    const found = views.get(query) ?? { ask: create(), answer: { value: null, until: 0 }, since: 0, version: -1 };
    views.set(query, found);
    return found;
  }

  const index = { version: 0, select, view };

  // In order, so that none has to be moved to its place.
  for (const event of [...given].flatMap((event) => readEvent(event) ?? []).sort(inOrder)) record(event);

  return {
    record,
    erase,
    prune,
    events,
    names: () => [...new Set(events().map(({ name }) => name))],
    size: () => ids.size,
    retentionMs,
    index,
  };
}

/** A copy with the four members and a whole number of milliseconds, so that times can be stepped by one. */
function readEvent(input: unknown): HistoryEvent | undefined {
  if (!isRecord(input)) return undefined;
  const { id, name, at, properties } = input;
  if (typeof id !== 'string' || typeof name !== 'string' || typeof at !== 'number' || !isRecord(properties))
    return undefined;
  return Math.abs(at) <= MAX_TIME ? Object.freeze({ id, name, at: Math.floor(at), properties }) : undefined;
}

function checkLimit(name: string, limit: number): void {
  if (limit > 0) return;
  throw new KindredError('invalid-options', `${name} is ${limit}. Give a number above 0.`, { at: name });
}
