import type { Condition } from './condition.ts';
import { type EvaluationContext, NO_CONTEXT } from './context.ts';
import type { Facts } from './facts.ts';
import type { NearMiss } from './near-miss.ts';
import { recorderOf } from './probe.ts';
import { tell } from './tell.ts';
import type { ExplanationReason } from './unknown.ts';
import type { FactWords } from './words.ts';

/** Why a condition, or a part of one, holds or does not. */
export interface Explanation {
  /** The operator; `===` for a fact that is a condition itself, and for a constant. */
  readonly operator: string;
  /** JSON Pointer of the part in the document that was parsed. */
  readonly pointer: string;
  readonly holds: boolean;
  readonly reason: ExplanationReason;
  /** In plain words, never HTML: "needs at least 3 views of tea, has 2". */
  readonly sentence: string;
  /** For a comparison: the path of the fact that it is about, the value seen, and the value or values it is compared with. */
  readonly fact: string | undefined;
  readonly seen: unknown;
  readonly needed: readonly unknown[];
  /** What is missing; `undefined` where it holds, is unknown, or nobody can say how much. */
  readonly nearMiss: NearMiss | undefined;
  /** The explanations of the conditions that this one joins. */
  readonly parts: readonly Explanation[];
}

/** How an explanation speaks. */
export interface ExplainOptions {
  readonly words?: FactWords;
}

/** How an explanation speaks, and what is known besides the facts. */
export interface ExplainConditionOptions extends ExplainOptions {
  readonly context?: EvaluationContext;
}

/** What was seen when a condition was evaluated, from which an explanation can be made at any time. */
export interface Recorded {
  readonly holds: boolean;
  /** The explanation, of the moment in which it was recorded. */
  tell(): Explanation;
}

const NO_WORDS: FactWords = /* @__PURE__ */ Object.freeze({});

/**
 * Explains a condition on some facts: the same verdict as its compiled form gives, with the values seen and needed, a sentence for
 * each part, and what is missing. All parts are evaluated, also those that the verdict no longer depends on; of a segment that a rule set
 * defines the condition is explained too. A condition of the compat dialect is one part: `explainImported` of `kindred/rules/import` tells
 * what each of its operators gave.
 *
 * @example
 * ```ts
 * import { explainCondition, parseCondition } from 'kindred/rules';
 *
 * const condition = parseCondition({ '>=': [{ var: 'views.tea' }, 3] });
 * const words = { 'views.*': '# views of *' };
 * const { holds, sentence, nearMiss } = explainCondition(condition, { views: { tea: 1 } }, { words });
 * console.log(holds, sentence); // false 'needs at least 3 views of tea, has 1'
 * console.log(nearMiss?.sentence); // '2 views of tea short'
 * ```
 */
export function explainCondition(
  condition: Condition,
  facts: Facts,
  { words, context = NO_CONTEXT }: ExplainConditionOptions = {},
): Explanation {
  return recordingOf(condition)(facts, context, words).tell();
}

/**
 * Prepares a condition to be explained often, as `compileCondition` prepares it to be evaluated. Recording costs a few times as
 * much as evaluating, as it evaluates all parts; words are made for what is told only.
 *
 * @example
 * ```ts
 * import { createExplainer, parseCondition } from 'kindred/rules';
 *
 * const record = createExplainer(parseCondition({ '==': [{ var: 'page.path' }, '/tea'] }));
 * const { holds, tell } = record({ page: { path: '/' } });
 * if (!holds) console.log(tell().sentence); // 'needs page.path /tea, has /'
 * ```
 */
export function createExplainer(
  condition: Condition,
  { words }: ExplainOptions = {},
): (facts: Facts, context?: EvaluationContext) => Recorded {
  const record = recordingOf(condition);
  return (facts, context = NO_CONTEXT) => record(facts, context, words);
}

/** What records the values of a condition. */
function recordingOf(
  condition: Condition,
): (facts: Facts, context: EvaluationContext, words: FactWords | undefined) => Recorded {
  const { root, record } = recorderOf(condition);
  return (facts, context, words = NO_WORDS) => {
    const seen = record(facts, context);
    return {
      holds: seen.values[root.place] === true,
      tell: () => tell(root, { seen, now: context.now, words, told: new Set() }),
    };
  };
}
