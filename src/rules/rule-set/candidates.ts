/** The rules that can hold now. */
export interface Candidates {
  readonly ranks: ReadonlySet<number>;
  /** Tests that passed, by the ranks of their rules. Rules that can hold now, and could not, are added to `changed`. */
  enter(found: readonly number[], changed: Set<number>): void;
  /** Tests that do not pass any more. */
  leave(found: readonly number[], changed: Set<number>): void;
}

/** Counts for each rule how many of its tests pass; those of `always` need none. */
export function createCandidates(always: readonly number[], size: number): Candidates {
  const counts = new Int32Array(size);
  const ranks = new Set(always);
  return {
    ranks,
    enter(found, changed) {
      for (const rank of found) {
        if (counts[rank] === 0) {
          ranks.add(rank);
          changed.add(rank);
        }
        counts[rank] = (counts[rank] ?? 0) + 1;
      }
    },
    leave(found, changed) {
      for (const rank of found) {
        counts[rank] = (counts[rank] ?? 0) - 1;
        if (counts[rank] === 0) {
          ranks.delete(rank);
          changed.add(rank);
        }
      }
    },
  };
}
