import type { EvaluationContext } from '../condition/context.ts';
import { engineOf, type Rules } from './define-rules.ts';
import { type Dependencies, dependenciesOf } from './dependencies.ts';

const TIMES: WeakMap<Rules, Dependencies['times']> = /* @__PURE__ */ new WeakMap();

/**
 * The earliest time after now, in milliseconds since 1970, at which time alone can change what matches: a window slides past an
 * event, a schedule begins or ends, what was waited for did not come. Infinity where no rule asks for the time. A timer that is set
 * to it, and then evaluates again, misses nothing; a session tells the time more narrowly.
 *
 * @example
 * ```ts
 * import { createEventHistory, defineRules, nextRuleChange } from 'kindred/rules';
 *
 * const leaves = { absent: { after: { event: 'Product Added' }, event: 'Order Completed', within: '30m' } };
 * const rules = defineRules({ version: 1, rules: [{ id: 'remind', when: leaves }] });
 * const now = Date.now();
 * const events = createEventHistory();
 * events.record({ id: 'm1', name: 'Product Added', at: now, properties: {} });
 * console.log(nextRuleChange(rules, { now, events }) - now); // 1800000
 * ```
 */
export function nextRuleChange(rules: Rules, context: EvaluationContext): number {
  const times = TIMES.get(rules) ?? timesOf(rules);
  TIMES.set(rules, times);
  return times.reduce((earliest, time) => Math.min(earliest, time(context)), Infinity);
}

function timesOf(rules: Rules): Dependencies['times'] {
  const { file } = engineOf(rules);
  return file.rules.flatMap((rule) => dependenciesOf(rule, file).times);
}
