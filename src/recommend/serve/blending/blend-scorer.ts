// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import { touchScored } from '../scorers/scoreboard.ts';
import type { HistoryEntry, Scorer, ScoringQuery } from '../scorers/scorer.ts';
import type { Part, PartScores } from './parts.ts';

/** How a part counts in one list. */
interface Use {
  readonly part: Part;
  /** What its scores are multiplied by. */
  readonly factor: number;
  /** The items that it may score. Left out: all that it knows. */
  isFor?(index: number): boolean;
}

/** Decides which parts count how much for a history. It may ask what a part says; each part is asked once. */
export type Plan = (history: readonly HistoryEntry[], scoresOf: (part: Part) => PartScores) => readonly Use[];

/** A sum of parts is again a sum over the history: the shares of the parts add up, each with its factor. */
export function createBlendScorer(parts: readonly Part[], plan: Plan): Scorer {
  let last: { readonly history: readonly HistoryEntry[]; readonly uses: readonly Use[] } | undefined;

  /** Plans, and hands over what was asked for on the way. */
  function planned<Answer>(
    history: readonly HistoryEntry[],
    query: ScoringQuery,
    work: (uses: readonly Use[], scoresOf: (part: Part) => PartScores) => Answer,
  ): Answer {
    const asked = new Map<Part, PartScores>();
    const scoresOf = (part: Part) => {
      const scores = asked.get(part) ?? part.score(history, query);
      asked.set(part, scores);
      return scores;
    };
    const uses = plan(history, scoresOf);
    last = { history, uses };
    const answer = work(uses, scoresOf);
    for (const scores of asked.values()) scores.clear();
    return answer;
  }

  return {
    ...(parts.every(({ repeats }) => repeats === 'allow') && { repeats: 'allow' }),
    score: (history, { score, touched }, query) =>
      planned(history, query, (uses, scoresOf) => {
        for (const { part, factor, isFor } of uses) {
          const { board, count } = scoresOf(part);
          for (let n = 0; n < count; n++) {
            const own = board.touched[n]!;
            const index = part.places[own]!;
            if (isFor === undefined || isFor(index)) score[index]! += factor * board.score[own]!;
          }
        }
        return touchScored(score, touched);
      }),
    shares(history, candidates, query) {
      const uses = last?.history === history ? last.uses : planned(history, query, (found) => found);
      const shares = candidates.map(() => new Float64Array(history.length));
      for (const { part, factor, isFor } of uses) {
        const found = part.shares(history, candidates, query);
        candidates.forEach((candidate, c) => {
          if (isFor !== undefined && !isFor(candidate)) return;
          for (let n = 0; n < history.length; n++) shares[c]![n]! += factor * found[c]![n]!;
        });
      }
      return shares;
    },
  };
}
