import type { Group, Match, Rule } from './rule.ts';

/** What became of a rule that could match, but for the other rules. */
export type Outcome = 'matched' | 'excluded' | 'outranked' | 'stopped';

/**
 * Decides between rules that could match, given in the order of their ranks; `tell` learns what became of each of them. Without
 * anything to decide the answer is the list that was given.
 */
export type Contest = (claims: readonly Match[], tell?: (rule: Rule, outcome: Outcome) => void) => readonly Match[];

/**
 * How the rules of a set compete. They are tried in the order of their ranks; a group that matches the best is tried where its
 * first claim stands, the best score first. A rule is passed over if one that matched stops or excludes it, or if it is of the
 * same group and that does not match all.
 */
export function createContest(rules: readonly Rule[]): Contest {
  const isContested = rules.some(({ group, stop, excludes }) => limited(group) || stop || excludes.length > 0);
  const rivals = rivalsOf(rules);
  return (claims, tell) => {
    if (!isContested && !tell) return claims;
    const matches: Match[] = [];
    const taken = new Set<Group>();
    const excluded = new Set<string>();
    let isStopped = false;
    for (const claim of inTurn(claims)) {
      const { id, group, stop } = claim.rule;
      const isTaken = group !== undefined && taken.has(group);
      const outcome = isStopped ? 'stopped' : excluded.has(id) ? 'excluded' : isTaken ? 'outranked' : 'matched';
      tell?.(claim.rule, outcome);
      if (outcome !== 'matched') continue;
      matches.push(claim);
      isStopped = stop;
      if (group && limited(group)) taken.add(group);
      for (const other of rivals.get(id) ?? []) excluded.add(other);
    }
    return matches;
  };
}

/** Whether at most one rule of the group matches. */
function limited(group: Group | undefined): boolean {
  return group !== undefined && group.match !== 'all';
}

/** The ids that each rule excludes: exclusion holds both ways. */
function rivalsOf(rules: readonly Rule[]): ReadonlyMap<string, readonly string[]> {
  const rivals = new Map<string, string[]>();
  const add = (id: string, other: string) => {
    const known = rivals.get(id);
    if (known) known.push(other);
    else rivals.set(id, [other]);
  };
  for (const { id, excludes } of rules) {
    excludes.forEach((other) => {
      add(id, other);
      add(other, id);
    });
  }
  return rivals;
}

/** The claims in the order in which they are tried. */
function inTurn(claims: readonly Match[]): readonly Match[] {
  const bests = new Map<Group, Match[]>();
  const turns: Match[][] = [];
  for (const claim of claims) {
    const { group } = claim.rule;
    const others = group && bests.get(group);
    if (others) {
      others.push(claim);
      continue;
    }
    const turn = [claim];
    turns.push(turn);
    if (group?.match === 'best') bests.set(group, turn);
  }
  for (const turn of bests.values()) turn.sort((one, other) => other.score - one.score);
  return turns.flat();
}
