import type { Condition } from '../condition/condition.ts';
import type { EvaluationContext } from '../condition/context.ts';
import { type ExplainOptions, type Explanation, explainCondition } from '../condition/explain.ts';
import type { NearMiss } from '../condition/near-miss.ts';
import { sayDuration } from '../condition/say-time.ts';
import type { Contender, GateName } from './contender.ts';
import type { Outcome } from './contest.ts';
import { engineOf, type Rules } from './define-rules.ts';
import type { Match, Rule, Snapshot } from './rule.ts';

/**
 * Why a rule matches or does not: it `matched`; its `condition` does not hold; something it needs is `unknown`; it is `not-scheduled`
 * now; this person is `held-out`; it is `capped`; a rule that `excluded` it, `outranked` it in its group, or `stopped` all that
 * follow, stands before it.
 */
export const RULE_REASONS = [
  'matched',
  'condition',
  'unknown',
  'not-scheduled',
  'held-out',
  'capped',
  'excluded',
  'outranked',
  'stopped',
] as const;

/** One of {@link RULE_REASONS}. */
export type RuleReason = (typeof RULE_REASONS)[number];

/** What became of one rule, and why. */
export interface RuleExplanation {
  readonly rule: Rule;
  readonly reason: RuleReason;
  /** In plain words, never HTML. */
  readonly sentence: string;
  /** Of its condition, whatever the reason is. */
  readonly explanation: Explanation;
  /** What is missing for it to match, where that can be said. */
  readonly nearMiss: NearMiss | undefined;
  /** The rule that excluded, outranked or stopped it. */
  readonly by: Rule | undefined;
}

// Hours of some days begin within a week.
const MOST_STEPS = 32;

/**
 * Explains every rule of a set on the same facts, in the order of their ranks: the verdicts are those of `rules.evaluate`.
 *
 * @throws KindredError `invalid-options` for what `defineRules` did not make
 * @example
 * ```ts
 * import { defineRules, explainRules } from 'kindred/rules';
 *
 * const rules = defineRules({
 *   version: 1,
 *   rules: [{ id: 'tea', when: { '>=': [{ var: 'views.tea' }, 3] }, outcome: 'Fresh tea' }],
 * });
 * for (const { rule, reason, sentence, nearMiss } of explainRules(rules, { facts: { views: { tea: 1 } } })) {
 *   console.log(rule.id, reason, sentence, nearMiss?.sentence); // tea condition needs views.tea at least 3, has 1 2 short
 * }
 * ```
 */
export function explainRules(
  rules: Rules,
  snapshot: Snapshot,
  options: ExplainOptions = {},
): readonly RuleExplanation[] {
  const { contextOf, contender, contest, forget } = engineOf(rules);
  const { facts, ...given } = snapshot;
  const context = contextOf(given);
  const contenders = rules.rules.flatMap((_, rank) => contender(rank) ?? []);
  const gates = contenders.map((one) => closedGate(one, snapshot, context));
  const claims = contenders.flatMap((one, rank) => (gates[rank] ? [] : one.match(facts, context)));
  const outcomes = new Map<Rule, Outcome>();
  const matches = contest(claims, (rule, outcome) => outcomes.set(rule, outcome));
  forget();
  const explain = (condition: Condition) => explainCondition(condition, facts, { ...options, context });
  return contenders.map(({ rule }, rank) => {
    const explanation = explain(rule.condition);
    const gate = gates[rank];
    if (gate) {
      // The cap is a condition of its own.
      const told = gate.name === 'capped' && rule.cap ? explain(rule.cap.condition) : explanation;
      return explainGate(rule, gate, explanation, told, snapshot.now);
    }
    return explainOutcome(rule, outcomes.get(rule) ?? 'matched', explanation, matches);
  });
}

interface ClosedGate {
  readonly name: GateName;
  readonly isUnknown: boolean;
}

/** The first of its gates that is not open. */
function closedGate({ gates }: Contender, { facts }: Snapshot, context: EvaluationContext): ClosedGate | undefined {
  for (const { name, evaluate } of gates) {
    const value = evaluate(facts, context);
    if (value !== true) return { name, isUnknown: value === undefined };
  }
  return undefined;
}

function explainGate(
  rule: Rule,
  { name, isUnknown }: ClosedGate,
  explanation: Explanation,
  told: Explanation,
  now: number | undefined,
): RuleExplanation {
  const isScheduled = name === 'not-scheduled';
  const isHeldOut = name === 'held-out';
  return {
    rule,
    reason: isUnknown ? 'unknown' : name,
    sentence: isScheduled || isHeldOut ? sayGate(rule, isScheduled, isUnknown) : told.sentence,
    explanation,
    // Who is held out stays so.
    nearMiss: isScheduled ? nextStart(rule, now) : isHeldOut ? undefined : told.nearMiss,
    by: undefined,
  };
}

function sayGate({ holdout }: Rule, isScheduled: boolean, isUnknown: boolean): string {
  if (isScheduled) return isUnknown ? 'needs its time, unknown: no clock' : 'it is not the time for it';
  if (isUnknown) return `needs to be outside the holdout ${holdout?.name}, unknown: nobody is named`;
  return `held out, to measure its effect (${holdout?.name})`;
}

/** When its time comes. */
function nextStart({ schedule }: Rule, now: number | undefined): NearMiss | undefined {
  if (!schedule || now === undefined) return undefined;
  let at = now;
  for (let step = 0; step < MOST_STEPS && Number.isFinite(at); step++) {
    at = schedule.nextChange(at);
    if (!schedule.isOn(at)) continue;
    return { missing: 0, closesAt: undefined, opensAt: at, sentence: `starts in ${sayDuration(at - now)}` };
  }
  return undefined;
}

function explainOutcome(
  rule: Rule,
  outcome: Outcome,
  explanation: Explanation,
  matches: readonly Match[],
): RuleExplanation {
  const by = outcome === 'matched' ? undefined : matches.find(({ rule: other }) => stands(outcome, other, rule))?.rule;
  return {
    rule,
    reason: outcome,
    sentence: by ? `${SAID[outcome]} "${by.id}"` : explanation.sentence,
    explanation,
    nearMiss: undefined,
    by,
  };
}

const SAID: Readonly<Record<Outcome, string>> = {
  matched: '',
  excluded: 'never together with',
  outranked: 'its place is taken by',
  stopped: 'nothing comes after',
};

/** Whether a rule that matched is the one that kept another from it. */
function stands(outcome: Outcome, matched: Rule, rule: Rule): boolean {
  if (outcome === 'stopped') return matched.stop;
  if (outcome === 'outranked') return matched.group === rule.group;
  return matched.excludes.includes(rule.id) || rule.excludes.includes(matched.id);
}
