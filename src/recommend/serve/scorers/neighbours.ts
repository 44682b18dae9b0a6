// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import type { NeighbourModel } from '../../model.ts';
import { historyWeightsOf } from './history-weights.ts';
import { type Scoreboard, touchScored } from './scoreboard.ts';
import { type HistoryEntry, type Scorer, sharesOf } from './scorer.ts';

/** Scores by what each item of the history says about its neighbours. */
export function createNeighbourScorer(model: NeighbourModel): Scorer {
  const weigh = historyWeightsOf(model);
  return {
    score: (history, board, query) => addScores(model, weigh(history, query), board),
    shares: (history, candidate, query, from) =>
      sharesOf(weigh(history, query), ({ index, weight }) => weight * similarityOf(model, index, candidate), from),
  };
}

/** Time: the number of neighbours of the history, or for long histories of items where these are fewer. */
function addScores(model: NeighbourModel, history: readonly HistoryEntry[], { score, touched }: Scoreboard): number {
  const { neighbourStart, neighbour, similarity } = model;
  const visits = history.reduce((sum, { index }) => sum + neighbourStart[index + 1]! - neighbourStart[index]!, 0);
  // Looking through all items at the end costs less than asking at each of many additions whether it is the first.
  const isSparse = visits < score.length;
  let count = 0;
  for (const { index, weight } of history) {
    if (weight === 0) continue;
    const until = neighbourStart[index + 1]!;
    for (let p = neighbourStart[index]!; p < until; p++) {
      const candidate = neighbour[p]!;
      const before = score[candidate]!;
      const after = before + weight * similarity[p]!;
      if (isSparse && before === 0 && after !== 0) touched[count++] = candidate;
      score[candidate] = after;
    }
  }
  return isSparse ? count : touchScored(score, touched);
}

/** The similarity of a history item to a candidate; 0 where it is no neighbour. By bisection, without branches that a processor would have to guess. */
function similarityOf(
  { neighbourStart, neighbour, similarity }: NeighbourModel,
  historyItem: number,
  candidate: number,
): number {
  let at = neighbourStart[historyItem]!;
  let length = neighbourStart[historyItem + 1]! - at;
  const isAny = length > 0;
  while (length > 1) {
    const half = length >>> 1;
    // All bits are set where the difference is below zero: where the neighbour is no later than the candidate.
    at += half & ((neighbour[at + half]! - candidate - 1) >> 31);
    length -= half;
  }
  return isAny && neighbour[at] === candidate ? similarity[at]! : 0;
}
