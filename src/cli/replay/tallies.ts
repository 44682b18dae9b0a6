import { LOSSES, type Loss, type Verdict } from './evaluation.ts';
import { isFirst, type Person } from './people.ts';
import type { TestedFile, TestedRule } from './rule-file.ts';

/** How often something was so, and for how many people. */
export interface Count {
  people: number;
  /** Moments: the events at which it was so. */
  moments: number;
}

/** What became of one rule. */
export interface RuleTally {
  readonly rule: TestedRule;
  readonly shown: Count;
  /** Views of a page on which it was shown. */
  impressions: number;
  readonly losses: Readonly<Record<Loss, Count>>;
}

/** Two rules that wanted one place at the same moments. */
export interface Conflict extends Count {
  readonly place: string;
  readonly winner: string;
  readonly loser: string;
}

/** What became of the rules of one file. */
export interface FileTally {
  readonly rules: readonly RuleTally[];
  readonly conflicts: readonly Conflict[];
  /** People who were shown anything. */
  readonly reached: Count;
}

// More pairs than this are not told apart.
const MOST_CONFLICTS = 20_000;

/** Counts while a log goes by. */
export interface FileCounter {
  add(verdict: Verdict, person: Person, isView: boolean): void;
  tally(): FileTally;
  /** The first mark that is free. */
  readonly end: number;
}

/** Counts what is decided by one file; `offset` keeps its marks apart from those of another one. */
export function createFileCounter({ rules }: TestedFile, offset: number): FileCounter {
  const tallies = rules.map((rule): RuleTally => ({ rule, shown: none(), impressions: 0, losses: noLosses() }));
  const conflicts = new Map<string, Conflict & { readonly mark: number }>();
  const reached = none();
  const kinds = LOSSES.length + 1;
  const firstConflict = 1 + rules.length * kinds;

  /** Marks of a person are numbers: one for each thing that is counted. */
  const add = (count: Count, person: Person, mark: number) => {
    count.moments++;
    if (isFirst(person, offset + mark)) count.people++;
  };

  const conflictOf = (winner: TestedRule, loser: TestedRule) => {
    const key = `${winner.index} ${loser.index}`;
    const known = conflicts.get(key);
    if (known || conflicts.size >= MOST_CONFLICTS) return known;
    const mark = firstConflict + conflicts.size;
    const made = { place: winner.place, winner: winner.id, loser: loser.id, mark, ...none() };
    conflicts.set(key, made);
    return made;
  };

  return {
    add({ winners, losers }: Verdict, person: Person, isView: boolean): void {
      if (winners.length > 0) add(reached, person, 0);
      for (const { index } of winners) {
        const tally = tallies[index];
        if (!tally) continue;
        add(tally.shown, person, 1 + index * kinds);
        if (isView) tally.impressions++;
      }
      for (const { rule, loss, winner } of losers) {
        const tally = tallies[rule.index];
        if (tally) add(tally.losses[loss], person, 2 + rule.index * kinds + LOSSES.indexOf(loss));
        const conflict = winner && conflictOf(winner, rule);
        if (conflict) add(conflict, person, conflict.mark);
      }
    },
    tally(): FileTally {
      const sorted = [...conflicts.values()].sort((a, b) => b.people - a.people || b.moments - a.moments);
      return { rules: tallies, reached, conflicts: sorted.map(({ mark, ...conflict }) => conflict) };
    },
    end: offset + firstConflict + MOST_CONFLICTS,
  };
}

function none(): Count {
  return { people: 0, moments: 0 };
}

function noLosses(): Record<Loss, Count> {
  return { unpermitted: none(), capped: none(), heldOut: none(), lost: none() };
}
