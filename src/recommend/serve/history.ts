import { isRecord } from '../../core/index.ts';
import { halvedBy } from '../half-life.ts';
import type { Interactions } from '../interactions.ts';
import type { ModelBase } from '../model.ts';
import type { HistoryItem, RecommendQuery } from './query.ts';
import type { HistoryEntry } from './scorers/scorer.ts';

/** Looks up what a user had; `undefined` for a user that nobody knows. */
export type HistoryLookup = (user: string) => readonly (string | HistoryItem)[] | undefined;

const MAX_WEIGHT = 3.4e38;
const DAY_MS = 86_400_000;

/** The users whom a model knows. */
export interface KnownUsers {
  readonly lookUp: HistoryLookup;
  /** What is known of a user about whom the query says no more: what `readHistory` makes of what `lookUp` finds, only several times faster. */
  historyOf(query: RecommendQuery): History | undefined;
}

/** The users of the training, each item counted as the model counted it. Costs a map of all users, at once: the first list should not wait for it. */
export function historiesOf(model: ModelBase): HistoryLookup {
  return usersOf(model)?.lookUp ?? (() => undefined);
}

export function usersOf({ histories, items, spec }: ModelBase): KnownUsers | undefined {
  if (histories === undefined) return undefined;
  const isWeighted = spec.weights === 'given';
  const users = placesOf(histories.users);
  const isSame = histories.items.length === items.length && items.every((item, n) => item === histories.items[n]);
  const places = isSame ? undefined : placesOf(items);
  const itemsOf = (place: number): readonly HistoryItem[] =>
    entriesOf(histories, place, isWeighted).map(({ index, ...rest }) => ({
      item: histories.items[index] ?? '',
      ...rest,
    }));
  return {
    lookUp: (user) => (users.has(user) ? itemsOf(users.get(user) ?? 0) : undefined),
    historyOf({ user, items: named, session }) {
      // No id is empty.
      const place = users.get(user ?? '');
      if (place === undefined || listOf(named).length + listOf(session).length > 0) return undefined;
      return {
        ...(places ? readHistory(itemsOf(place), {}, places) : storedHistory(entriesOf(histories, place, isWeighted))),
        user: place,
      };
    },
  };
}

/** Indices are at hand and each item stands there once: neither ids nor sums are needed. */
function storedHistory(all: readonly HistoryEntry[]): History {
  const consumed = new Set(all.map(({ index }) => index));
  return { entries: byTime(all.filter(({ weight }) => isWeight(weight))), consumed, isNamed: consumed.size > 0 };
}

function entriesOf(
  { userStart, itemIndex, weight, time }: Interactions,
  place: number,
  isWeighted: boolean,
): HistoryEntry[] {
  const list: HistoryEntry[] = [];
  const until = userStart[place + 1] ?? 0;
  for (let entry = userStart[place] ?? 0; entry < until; entry++) {
    const index = itemIndex[entry] ?? 0;
    const counted = isWeighted ? (weight[entry] ?? 1) : 1;
    const timeMs = time[entry] ?? Number.NaN;
    list.push(Number.isFinite(timeMs) ? { index, weight: counted, timeMs } : { index, weight: counted });
  }
  return list;
}

/** From an id to its index. A map, not an object: ids such as `__proto__` are ids like any other. */
export function placesOf(ids: readonly string[]): Map<string, number> {
  return new Map(ids.map((id, place) => [id, place]));
}

/** What is known of somebody: which items they had, and which of them count. */
export interface History {
  /** Each item once, the oldest first as far as times are known, those of the session last; weights of one named twice add up. */
  readonly entries: readonly HistoryEntry[];
  /** All that the model knows, also those whose weight is no use. */
  readonly consumed: ReadonlySet<number>;
  /** The session as it was given, -1 for what the model does not know. */
  readonly session?: readonly number[];
  /** The place of the user among those of the model, where the history is what the model holds of them, and no more. */
  readonly user?: number;
  /** Whether anything was named, known or not. */
  readonly isNamed: boolean;
}

/** Reads what a caller gave, which may be anything: what makes no sense is left out. */
export function readHistory(
  known: readonly unknown[] | undefined,
  query: RecommendQuery,
  places: ReadonlyMap<string, number>,
): History {
  const [items, session] = [listOf(query.items), listOf(query.session)];
  const given = known === undefined ? items : [...known, ...items];
  const consumed = new Set<number>();
  const earlier = new Map<number, HistoryEntry>();
  for (const entry of given) addEntry(earlier, consumed, entry, places);
  const sorted = byTime([...earlier.values()]);
  const history = { consumed, isNamed: given.length + session.length > 0 };
  if (session.length === 0) return { ...history, entries: sorted };
  const entries = new Map(sorted.map((entry) => [entry.index, entry]));
  const clicks = session.map((entry) => addEntry(entries, consumed, entry, places));
  return { ...history, entries: [...entries.values()], session: clicks };
}

function listOf(given: unknown): readonly unknown[] {
  return Array.isArray(given) ? given : [];
}

/** Adds it at the end, also if it is there already. Answers its index; -1 where the model does not know it. */
function addEntry(
  entries: Map<number, HistoryEntry>,
  consumed: Set<number>,
  given: unknown,
  places: ReadonlyMap<string, number>,
): number {
  const { item, weight = 1, timeMs }: Readonly<Record<string, unknown>> = isRecord(given) ? given : { item: given };
  const index = typeof item === 'string' ? (places.get(item) ?? -1) : -1;
  if (index < 0) return -1;
  consumed.add(index);
  if (!isWeight(weight)) return index;
  const before = entries.get(index);
  entries.delete(index);
  entries.set(index, merge(index, weight, timeMs, before));
  return index;
}

function isWeight(weight: unknown): weight is number {
  return typeof weight === 'number' && weight > 0 && weight < MAX_WEIGHT;
}

function merge(index: number, weight: number, time: unknown, before: HistoryEntry | undefined): HistoryEntry {
  const sum = weight + (before?.weight ?? 0);
  const known = typeof time === 'number' && Number.isFinite(time) ? time : -Infinity;
  const timeMs = Math.max(known, before?.timeMs ?? -Infinity);
  return { index, weight: sum, ...(timeMs > -Infinity && { timeMs }) };
}

/** The oldest first; those without a time before them, as they came. */
function byTime(list: HistoryEntry[]): readonly HistoryEntry[] {
  const isTimed = list.some(({ timeMs }) => timeMs !== undefined);
  return isTimed ? list.sort((a, b) => (a.timeMs ?? -Infinity) - (b.timeMs ?? -Infinity) || 0) : list;
}

export function isHalfLife(days: unknown): days is number {
  return typeof days === 'number' && days > 0 && days < Infinity;
}

/** The older, the less an entry counts: half after each half-life. */
export function fade(entries: readonly HistoryEntry[], halfLifeDays: number, nowMs: number): readonly HistoryEntry[] {
  const halfLifeMs = halfLifeDays * DAY_MS;
  return entries.map((entry) =>
    entry.timeMs === undefined
      ? entry
      : { ...entry, weight: entry.weight * halvedBy((nowMs - entry.timeMs) / halfLifeMs) },
  );
}
