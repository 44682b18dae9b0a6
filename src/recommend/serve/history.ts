import { isRecord } from '../../core/index.ts';
import type { Interactions } from '../interactions.ts';
import type { Model } from '../model.ts';
import type { HistoryItem } from './recommendations.ts';
import type { HistoryEntry } from './scorers/scorer.ts';

/** Looks up what a user had; `undefined` for a user that nobody knows. */
export type HistoryLookup = (user: string) => readonly (string | HistoryItem)[] | undefined;

const MAX_WEIGHT = 3.4e38;

/** The users of the training, each item counted as the model counted it. Costs a map of all users, on the first call. */
export function historiesOf(model: Model): HistoryLookup {
  const { histories } = model;
  if (histories === undefined) return () => undefined;
  const isWeighted = model.spec.weights === 'given';
  let places: Map<string, number> | undefined;
  return (user) => {
    places ??= placesOf(histories.users);
    const place = places.get(user);
    return place === undefined ? undefined : itemsOf(histories, place, isWeighted);
  };
}

function itemsOf(histories: Interactions, place: number, isWeighted: boolean): readonly HistoryItem[] {
  const list: HistoryItem[] = [];
  const until = histories.userStart[place + 1] ?? 0;
  for (let entry = histories.userStart[place] ?? 0; entry < until; entry++) {
    const item = histories.items[histories.itemIndex[entry] ?? 0];
    if (item !== undefined) list.push({ item, weight: isWeighted ? (histories.weight[entry] ?? 1) : 1 });
  }
  return list;
}

/** From an id to its index. A map, not an object: ids such as `__proto__` are ids like any other. */
export function placesOf(ids: readonly string[]): Map<string, number> {
  return new Map(ids.map((id, place) => [id, place]));
}

/** What is known of somebody: which items they had, and which of them count. */
export interface History {
  /** Each item once; the weights of one that is named twice add up. */
  readonly weighted: readonly HistoryEntry[];
  /** All that the model knows, also those whose weight is no use. */
  readonly consumed: ReadonlySet<number>;
  /** Whether anything was named, known or not. */
  readonly isNamed: boolean;
}

/** Reads what a caller gave, which may be anything: what makes no sense is left out. */
export function readHistory(given: readonly unknown[], places: ReadonlyMap<string, number>): History {
  const weights = new Map<number, number>();
  const consumed = new Set<number>();
  for (const entry of given) {
    const { item, weight = 1 }: Readonly<Record<string, unknown>> = isRecord(entry) ? entry : { item: entry };
    const place = typeof item === 'string' ? places.get(item) : undefined;
    if (place === undefined) continue;
    consumed.add(place);
    const isOfUse = typeof weight === 'number' && weight > 0 && weight < MAX_WEIGHT;
    if (isOfUse) weights.set(place, (weights.get(place) ?? 0) + weight);
  }
  const weighted = Array.from(weights, ([index, weight]) => ({ index, weight }));
  return { weighted, consumed, isNamed: given.length > 0 };
}
