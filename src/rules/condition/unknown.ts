import { isHistoryQuery, type Need } from '../history/query.ts';
import type { ConditionNode, QueryNode } from './condition.ts';
import type { EvaluationContext } from './context.ts';

/**
 * Why a condition, or a part of one, holds or does not: it `holds`; it `fails`, or fails as a value is `missing`; or that cannot be
 * known, as something is `not-permitted`, or there is `no-history`, `no-clock` or `no-unit`, or a segment or score is `undecided`.
 */
export const EXPLANATION_REASONS = [
  'holds',
  'fails',
  'missing',
  'not-permitted',
  'no-history',
  'no-clock',
  'no-unit',
  'undecided',
] as const;

/** One of {@link EXPLANATION_REASONS}. */
export type ExplanationReason = (typeof EXPLANATION_REASONS)[number];

/** Why something cannot be known. */
export interface Unknown {
  readonly reason: ExplanationReason;
  /** The purpose that is not permitted, or the name of what is undecided. */
  readonly name?: string;
}

/** Why the value of a node is unknown; `undefined` where nothing speaks against knowing it. */
export function whyUnknown(node: ConditionNode, context: EvaluationContext): Unknown | undefined {
  switch (node.kind) {
    case 'literal':
      return undefined;
    case 'fact':
      return node.guard && whyForbidden([node.guard], context);
    case 'operation':
      return whyAny(node.operands, context);
    default:
      return whyQuery(node, context);
  }
}

function whyQuery({ name, query, parts }: QueryNode, context: EvaluationContext): Unknown | undefined {
  const { events, now, unit, named } = context;
  const forbidden = isHistoryQuery(query) ? whyForbidden(query.needs, context) : undefined;
  if (forbidden) return forbidden;
  if (isHistoryQuery(query) && !events) return { reason: 'no-history' };
  if (name === 'bucket') return unit === undefined ? { reason: 'no-unit' } : undefined;
  if (isHistoryQuery(query) || name === 'time') return Number.isFinite(now) ? undefined : { reason: 'no-clock' };
  return (
    whyAny(named ? [] : parts, context) ??
    (query.name ? { reason: 'undecided', name: `${name} ${query.name}` } : undefined)
  );
}

function whyAny(nodes: readonly ConditionNode[], context: EvaluationContext): Unknown | undefined {
  for (const node of nodes) {
    const why = whyUnknown(node, context);
    if (why) return why;
  }
  return undefined;
}

/** The first permission that is needed and not there. */
export function whyForbidden(needs: readonly Need[], { allows }: EvaluationContext): Unknown | undefined {
  const need = needs.find(({ purpose, degree }) => !allows?.(purpose, degree));
  return need && { reason: 'not-permitted', name: need.purpose };
}

/** "not permitted for personalization" */
export function sayUnknown({ reason, name }: Unknown): string {
  if (!name) return reason === 'no-unit' ? 'nobody is named' : reason.replace('-', ' ');
  return reason === 'undecided' ? `the ${name} is undecided` : `not permitted for ${name}`;
}
