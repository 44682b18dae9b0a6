// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import type { NeighbourModel } from './model.ts';

/** An item of a history by its index, and how much it counts. */
export interface WeightedIndex {
  readonly index: number;
  readonly weight: number;
}

/** The room that one scoring needs; taken from a pool, so that a filter may ask for recommendations itself. */
export interface Scoreboard {
  /** All zero between two scorings. */
  readonly score: Float64Array;
  readonly touched: Uint32Array;
}

export function createScoreboard(itemCount: number): Scoreboard {
  return { score: new Float64Array(itemCount), touched: new Uint32Array(itemCount) };
}

/**
 * Adds up what each item of the history says about its neighbours. Answers how many items have a score; their indices are
 * the first of `touched`. Time: the number of neighbours of the history.
 */
export function addScores(model: NeighbourModel, history: readonly WeightedIndex[], board: Scoreboard): number {
  const { neighbourStart, neighbour, similarity } = model;
  const { score, touched } = board;
  let count = 0;
  for (const { index, weight } of history) {
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

export function clearScores(board: Scoreboard, count: number): void {
  for (let n = 0; n < count; n++) board.score[board.touched[n]!] = 0;
}

/** The similarity of a history item to a candidate; 0 where it is no neighbour. By bisection. */
export function similarityOf(model: NeighbourModel, historyItem: number, candidate: number): number {
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
