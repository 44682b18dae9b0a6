import type { Json } from '../core/index.ts';
import {
  type EvaluationContext,
  type Explanation,
  explainCondition,
  type Facts,
  type FactWords,
} from '../rules/index.ts';
import type { Candidate, Placement, Placements } from './placements.ts';

/** Why a decision came out as it did. The list is closed. */
export const DECISION_REASONS = [
  'rule-matched',
  'no-match',
  'no-consent',
  'unknown-placement',
  'not-loaded',
  'unreadable-facts',
] as const;

/** One of {@link DECISION_REASONS}. */
export type DecisionReason = (typeof DECISION_REASONS)[number];

/** What to show in a placement, and why. */
export interface Decision {
  readonly placement: string;
  readonly kind: 'matched' | 'fallback';
  readonly reason: DecisionReason;
  /** The id of the candidate that matched. */
  readonly candidate?: string;
  /** `undefined` where there is neither a match nor a fallback: leave the page as it is. */
  readonly content: Json | undefined;
  /** Explains it; the work is done when asked. */
  why(): DecisionExplanation;
}

/** A decision in words that a shopper understands, and every condition that was looked at. */
export interface DecisionExplanation {
  /** Plain text, never HTML. */
  readonly sentence: string;
  /** In the order in which the candidates were tried; each says what it needs and what there is. */
  readonly conditions: readonly {
    readonly candidate: string;
    readonly holds: boolean;
    readonly explanation: Explanation;
  }[];
}

const MOST_TOLD = 3;

const SENTENCES: Readonly<Record<DecisionReason, string>> = {
  'rule-matched': 'You see this because of a rule:',
  'no-match': 'Everyone sees this, as no rule matches:',
  'no-consent': 'Everyone sees this: personalization is not allowed.',
  'unknown-placement': 'Nothing is known about this place.',
  'not-loaded': 'The rules are not loaded.',
  'unreadable-facts': 'Everyone sees this: what is known about you cannot be read.',
};

/**
 * Chooses the content of a placement: that of the first candidate whose condition holds, highest priority first, else the
 * fallback. Never throws: the answer carries its reason. `undefined` facts mean that personalization is not allowed,
 * `undefined` placements that the rules are not loaded. Facts are a snapshot: `why()` reads them again. What conditions over time,
 * history and permissions need is in the context; without it such conditions do not hold.
 *
 * @example
 * ```ts
 * import { decide, definePlacements } from 'kindred/personalize';
 *
 * const placements = definePlacements({
 *   version: 1,
 *   placements: {
 *     'home-hero': {
 *       candidates: [{ id: 'tea', when: { '>=': [{ var: 'views.category.tea' }, 3] }, content: 'Fresh tea' }],
 *       fallback: { content: 'Welcome' },
 *     },
 *   },
 * });
 * const hero = decide(placements, 'home-hero', { views: { category: { tea: 2 } } });
 * console.log(hero.content, hero.why().conditions[0]?.explanation.sentence);
 * // 'Welcome' 'needs at least 3 views of tea, has 2'
 * ```
 */
export function decide(
  placements: Placements | undefined,
  name: string,
  facts: Facts | undefined,
  context: EvaluationContext = {},
): Decision {
  const placement = placements && Object.hasOwn(placements.placements, name) ? placements.placements[name] : undefined;
  const answer = (reason: DecisionReason, candidate?: Candidate): Decision =>
    Object.freeze({
      placement: name,
      kind: candidate ? 'matched' : 'fallback',
      reason,
      ...(candidate && { candidate: candidate.id }),
      content: (candidate ?? placement?.fallback)?.content,
      why: () => explain({ reason, chosen: candidate, placement, facts, context, words: placements?.words ?? {} }),
    });
  if (!placements) return answer('not-loaded');
  if (!placement) return answer('unknown-placement');
  if (!facts) return answer('no-consent');
  try {
    const [match] = placement.rules.evaluate({ ...context, facts });
    const candidate = match && placement.candidates.find(({ id }) => id === match.rule.id);
    return candidate ? answer('rule-matched', candidate) : answer('no-match');
  } catch {
    // A getter among the facts threw.
    return answer('unreadable-facts');
  }
}

/** What there is to explain. */
interface Decided {
  readonly reason: DecisionReason;
  readonly chosen: Candidate | undefined;
  readonly placement: Placement | undefined;
  readonly facts: Facts | undefined;
  readonly context: EvaluationContext;
  readonly words: FactWords;
}

function explain({ reason, chosen, placement, facts, context, words }: Decided): DecisionExplanation {
  const hasTried = reason === 'rule-matched' || reason === 'no-match';
  try {
    const options = { words, context: placement?.rules.contextOf(context) ?? context };
    const conditions =
      hasTried && facts && placement
        ? placement.candidates.map(({ id, condition }) => {
            const explanation = explainCondition(condition, facts, options);
            return { candidate: id, holds: explanation.holds, explanation };
          })
        : [];
    const told = conditions.filter(({ candidate }) => !chosen || candidate === chosen.id).slice(0, MOST_TOLD);
    const sentences = told.map(({ candidate, explanation }) => `“${candidate}” ${explanation.sentence}.`);
    const because = facts && chosen?.because?.(facts);
    return { sentence: because ?? [SENTENCES[reason], ...sentences].join(' '), conditions };
  } catch {
    return { sentence: SENTENCES['unreadable-facts'], conditions: [] };
  }
}
