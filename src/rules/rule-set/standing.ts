import type { Contest } from './contest.ts';
import { createRankSet } from './rank-set.ts';
import type { Match } from './rule.ts';

/** Which rules hold now, what comes of it, and when time alone can change that. */
export interface Standing {
  /** A rule that could match, or could not, and when time alone can change that. */
  put(rank: number, match: Match | undefined, nextChange: number): void;
  clear(): void;
  /** The ranks of the rules that time can have changed. */
  dueBy(now: number): readonly number[];
  /** The same list as long as the same rules match with the same scores. */
  matches(): readonly Match[];
  nextChange(): number;
}

export function createStanding(contest: Contest, size: number): Standing {
  const claims: (Match | undefined)[] = new Array(size).fill(undefined);
  const held = createRankSet(size);
  let matches: readonly Match[] = Object.freeze([]);
  let isSettled = true;
  const times = new Map<number, number>();
  let nextChange: number | undefined;

  function putMatch(rank: number, match: Match | undefined): void {
    const known = claims[rank];
    if (known === match || (known && known.score === match?.score)) return;
    isSettled = false;
    claims[rank] = match;
    if (match) held.add(rank);
    else held.delete(rank);
  }

  function putTime(rank: number, time: number): void {
    // Most rules do not depend on time.
    const known = times.size > 0 ? (times.get(rank) ?? Infinity) : Infinity;
    if (known === time) return;
    // Only if the earliest one moves, another must be looked for.
    if (known === nextChange) nextChange = undefined;
    else if (nextChange !== undefined && time < nextChange) nextChange = time;
    if (time === Infinity) times.delete(rank);
    else times.set(rank, time);
  }

  return {
    put(rank, match, time) {
      putMatch(rank, match);
      putTime(rank, time);
    },
    clear() {
      claims.fill(undefined);
      held.clear();
      isSettled = false;
      times.clear();
      nextChange = undefined;
    },
    dueBy: (now) => [...times].filter(([, time]) => time <= now).map(([rank]) => rank),
    matches() {
      if (isSettled) return matches;
      isSettled = true;
      const found: Match[] = [];
      // Typed arrays are sorted without a call for each pair, and made from lists in one piece.
      for (const rank of new Int32Array(held.ranks).sort()) {
        const claim = claims[rank];
        if (claim) found.push(claim);
      }
      const changed = contest(found);
      if (changed.length !== matches.length || changed.some((match, place) => match !== matches[place])) {
        matches = Object.freeze(changed);
      }
      return matches;
    },
    nextChange() {
      if (nextChange === undefined) {
        nextChange = Infinity;
        for (const time of times.values()) nextChange = Math.min(nextChange, time);
      }
      return nextChange;
    },
  };
}
