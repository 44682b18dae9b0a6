import { compileNode } from '../condition/compile.ts';
import type { Condition, ConditionNode } from '../condition/condition.ts';
import type { EvaluationContext } from '../condition/context.ts';
import { allConditions, queriesIn } from './references.ts';
import type { Rule, RuleFile } from './rule.ts';

/** What can change whether a rule matches. */
export interface Dependencies {
  /** The paths of facts, as they are written. */
  readonly facts: ReadonlySet<string>;
  /** The names of events. */
  readonly events: ReadonlySet<string>;
  /** The earliest time after now at which time alone can change it, each for a part of it. */
  readonly times: readonly ((context: EvaluationContext) => number)[];
}

/** What a rule depends on, its segments and scores included. */
export function dependenciesOf(rule: Rule, file: RuleFile): Dependencies {
  const conditions = allConditions(conditionsOfRule(rule), file);
  const { schedule } = rule;
  const times = [...conditions].flatMap(({ root }) => timesOf(root));
  if (schedule) times.push(({ now }) => (now === undefined ? Infinity : schedule.nextChange(now)));
  return {
    facts: new Set([...conditions].flatMap(({ facts }) => facts)),
    events: new Set([...conditions].flatMap(({ events }) => events)),
    times,
  };
}

/** All that is evaluated for a rule. */
export function conditionsOfRule({ condition, cap, score }: Rule): readonly Condition[] {
  return [condition, ...(cap ? [cap.condition] : []), ...(typeof score === 'object' ? [score] : [])];
}

function timesOf(root: ConditionNode): Dependencies['times'][number][] {
  return queriesIn(root).flatMap(({ operator, query, parts }) => {
    const time = operator.nextChange?.(query, parts.map(compileNode));
    return time ? [time] : [];
  });
}
