import { type EvaluationContext, nextRuleChange } from '../rules/index.ts';
import type { Placements } from './placements.ts';

/**
 * The earliest time after now, in milliseconds since 1970, at which time alone can change what is decided; infinity where no
 * candidate asks for the time.
 *
 * @example
 * ```ts
 * import { definePlacements, nextDecisionChange } from 'kindred/personalize';
 *
 * const evening = { time: { from: '18:00', to: '22:00', zone: 'Europe/Berlin' } };
 * const placements = definePlacements({
 *   version: 1,
 *   placements: { strip: { candidates: [{ id: 'evening', when: evening, content: 'Good evening' }] } },
 * });
 * const now = Date.parse('2026-11-22T16:00:00Z');
 * console.log(nextDecisionChange(placements, { now }) - now); // 3600000
 * ```
 */
export function nextDecisionChange({ placements }: Placements, context: EvaluationContext): number {
  return Math.min(...Object.values(placements).map(({ rules }) => nextRuleChange(rules, context)));
}
