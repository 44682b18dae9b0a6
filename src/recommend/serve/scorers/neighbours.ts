// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import type { NeighbourModel } from '../../model.ts';
import { historyWeightsOf } from './history-weights.ts';
import type { Scoreboard } from './scoreboard.ts';
import type { HistoryEntry, Scorer } from './scorer.ts';

/** Scores by what each item of the history says about its neighbours. */
export function createNeighbourScorer(model: NeighbourModel): Scorer {
  const weigh = historyWeightsOf(model);
  return {
    score: (history, board, query) => addScores(model, weigh(history, query), board),
    shares: (history, candidate, query) =>
      Float64Array.from(weigh(history, query), ({ index, weight }) => weight * similarityOf(model, index, candidate)),
  };
}

/** Time: the number of neighbours of the history. */
function addScores(model: NeighbourModel, history: readonly HistoryEntry[], board: Scoreboard): number {
  const { neighbourStart, neighbour, similarity } = model;
  const { score, touched } = board;
  let count = 0;
  for (const { index, weight } of history) {
    if (weight === 0) continue;
    const until = neighbourStart[index + 1]!;
    for (let p = neighbourStart[index]!; p < until; p++) {
      const candidate = neighbour[p]!;
      const before = score[candidate]!;
      const after = before + weight * similarity[p]!;
      if (before === 0 && after !== 0) touched[count++] = candidate;
      score[candidate] = after;
    }
  }
  return count;
}

/** The similarity of a history item to a candidate; 0 where it is no neighbour. By bisection. */
function similarityOf(model: NeighbourModel, historyItem: number, candidate: number): number {
  let low = model.neighbourStart[historyItem]!;
  let high = model.neighbourStart[historyItem + 1]! - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = model.neighbour[middle]!;
    if (found === candidate) return model.similarity[middle]!;
    if (found < candidate) low = middle + 1;
    else high = middle - 1;
  }
  return 0;
}
