// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.

/** The room that one scoring needs; taken from a pool, so that a filter may ask for recommendations itself. */
export interface Scoreboard {
  /** All zero between two scorings; one for each item. */
  readonly score: Float64Array;
  /** Indices of the items that have a score, in the order in which they got it. */
  readonly touched: Uint32Array;
}

export function createScoreboard(itemCount: number): Scoreboard {
  return { score: new Float64Array(itemCount), touched: new Uint32Array(itemCount) };
}

export function clearScores(board: Scoreboard, count: number): void {
  for (let n = 0; n < count; n++) board.score[board.touched[n]!] = 0;
}

/** Lists the items that have a score; answers how many. */
export function touchScored(score: Float64Array, touched: Uint32Array): number {
  let count = 0;
  for (let candidate = 0; candidate < score.length; candidate++) {
    if (score[candidate] !== 0) touched[count++] = candidate;
  }
  return count;
}
