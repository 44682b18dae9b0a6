import type { Scoreboard } from './scoreboard.ts';

/** A known item of a history. Oldest first, where times are known or a session was given. */
export interface HistoryEntry {
  /** Index into the model's items. */
  readonly index: number;
  /** How much it counts; above zero. */
  readonly weight: number;
  /** When the person last had to do with it, in milliseconds since 1970-01-01 UTC. */
  readonly timeMs?: number;
}

/** What a scorer may want to know besides the history. */
export interface ScoringQuery {
  /** The moment to score for, in milliseconds since 1970-01-01 UTC: the query's, or else the end of the model's data. */
  readonly nowMs?: number | undefined;
  /** The place among the users of `model.histories`, where the history is that user's as the model holds it, and no more. */
  readonly user?: number | undefined;
  /**
   * The session as it was given, oldest first: an item as often as it was named, -1 for one that the model does not know.
   * Its known items are in the history, too.
   */
  readonly session?: readonly number[] | undefined;
}

/** How one kind of model turns a history into scores. */
export interface Scorer {
  /**
   * Whether the person's own items may come back when the query does not say. Left out: they stay away.
   */
  readonly repeats?: 'exclude' | 'allow';
  /**
   * Adds up scores on a board that is all zero. Answers how many items are candidates; their indices are the first of
   * `board.touched`, each once. A candidate is whatever was touched: its score may be below zero, where the kind allows it.
   */
  score(history: readonly HistoryEntry[], board: Scoreboard, query: ScoringQuery): number;
  /**
   * The exact addends of each candidate's score, one for each entry of the history: they add up to the score. Those of entries before `from` may be
   * left at zero, and those of a candidate below zero, which is none, may be anything.
   */
  shares(
    history: readonly HistoryEntry[],
    candidates: readonly number[],
    query: ScoringQuery,
    from?: number,
  ): readonly Float64Array[];
}

/** Asks for the shares one by one. Loops: `Float64Array.from` costs several times more, and a list has ten long histories to explain. */
export function sharesOf(
  history: readonly HistoryEntry[],
  candidates: readonly number[],
  shareOf: (candidate: number, place: number) => (entry: HistoryEntry) => number,
  from = 0,
): readonly Float64Array[] {
  return candidates.map((candidate, place) => {
    const shares = new Float64Array(history.length);
    const share = shareOf(candidate, place);
    history.forEach((entry, n) => {
      if (n >= from) shares[n] = share(entry);
    });
    return shares;
  });
}
