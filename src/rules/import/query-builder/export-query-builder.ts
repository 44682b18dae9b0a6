import { deepFreeze } from '../../../core/index.ts';
import { parseExpression } from '../../condition/parse.ts';
import { type PlacedNode, placedRoot } from '../../condition/place.ts';
import { exportComparison, isBetween } from './export-comparison.ts';
import type { QueryGroup, QueryRule } from './query.ts';

/** How to write a query. */
export interface ExportOptions {
  /** Groups with one combinator each, or with combinators between their rules. */
  readonly combinators?: 'one' | 'between';
  /** JSON Pointer of the condition in its document. */
  readonly at?: string;
}

// What a rule becomes if it does not hold.
const NEGATIVES: ReadonlyMap<string, string> = new Map([
  ['contains', 'doesNotContain'],
  ['beginsWith', 'doesNotBeginWith'],
  ['endsWith', 'doesNotEndWith'],
  ['in', 'notIn'],
  ['between', 'notBetween'],
]);

type Part = QueryRule | QueryGroup;

/**
 * Writes a strict condition as a query of react-querybuilder, which `importQueryBuilder` reads back as a condition of the same
 * meaning.
 *
 * @throws KindredError `invalid-rule` for what its default operators cannot say: arithmetic, history, other patterns, defaults
 * @example
 * ```ts
 * import { exportQueryBuilder } from 'kindred/rules/import';
 *
 * const query = exportQueryBuilder({ '>=': [{ var: 'cart.total' }, 50] });
 * console.log(query.rules[0]); // { field: 'cart.total', operator: '>=', value: 50 }
 * ```
 */
export function exportQueryBuilder(
  condition: unknown,
  { combinators = 'one', at = '' }: ExportOptions = {},
): QueryGroup {
  const join = combinators === 'one' ? joinAll : joinBetween;
  const part = exportNode(placedRoot(parseExpression(condition, 'boolean', { at })), join);
  return deepFreeze('rules' in part ? part : join('and', [part]));
}

type Combinator = 'and' | 'or';
type Join = (combinator: Combinator, parts: readonly Part[]) => QueryGroup;

function exportNode(node: PlacedNode, join: Join): Part {
  // A group without rules holds.
  if (node.kind === 'literal') return node.value === true ? join('and', []) : { ...join('and', []), not: true };
  if (node.kind !== 'operation') return exportComparison(node);
  const { name, operands } = node;
  const parts = () => operands.map((operand) => exportNode(operand, join));
  if (name === 'and' || name === 'or') return join(name, parts());
  if (name === '!') return negate(parts(), join);
  const [a, b, c] = operands;
  // Between, where the limits themselves do not count, or are computed.
  if (a && b && c && !isBetween(node)) {
    const pairs = [
      [a, b],
      [b, c],
    ];
    return join(
      'and',
      pairs.map((pair) => exportComparison({ ...node, operands: pair })),
    );
  }
  return exportComparison(node);
}

function joinAll(combinator: Combinator, parts: readonly Part[]): QueryGroup {
  return { combinator, rules: parts };
}

/** With combinators between the rules; what is joined by "and" needs no group of its own then. */
function joinBetween(combinator: Combinator, parts: readonly Part[]): QueryGroup {
  const lists = parts.map((part) =>
    combinator === 'or' && 'rules' in part && !part.not && part.rules.length > 1 && !part.rules.includes('or')
      ? part.rules
      : [part],
  );
  return { rules: lists.flatMap((list, index) => (index ? [combinator, ...list] : list)) };
}

function negate([part]: readonly Part[], join: Join): Part {
  const negative = part && 'operator' in part ? NEGATIVES.get(part.operator) : undefined;
  if (part && 'operator' in part && negative) return { ...part, operator: negative };
  if (part && 'rules' in part && !part.not) return { ...part, not: true };
  return { ...join('and', part ? [part] : []), not: true };
}
