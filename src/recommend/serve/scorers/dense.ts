// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import type { DenseModel } from '../../model.ts';
import type { Scoreboard } from './scoreboard.ts';
import type { HistoryEntry, Scorer } from './scorer.ts';

/**
 * Scores by a weight for every pair of items (Steck 2019, "Embarrassingly shallow autoencoders"): s = x·B. Every item that is spoken for or
 * against is a candidate. Time: items, for each item of the history.
 */
export function createDenseScorer(model: DenseModel): Scorer {
  const { weights, items } = model;
  const itemCount = items.length;
  const worth = ({ index, weight }: HistoryEntry) =>
    model.scale === undefined ? weight : weight * model.scale[index]!;
  return {
    score: (history, board) => addRows(weights, history, worth, board),
    shares: (history, candidate) =>
      Float64Array.from(history, (entry) => worth(entry) * weights[entry.index * itemCount + candidate]!),
  };
}

function addRows(
  weights: Float32Array | Int8Array,
  history: readonly HistoryEntry[],
  worth: (entry: HistoryEntry) => number,
  { score, touched }: Scoreboard,
): number {
  const itemCount = score.length;
  for (const entry of history) {
    const factor = worth(entry);
    const at = entry.index * itemCount;
    for (let candidate = 0; candidate < itemCount; candidate++) score[candidate]! += factor * weights[at + candidate]!;
  }
  return touchScored(score, touched);
}

/** Lists the items that have a score; answers how many. */
export function touchScored(score: Float64Array, touched: Uint32Array): number {
  let count = 0;
  for (let candidate = 0; candidate < score.length; candidate++) {
    if (score[candidate] !== 0) touched[count++] = candidate;
  }
  return count;
}
