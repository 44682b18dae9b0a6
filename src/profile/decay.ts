/** A score that loses half its worth in every half-life, and the time (ms) at which it was right. */
export interface DecayingScore {
  readonly score: number;
  readonly at: number;
}

/**
 * Adds a weight given at a time. The order in which weights come does not matter: a late one is aged before it is added.
 * Forward decay: Cormode, Shkapenyuk, Srivastava & Xu, "Forward Decay", ICDE 2009.
 */
export function addDecaying(
  current: DecayingScore | undefined,
  weight: number,
  at: number,
  halfLifeMs: number,
): DecayingScore {
  if (!current) return { score: weight, at };
  const newest = Math.max(current.at, at);
  return {
    score: scoreAt(current, newest, halfLifeMs) + scoreAt({ score: weight, at }, newest, halfLifeMs),
    at: newest,
  };
}

/** What is left of a score at a later time; before its own time it counts in full. */
export function scoreAt({ score, at }: DecayingScore, now: number, halfLifeMs: number): number {
  return score * 2 ** (-Math.max(0, now - at) / halfLifeMs);
}
