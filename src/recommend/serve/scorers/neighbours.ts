// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import type { NeighbourModel } from '../../model.ts';
import { historyWeightsOf } from './history-weights.ts';
import { type Scoreboard, touchScored } from './scoreboard.ts';
import type { HistoryEntry, Scorer } from './scorer.ts';

/** Scores by what each item of the history says about its neighbours. */
export function createNeighbourScorer(model: NeighbourModel): Scorer {
  const weigh = historyWeightsOf(model);
  /** Of a candidate that is asked about one more than its place: going through all neighbours once costs less than looking for each. */
  const marks = new Uint32Array(model.items.length);
  return {
    score: (history, board, query) => addScores(model, weigh(history, query), board),
    shares(history, candidates, query, from = 0) {
      // In one piece, because making room for each of a hundred takes longer than filling it.
      const { length } = history;
      const all = new Float64Array(length * candidates.length);
      const shares = candidates.map((candidate, n) => {
        marks[candidate] = n + 1;
        return all.subarray(n * length, (n + 1) * length);
      });
      weigh(history, query).forEach((entry, n) => {
        if (n >= from) addShares(model, entry, n, marks, shares);
      });
      // Of a large catalogue hardly any are marked.
      for (const candidate of candidates) marks[candidate] = 0;
      return shares;
    },
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

function addShares(
  { neighbourStart, neighbour, similarity }: NeighbourModel,
  { index, weight }: HistoryEntry,
  place: number,
  marks: Uint32Array,
  shares: readonly Float64Array[],
): void {
  for (let p = neighbourStart[index]!; p < neighbourStart[index + 1]!; p++) {
    const mark = marks[neighbour[p]!]!;
    if (mark > 0) shares[mark - 1]![place] = weight * similarity[p]!;
  }
}
