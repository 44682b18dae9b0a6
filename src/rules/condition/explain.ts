import type { Condition } from './condition.ts';
import { type EvaluationContext, NO_CONTEXT } from './context.ts';
import type { Facts } from './facts.ts';
import { type NearMiss, nearMissOf, type Scene } from './near-miss.ts';
import { createRecorder, type Probe, type Recorder, subjectIn, valueAt } from './probe.ts';
import { reasonOf, sayJoin, sayLeaf } from './say-probe.ts';
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

const RECORDERS: WeakMap<Condition, Recorder> = /* @__PURE__ */ new WeakMap();

/**
 * Explains a condition on some facts: the same verdict as its compiled form gives, with the values seen and needed, a sentence for
 * each part, and what is missing. All parts are evaluated, also those that the verdict no longer depends on. The values are those
 * of this moment; words are found when they are read.
 *
 * @example
 * ```ts
 * import { explainCondition, parseCondition } from 'kindred/rules';
 *
 * const condition = parseCondition({ '>=': [{ var: 'views.tea' }, 3] });
 * const { holds, sentence, nearMiss } = explainCondition(
 *   condition,
 *   { views: { tea: 1 } },
 *   { words: { 'views.*': '# views of *' } },
 * );
 * console.log(holds, sentence); // false 'needs at least 3 views of tea, has 1'
 * console.log(nearMiss?.sentence); // '2 views of tea short'
 * ```
 */
export function explainCondition(
  condition: Condition,
  facts: Facts,
  { words = {}, context = NO_CONTEXT }: ExplainConditionOptions = {},
): Explanation {
  const recorder = RECORDERS.get(condition) ?? createRecorder(condition.root);
  RECORDERS.set(condition, recorder);
  return explainWith(recorder, facts, context, words);
}

/**
 * Prepares a condition to be explained often. Like `compileCondition` for explanations.
 *
 * @example
 * ```ts
 * import { createExplainer, parseCondition } from 'kindred/rules';
 *
 * const explain = createExplainer(parseCondition({ '==': [{ var: 'page.path' }, '/tea'] }));
 * console.log(explain({ page: { path: '/' } }).sentence); // 'needs page.path /tea, has /'
 * ```
 */
export function createExplainer(
  condition: Condition,
  { words = {} }: ExplainOptions = {},
): (facts: Facts, context?: EvaluationContext) => Explanation {
  const recorder = createRecorder(condition.root);
  return (facts, context = NO_CONTEXT) => explainWith(recorder, facts, context, words);
}

function explainWith(recorder: Recorder, facts: Facts, context: EvaluationContext, words: FactWords): Explanation {
  const seen = recorder.record(facts, context);
  return explanationOf(recorder.root, { seen, now: context.now, words });
}

/** Its words and parts are made when they are read, and most are not. */
function explanationOf(probe: Probe, scene: Scene): Explanation {
  const { node, operands, isJoin } = probe;
  const { seen } = scene;
  let parts: readonly Explanation[] | undefined;
  const explanation: Explanation = {
    operator: node.kind === 'operation' ? node.name : '===',
    pointer: node.at,
    holds: valueAt(probe, seen) === true,
    get reason() {
      return reasonOf(probe, scene);
    },
    get sentence() {
      return isJoin ? sayJoin(explanation) : sayLeaf(probe, scene);
    },
    get fact() {
      const subject = isJoin ? node : subjectIn(probe).node;
      return subject.kind === 'fact' ? subject.name : undefined;
    },
    get seen() {
      return isJoin ? undefined : valueAt(subjectIn(probe), seen);
    },
    get needed() {
      if (isJoin) return [];
      const others = operands.filter((operand) => operand !== subjectIn(probe));
      return operands.length ? others.map((other) => valueAt(other, seen)) : [true];
    },
    get nearMiss() {
      return nearMissOf(probe, scene);
    },
    get parts() {
      parts ??= isJoin ? operands.map((operand) => explanationOf(operand, scene)) : [];
      return parts;
    },
  };
  return explanation;
}
