import type { Contest } from './contest.ts';
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

export function createStanding(contest: Contest): Standing {
  // Both in the order of the ranks.
  let ranks: number[] = [];
  let claims: Match[] = [];
  let matches: readonly Match[] = Object.freeze([]);
  let isSettled = true;
  const times = new Map<number, number>();
  let nextChange: number | undefined;

  function putMatch(rank: number, match: Match | undefined): void {
    const place = placeOf(rank, ranks);
    const known = ranks[place] === rank ? claims[place] : undefined;
    if (known === match || (known && known.score === match?.score)) return;
    isSettled = false;
    const added = match ? [match] : [];
    claims.splice(place, known ? 1 : 0, ...added);
    ranks.splice(place, known ? 1 : 0, ...added.map(() => rank));
  }

  function putTime(rank: number, time: number): void {
    const known = times.get(rank) ?? Infinity;
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
      ranks = [];
      claims = [];
      isSettled = false;
      times.clear();
      nextChange = undefined;
    },
    dueBy: (now) => [...times].filter(([, time]) => time <= now).map(([rank]) => rank),
    matches() {
      if (isSettled) return matches;
      isSettled = true;
      const changed = contest(claims);
      if (changed.length !== matches.length || changed.some((match, place) => match !== matches[place])) {
        matches = Object.freeze([...changed]);
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

/** The first place whose rank is not smaller. */
function placeOf(rank: number, ranks: readonly number[]): number {
  let [begin, end] = [0, ranks.length];
  while (begin < end) {
    const middle = (begin + end) >> 1;
    if ((ranks[middle] ?? rank) < rank) begin = middle + 1;
    else end = middle;
  }
  return begin;
}
