import type { ConditionNode, OperationNode } from './condition.ts';
import { sayQuery } from './say-query.ts';
import { type FactWords, formatValue, sayFact, sayQuantity } from './words.ts';

/** A value in words, with a quantity in its place: "at least 3 views of tea". */
export function sayValue(node: ConditionNode, words: FactWords, quantity: string): string {
  switch (node.kind) {
    case 'literal':
      return `${formatValue(node.value)} ${quantity}`;
    case 'fact':
      return sayFact(node, words, quantity);
    case 'query':
      return sayQuery(node, { words, quantity, sayWhere });
    default: {
      const operands = node.operands.map((operand) => sayValue(operand, words, '').trim());
      return `${operands.join(` ${node.name} `)} ${quantity}`;
    }
  }
}

/** Which operand a comparison is about: the first that is not a constant. */
export function subjectOf(operands: readonly ConditionNode[]): number {
  return Math.max(
    0,
    operands.findIndex(({ kind }) => kind !== 'literal'),
  );
}

/** What a comparison needs, its other operands shown as these texts. */
export function sayComparison({ name, operands }: OperationNode, words: FactWords, shown: readonly string[]): string {
  const about = subjectOf(operands);
  const subject = operands[about];
  return subject ? sayValue(subject, words, sayQuantity(name, shown[about - 1], shown[about + 1])) : '';
}

/** A condition on events, with nothing seen: "category tea and price more than 5". */
export function sayWhere(node: ConditionNode): string {
  if (node.kind === 'literal') return node.value === true ? 'anything' : 'nothing';
  if (node.kind !== 'operation') return sayValue(node, {}, node.kind === 'fact' ? 'yes' : '');
  const { name, operands, operator } = node;
  if (operator.takes[0] !== 'boolean') {
    const shown = operands.map((operand) => sayValue(operand, {}, '').trim());
    return sayComparison(node, {}, shown);
  }
  const parts = operands.map(sayWhere);
  return name === '!' ? `not (${parts[0]})` : parts.join(` ${name} `);
}
