import type { NeighbourModel } from '../../model.ts';
import { fade } from '../history.ts';
import type { HistoryEntry, ScoringQuery } from './scorer.ts';

/** How much each item of a history counts for a model. Items of no weight are left in their places, for explanations. */
export type HistoryWeights = (history: readonly HistoryEntry[], query: ScoringQuery) => readonly HistoryEntry[];

/**
 * As the model's spec says: by `recency` the newest item counts most or alone (sequential rules), by `halfLifeDays` old items count less
 * (SAR); otherwise all count as they are.
 */
export function historyWeightsOf({ spec, data }: NeighbourModel): HistoryWeights {
  const { recency, halfLifeDays } = spec;
  if (recency === 'last') return (history) => byPlace(history, (back) => (back === 0 ? 1 : 0));
  if (recency === 'reciprocal') return (history) => byPlace(history, (back) => 1 / (back + 1));
  if (typeof halfLifeDays !== 'number') return (history) => history;
  return (history, { nowMs = data.untilMs ?? 0 }) => fade(history, halfLifeDays, nowMs);
}

/** `back` is how many places before the newest an item stands. */
function byPlace(history: readonly HistoryEntry[], factor: (back: number) => number): readonly HistoryEntry[] {
  return history.map((entry, place) => ({ ...entry, weight: entry.weight * factor(history.length - 1 - place) }));
}
