import type { Condition, ConditionNode, FactNode, OperationNode } from './condition.ts';
import { type Facts, factReader } from './facts.ts';
import type { Operator, Telling } from './operator.ts';
import { operatorOf } from './operators.ts';
import { type FactWords, formatValue, sayFact } from './words.ts';

/** Why a condition, or a part of one, holds or does not. */
export interface Explanation {
  /** The operator; `var` for a fact that is a condition itself, `literal` for a constant. */
  readonly operator: string;
  /** JSON Pointer of the part in the document that was parsed. */
  readonly pointer: string;
  readonly holds: boolean;
  /** In plain words, never HTML: "needs at least 3 views of tea, has 2". */
  readonly sentence: string;
  /** What would make it hold: "at least 3 views of tea". */
  readonly need: string;
  /** What there is: "2 views of tea". */
  readonly has: string;
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

function explainNode(node: ConditionNode, facts: Facts, words: FactWords): Explanation {
  if (node.kind === 'fact') return explainFact(node, facts, words);
  if (node.kind === 'literal') return explainLiteral(node.at, node.value === true);
  const operator = operatorOf(node.operator);
  return operator.tell ? explainLogic(node, operator, facts, words) : explainComparison(node, operator, facts, words);
}

function explainLogic(node: OperationNode, operator: Operator, facts: Facts, words: FactWords): Explanation {
  const parts = node.operands.map((operand) => explainNode(operand, facts, words));
  const holds = operator.apply(parts.map((part) => part.holds)) === true;
  const told = operator.tell?.(parts, holds) ?? { need: '', has: '', sentence: '' };
  return { operator: node.operator, pointer: node.at, holds, ...told, parts };
}

function explainComparison(node: OperationNode, operator: Operator, facts: Facts, words: FactWords): Explanation {
  const values = node.operands.map((operand) => computeNode(operand, facts));
  // It is about its first operand that is not a constant.
  const about = Math.max(
    0,
    node.operands.findIndex((operand) => operand.kind !== 'literal'),
  );
  const subject = node.operands[about];
  const texts = node.operands.map((operand, index) => quote(operand, values[index], words));
  const need = operator.need?.(texts.slice(0, about), texts.slice(about + 1)) ?? '';
  return {
    operator: node.operator,
    pointer: node.at,
    ...(subject?.kind === 'fact' ? { fact: subject.name } : {}),
    seen: values[about],
    needed: values.filter((_, index) => index !== about),
    ...tell(operator.apply(values) === true, need, values[about], (quantity) => say(subject, words, quantity)),
    parts: [],
  };
}

function explainFact(node: FactNode, facts: Facts, words: FactWords): Explanation {
  const seen = computeNode(node, facts);
  return {
    operator: 'var',
    pointer: node.at,
    fact: node.name,
    seen,
    needed: [true],
    ...tell(seen === true, formatValue(true), seen, (quantity) => say(node, words, quantity)),
    parts: [],
  };
}

function explainLiteral(pointer: string, holds: boolean): Explanation {
  const sentence = holds ? 'a rule that always holds' : 'a rule that never holds';
  return { operator: 'literal', pointer, holds, sentence, need: sentence, has: sentence, parts: [] };
}

function tell(holds: boolean, quantity: string, seen: unknown, phrase: (quantity: string) => string): Telling {
  const shown = formatValue(seen);
  const need = phrase(quantity);
  const has = shown === 'nothing' ? 'nothing known' : phrase(shown);
  return { holds, need, has, sentence: holds ? `${has} (needs ${quantity})` : `needs ${need}, has ${shown}` };
}

function computeNode(node: ConditionNode, facts: Facts): unknown {
  if (node.kind === 'literal') return node.value;
  if (node.kind === 'fact') return factReader(node.path, node.fallback)(facts);
  return operatorOf(node.operator).apply(node.operands.map((operand) => computeNode(operand, facts)));
}

function say(node: ConditionNode | undefined, words: FactWords, quantity: string): string {
  if (node?.kind === 'fact') return sayFact(node, words, quantity);
  return node ? `${nameOf(node, words)} ${quantity}` : quantity;
}

/** A value that another one is compared with; where it is not a constant, with its name. */
function quote(node: ConditionNode, value: unknown, words: FactWords): string {
  return node.kind === 'literal' ? formatValue(value) : `${formatValue(value)} (${nameOf(node, words)})`;
}

function nameOf(node: ConditionNode, words: FactWords): string {
  if (node.kind === 'literal') return formatValue(node.value);
  if (node.kind === 'fact') return sayFact(node, words, '').trim();
  return node.operands.map((operand) => nameOf(operand, words)).join(` ${node.operator} `);
}
