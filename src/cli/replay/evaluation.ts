import type { Match, Snapshot } from '../../rules/index.ts';
import type { TestedFile, TestedRule, TestedSet } from './rule-file.ts';

/** Why a rule whose condition holds does not match; `unpermitted`: it would hold if everything were permitted. */
export const LOSSES = ['unpermitted', 'capped', 'heldOut', 'lost'] as const;

/** One of {@link LOSSES}. */
export type Loss = (typeof LOSSES)[number];

/** A rule that would match, but for something. */
interface Loser {
  readonly rule: TestedRule;
  readonly loss: Loss;
  /** Who has its place, where that is another rule of its place. */
  readonly winner: TestedRule | undefined;
}

/** What the rules of a file say at a moment. */
export interface Verdict {
  readonly winners: readonly TestedRule[];
  readonly losers: readonly Loser[];
}

/** Evaluates all rules of a file. `permissive` is the same snapshot with everything permitted, or the very same. */
export function evaluateFile({ sets }: TestedFile, snapshot: Snapshot, permissive: Snapshot): Verdict {
  const [only] = sets;
  if (sets.length === 1 && only) return evaluateSet(only, snapshot, permissive);
  const verdicts = sets.map((set) => evaluateSet(set, snapshot, permissive));
  return {
    winners: verdicts.flatMap(({ winners }) => winners),
    losers: verdicts.flatMap(({ losers }) => losers),
  };
}

const NONE: readonly Loser[] = [];

function evaluateSet(set: TestedSet, snapshot: Snapshot, permissive: Snapshot): Verdict {
  const matches = set.rules.evaluate(snapshot);
  const winners = testedOf(set, matches);
  if (!set.isContested && snapshot === permissive) return { winners, losers: NONE };
  const wishes = set.wishes.evaluate(permissive);
  // Whoever matches has all wishes fulfilled, unless a wish is that something is not permitted.
  if (snapshot === permissive && wishes.length === matches.length) return { winners, losers: NONE };
  return { winners, losers: explainLosses(set, snapshot, testedOf(set, wishes), winners) };
}

function testedOf({ tested }: TestedSet, matches: readonly Match[]): readonly TestedRule[] {
  return matches.flatMap(({ rule }) => tested.get(rule.id) ?? []);
}

/** The limits come back one by one: what does not match any more fell to that one. */
function explainLosses(
  set: TestedSet,
  snapshot: Snapshot,
  wishes: readonly TestedRule[],
  winners: readonly TestedRule[],
): readonly Loser[] {
  const permitted = new Set(testedOf(set, set.wishes.evaluate(snapshot)));
  const notCapped = new Set(testedOf(set, set.capped.evaluate(snapshot)));
  const notHeldOut = new Set(testedOf(set, set.heldOut.evaluate(snapshot)));
  const lossOf = (rule: TestedRule): Loss => {
    if (!permitted.has(rule)) return 'unpermitted';
    if (!notCapped.has(rule)) return 'capped';
    return notHeldOut.has(rule) ? 'lost' : 'heldOut';
  };
  return wishes
    .filter((rule) => !winners.includes(rule))
    .map((rule) => {
      const loss = lossOf(rule);
      const winner = loss === 'lost' ? winners.find(({ place }) => place === rule.place) : undefined;
      return { rule, loss, winner };
    });
}
