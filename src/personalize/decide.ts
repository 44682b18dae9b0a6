import type { Json } from '../core/index.ts';
import { type Explanation, explainCondition, type Facts, type FactWords } from '../rules/index.ts';
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

type Conditions = DecisionExplanation['conditions'];
type UsualReason = Exclude<DecisionReason, 'rule-matched'>;

const MOST_NEAR_MISSES = 3;

const SENTENCES: Readonly<Record<UsualReason, string>> = {
  'no-match': 'Everyone sees this: nothing more fitting was found.',
  'no-consent': 'Everyone sees this: personalization is not allowed.',
  'unknown-placement': 'Nothing is shown: no rules are known for this place.',
  'not-loaded': 'Everyone sees this: the rules are not loaded.',
  'unreadable-facts': 'Everyone sees this: what is known about you could not be read.',
};

/**
 * Chooses the content of a placement: that of the first candidate whose condition holds, highest priority first, else the
 * fallback. Never throws: the answer carries its reason. `undefined` facts mean that personalization is not allowed,
 * `undefined` placements that the rules are not loaded. Facts are a snapshot: `why()` reads them again.
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
export function decide(placements: Placements | undefined, name: string, facts: Facts | undefined): Decision {
  if (!placements) return usual(name, undefined, 'not-loaded');
  const placement = Object.hasOwn(placements.placements, name) ? placements.placements[name] : undefined;
  if (!placement) return usual(name, undefined, 'unknown-placement');
  if (!facts) return usual(name, placement, 'no-consent');
  try {
    const candidate = placement.candidates.find(({ holds }) => holds(facts));
    const look = () => lookAt(placement, facts, placements.words);
    return candidate ? matched(name, candidate, facts, look) : usual(name, placement, 'no-match', look);
  } catch {
    // A getter among the facts threw.
    return usual(name, placement, 'unreadable-facts');
  }
}

function matched(name: string, candidate: Candidate, facts: Facts, look: () => Conditions): Decision {
  return Object.freeze({
    placement: name,
    kind: 'matched',
    reason: 'rule-matched',
    candidate: candidate.id,
    content: candidate.content,
    why: () =>
      safely(() => {
        const conditions = look();
        const own = conditions.find((condition) => condition.candidate === candidate.id);
        const sentence = candidate.because?.(facts) ?? `You see this because of ${own?.explanation.sentence}.`;
        return { sentence, conditions };
      }),
  });
}

/** What everyone sees. */
function usual(
  name: string,
  placement: Placement | undefined,
  reason: UsualReason,
  look: () => Conditions = () => [],
): Decision {
  return Object.freeze({
    placement: name,
    kind: 'fallback',
    reason,
    content: placement?.fallback?.content,
    why: () =>
      safely(() => {
        const conditions = look();
        return { sentence: [SENTENCES[reason], ...nearMisses(conditions)].join(' '), conditions };
      }),
  });
}

function nearMisses(conditions: Conditions): readonly string[] {
  return conditions
    .slice(0, MOST_NEAR_MISSES)
    .map(({ candidate, explanation }) => `“${candidate}” ${explanation.sentence}.`);
}

function lookAt({ candidates }: Placement, facts: Facts, words: FactWords): Conditions {
  return candidates.map(({ id, condition }) => {
    const explanation = explainCondition(condition, facts, { words });
    return { candidate: id, holds: explanation.holds, explanation };
  });
}

function safely(explain: () => DecisionExplanation): DecisionExplanation {
  try {
    return explain();
  } catch {
    return { sentence: SENTENCES['unreadable-facts'], conditions: [] };
  }
}
