import { deepFreeze } from '../../core/index.ts';
import { type CompileFact, compileNode, compileWith } from '../condition/compile.ts';
import type { Evaluate, EvaluationContext } from '../condition/context.ts';
import type { Facts } from '../condition/facts.ts';
import { isHeldOut } from './holdout.ts';
import type { Match, Rule, RuleFile } from './rule.ts';

/** What can keep a rule from matching, besides other rules. */
export type GateName = 'not-scheduled' | 'condition' | 'held-out' | 'capped';

/** One of the things that must be so for a rule: its value is `true`, `undefined` where that is unknown. */
interface Gate {
  readonly name: GateName;
  readonly evaluate: Evaluate;
}

/** A rule, compiled. */
export interface Contender {
  readonly rule: Rule;
  readonly gates: readonly Gate[];
  /** What it gives where it matches. */
  match(facts: Facts, context: EvaluationContext): Match;
  /** The match where all gates are open. */
  claim(facts: Facts, context: EvaluationContext): Match | undefined;
}

export function compileRule(rule: Rule, { name, revision }: RuleFile, compileFact: CompileFact): Contender {
  const gates = gatesOf(rule, compileFact);
  const [gate, ...more] = gates.map(({ evaluate }) => evaluate);
  const match = compileMatch(
    rule.score,
    (score) => deepFreeze({ rule, outcome: rule.outcome, score, ruleSet: name, revision }),
    compileFact,
  );
  return {
    rule,
    gates,
    match,
    claim(facts, context) {
      if (gate?.(facts, context) !== true) return undefined;
      for (const other of more) if (other(facts, context) !== true) return undefined;
      return match(facts, context);
    },
  };
}

/** The cheapest first. */
function gatesOf({ condition, schedule, holdout, cap }: Rule, compileFact: CompileFact): readonly Gate[] {
  const gates: Gate[] = [];
  if (schedule) {
    gates.push({
      name: 'not-scheduled',
      evaluate: (_, { now }) => (now === undefined ? undefined : schedule.isOn(now)),
    });
  }
  gates.push({ name: 'condition', evaluate: compileWith(condition.root, compileFact) });
  if (holdout) {
    gates.push({
      name: 'held-out',
      evaluate(_, { unit }) {
        const isOut = isHeldOut(holdout, unit);
        return isOut === undefined ? undefined : !isOut;
      },
    });
  }
  if (cap) gates.push({ name: 'capped', evaluate: compileNode(cap.condition.root) });
  return gates;
}

function compileMatch(
  score: Rule['score'],
  toMatch: (score: number) => Match,
  compileFact: CompileFact,
): Contender['match'] {
  if (typeof score === 'number') {
    let match: Match | undefined;
    return () => {
      match ??= toMatch(score);
      return match;
    };
  }
  const evaluate = compileWith(score.root, compileFact);
  return (facts, context) => {
    const value = evaluate(facts, context);
    return toMatch(typeof value === 'number' ? value : 0);
  };
}
