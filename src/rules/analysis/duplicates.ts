import { type Finding, found } from './finding.ts';
import { conditionKey, type JudgedRule, type Model } from './model.ts';

/** Rules of one place that ask the same as another one. Those that only one of them can win are told as shadowed. */
export function judgeDuplicates({ rules }: Model, isTold: (rule: JudgedRule) => boolean): readonly Finding[] {
  const first = new Map<string, JudgedRule>();
  return rules.flatMap((rule) => {
    const key = `${rule.group ?? ''}\n${conditionKey(rule.when)}`;
    const other = first.get(key);
    if (!other) first.set(key, rule);
    if (!other || typeof rule.when === 'boolean' || isTold(rule)) return [];
    const why = `${JSON.stringify(rule.id)} asks the same as ${JSON.stringify(other.id)} (at ${other.at}).`;
    const remedy = 'Make them one rule, or give the condition a name among "segments" and ask for that.';
    return [found('duplicate', { at: rule.whenAt, rule: rule.id }, why, remedy)];
  });
}
