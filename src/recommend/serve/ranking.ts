import type { Door } from './door.ts';
import { clearScores, createScoreboard, type Scoreboard } from './scorers/scoreboard.ts';
import type { HistoryEntry, Scorer, ScoringQuery } from './scorers/scorer.ts';
import { createTopList, type Ranked } from './top-list.ts';

/** The best items that the door admits, and among how many they were looked for. */
export interface Ranking {
  readonly ranked: readonly Ranked[];
  readonly candidates: number;
}

/** Ranks by what the history speaks for. The door is asked inside the search, and only about items that would be kept. */
export function createHistoryRanker(
  scorer: Scorer,
  itemCount: number,
): (history: readonly HistoryEntry[], query: ScoringQuery, count: number, door: Door) => Ranking {
  // A pool, because a filter behind the door may itself ask for recommendations.
  const boards: Scoreboard[] = [];
  return (history, query, count, door) => {
    const board = boards.pop() ?? createScoreboard(itemCount);
    const candidates = scorer.score(history, board, query);
    const top = createTopList(count);
    for (let n = 0; n < candidates; n++) {
      const index = board.touched[n] ?? 0;
      const score = board.score[index] ?? 0;
      if (top.accepts(index, score) && door.admits(index)) top.push(index, score);
    }
    clearScores(board, candidates);
    boards.push(board);
    return { ranked: top.drain(), candidates };
  };
}

/** Ranks by popularity: the same for everyone, up to the door. */
export function createPopularityRanker(popularity: Float32Array): (count: number, door: Door) => Ranking {
  let order: Uint32Array | undefined;
  return (count, door) => {
    order ??= popularityOrder(popularity);
    const ranked: Ranked[] = [];
    for (const index of order) {
      if (ranked.length >= count) break;
      if (door.admits(index)) ranked.push({ index, score: popularity[index] ?? 0 });
    }
    return { ranked, candidates: popularity.length };
  };
}

function popularityOrder(popularity: Float32Array): Uint32Array {
  const order = Uint32Array.from(popularity, (_, index) => index);
  return order.sort((a, b) => (popularity[b] ?? 0) - (popularity[a] ?? 0) || a - b);
}
