import type { Json, KindredError } from '../../../core/index.ts';
import type { ConditionNode, OperationNode } from '../../condition/condition.ts';
import type { PlacedNode } from '../../condition/place.ts';
import { invalid } from '../../condition/refusal.ts';
import { type QueryRule, textOf } from './query.ts';

// The same with its operands changed about.
const SWAPPED: ReadonlyMap<string, string> = new Map([
  ['=', '='],
  ['!=', '!='],
  ['<', '>'],
  ['<=', '>='],
  ['>', '<'],
  ['>=', '<='],
]);

const EQUALITIES: ReadonlyMap<string, string> = new Map([
  ['==', '='],
  ['===', '='],
  ['!=', '!='],
  ['!==', '!='],
]);

/** @throws KindredError `invalid-rule` for what the default operators cannot say */
export function exportComparison(node: PlacedNode): QueryRule {
  if (node.kind === 'fact') return { field: fieldOf(node, node), operator: '=', value: true };
  if (node.kind !== 'operation') throw inexpressible(node);
  const { name, operands } = node;
  const [a, b] = operands;
  if (!a || !b) throw inexpressible(node);
  if (isBetween(node))
    return {
      field: fieldOf(b, node),
      operator: 'between',
      value: operands.filter((_, index) => index !== 1).map(constantIn),
    };
  if (name === 'in') return exportMembership(node, a, b);
  if (name === 'matches') return exportPattern(node, a, operands);
  const operator = EQUALITIES.get(name) ?? name;
  if (!SWAPPED.has(operator)) throw inexpressible(node);
  return a.kind === 'fact' ? compared(node, a, operator, b) : compared(node, b, SWAPPED.get(operator) ?? '', a);
}

/** Whether it says that a fact lies between two values, which count too. */
export function isBetween({ name, operands }: OperationNode): boolean {
  const [lower, fact, upper] = operands;
  return name === '<=' && fact?.kind === 'fact' && lower?.kind === 'literal' && upper?.kind === 'literal';
}

function compared(node: PlacedNode, fact: ConditionNode, operator: string, other: ConditionNode): QueryRule {
  const field = fieldOf(fact, node);
  if (other.kind === 'fact') return { field, operator, value: fieldOf(other, node), valueSource: 'field' };
  if (other.kind !== 'literal') throw inexpressible(node);
  if (other.value !== null) return { field, operator, value: constantIn(other) };
  return { field, operator: operator === '=' ? 'null' : 'notNull', value: null };
}

function exportMembership(node: PlacedNode, needle: ConditionNode, place: ConditionNode): QueryRule {
  if (place.kind === 'fact') return compared(node, place, 'contains', needle);
  const isList = place.kind === 'literal' && Array.isArray(place.value);
  if (!isList) throw inexpressible(node);
  return { field: fieldOf(needle, node), operator: 'in', value: constantIn(place) };
}

function exportPattern(node: PlacedNode, text: ConditionNode, operands: readonly ConditionNode[]): QueryRule {
  const [, pattern, flags] = operands;
  const found = pattern?.kind === 'literal' && !flags ? textOf(String(pattern.value)) : undefined;
  if (!found) throw inexpressible(node);
  return { field: fieldOf(text, node), operator: found.operator, value: found.text };
}

function fieldOf(fact: ConditionNode, node: PlacedNode): string {
  if (fact.kind !== 'fact' || fact.fallback !== null) throw inexpressible(node);
  return fact.name;
}

/** The value of a constant. */
function constantIn(node: ConditionNode): Json {
  return node.kind === 'literal' ? JSON.parse(JSON.stringify(node.value)) : null;
}

function inexpressible(node: PlacedNode): KindredError {
  return invalid('No rule of a query says this', node.at, 'Compare a fact with values, or with another fact.');
}
