import { createRankSet, type RankSet } from './rank-set.ts';

/** The rules that can hold now. */
export interface Candidates extends Pick<RankSet, 'ranks' | 'has'> {
  /** Tests that passed, by the ranks of their rules. Rules that can hold now, and could not, are added to `changed`. */
  enter(found: readonly number[], changed: RankSet): void;
  /** Tests that do not pass any more. */
  leave(found: readonly number[], changed: RankSet): void;
}

/** Counts for each rule how many of its tests pass; those of `always` need none. */
export function createCandidates(always: readonly number[], size: number): Candidates {
  const counts = new Int32Array(size);
  const { ranks, has, add, delete: remove } = createRankSet(size);
  for (const rank of always) add(rank);
  return {
    ranks,
    has,
    enter(found, changed) {
      for (const rank of found) {
        const count = counts[rank] ?? 0;
        counts[rank] = count + 1;
        if (count > 0) continue;
        add(rank);
        changed.add(rank);
      }
    },
    leave(found, changed) {
      for (const rank of found) {
        const count = (counts[rank] ?? 0) - 1;
        counts[rank] = count;
        if (count > 0) continue;
        remove(rank);
        changed.add(rank);
      }
    },
  };
}
