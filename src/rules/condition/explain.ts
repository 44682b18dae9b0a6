import { compileNode } from './compile.ts';
import type { Condition, ConditionNode } from './condition.ts';
import { NO_CONTEXT } from './context.ts';
import type { Facts } from './facts.ts';
import { type FactWords, formatValue, sayFact, sayQuantity } from './words.ts';

/** Why a condition, or a part of one, holds or does not. */
export interface Explanation {
  /** The operator; `===` for a fact that is a condition itself, and for a constant. */
  readonly operator: string;
  /** JSON Pointer of the part in the document that was parsed. */
  readonly pointer: string;
  readonly holds: boolean;
  /** In plain words, never HTML: "needs at least 3 views of tea, has 2". */
  readonly sentence: string;
  /** For a comparison: the path of the fact that it is about, the value seen, and the value or values it is compared with. */
  readonly fact?: string;
  readonly seen?: unknown;
  readonly needed?: readonly unknown[];
  /** The explanations of the conditions that this one joins. */
  readonly parts: readonly Explanation[];
}

/** How an explanation speaks. */
export interface ExplainOptions {
  readonly words?: FactWords;
}

/**
 * Explains a condition on some facts: the same verdict as its compiled form gives, with the values seen and needed and a
 * sentence for each part. All parts are evaluated, also those that the verdict no longer depends on.
 *
 * @example
 * ```ts
 * import { explainCondition, parseCondition } from 'kindred/rules';
 *
 * const condition = parseCondition({ '>=': [{ var: 'views.tea' }, 3] });
 * const { holds, sentence } = explainCondition(condition, { views: { tea: 2 } }, { words: { 'views.*': '# views of *' } });
 * console.log(holds, sentence); // false 'needs at least 3 views of tea, has 2'
 * ```
 */
export function explainCondition(condition: Condition, facts: Facts, { words = {} }: ExplainOptions = {}): Explanation {
  return explainNode(condition.root, facts, words);
}

const TRUE: ConditionNode = { kind: 'literal', at: '', type: 'boolean', value: true };

function explainNode(node: ConditionNode, facts: Facts, words: FactWords): Explanation {
  if (node.kind !== 'operation') return explainComparison(node, '===', [node, TRUE], facts, words);
  const { at: pointer, name, operator, operands } = node;
  if (operator.takes[0] !== 'boolean') return explainComparison(node, name, operands, facts, words);
  const parts = operands.map((operand) => explainNode(operand, facts, words));
  const holds = compileNode(node)(facts, NO_CONTEXT) === true;
  if (name === '!') return { operator: name, pointer, holds, sentence: `not (${parts[0]?.sentence})`, parts };
  // Only the parts that made it so are told.
  const told = parts.filter((part) => part.holds === holds).map((part) => part.sentence);
  return { operator: name, pointer, holds, sentence: told.join(` ${name} `), parts };
}

function explainComparison(
  node: ConditionNode,
  operator: string,
  operands: readonly ConditionNode[],
  facts: Facts,
  words: FactWords,
): Explanation {
  const values = operands.map((operand) => compileNode(operand)(facts, NO_CONTEXT));
  const shown = values.map(formatValue);
  // It is about its first operand that is not a constant.
  const about = Math.max(
    0,
    operands.findIndex(({ kind }) => kind !== 'literal'),
  );
  const subject = operands[about] ?? node;
  const quantity = sayQuantity(operator, shown[about - 1], shown[about + 1]);
  const holds = compileNode(node)(facts, NO_CONTEXT) === true;
  return {
    operator,
    pointer: node.at,
    holds,
    sentence:
      node.kind === 'literal'
        ? holds
          ? 'always holds'
          : 'never holds'
        : `needs ${say(subject, words, quantity)}, has ${shown[about]}`,
    ...(subject.kind === 'fact' && { fact: subject.name }),
    seen: values[about],
    needed: values.filter((_, index) => index !== about),
    parts: [],
  };
}

/** A value in words, with a quantity in its place. */
function say(node: ConditionNode, words: FactWords, quantity: string): string {
  if (node.kind === 'fact') return sayFact(node, words, quantity);
  if (node.kind === 'query') return `${node.name} ${quantity}`;
  const name =
    node.kind === 'literal'
      ? formatValue(node.value)
      : node.operands.map((operand) => say(operand, words, '').trim()).join(` ${node.name} `);
  return `${name} ${quantity}`;
}
