import type { ConditionNode, FactNode } from '../condition/condition.ts';
import { constantOf } from '../operators/operator.ts';

/** A test of one value against constants; what it tests is told apart by `key`. */
export interface Test {
  readonly kind: 'test';
  readonly key: string;
  readonly subject: ConditionNode;
  /** It equals one of these, */
  readonly values?: readonly unknown[];
  /** or is a list or text that has this in it, */
  readonly member?: unknown;
  /** or lies between these, or at them. */
  readonly from?: Bound;
  readonly to?: Bound;
}

/** One of several tests passes: of each part one alternative. */
export interface AnyOf {
  readonly kind: 'any';
  readonly parts: readonly (readonly Necessary[])[];
}

/** Something that must be so for a condition to hold. */
export type Necessary = Test | AnyOf;

/** A bound of an interval; all bounds of one value are of one type, else the interval is empty. */
export type Bound = number | string;

/**
 * Alternatives of what must be so for a condition to hold. Each of them alone is necessary, so that whoever looks for conditions
 * that hold may ask for any one of them; none of them need be enough. Nothing where nothing can be said.
 */
export function necessaryFor(node: ConditionNode): readonly Necessary[] {
  if (node.kind === 'literal') return node.value === true ? [] : [{ kind: 'any', parts: [] }];
  if (node.kind !== 'operation') return [equals(node, [true])];
  const { name, operands } = node;
  const [left, right] = operands;
  switch (name) {
    case 'and':
      return joinRanges(operands.flatMap(necessaryFor));
    case 'or': {
      const parts = operands.map(necessaryFor);
      return parts.every((part) => part.length > 0) ? [{ kind: 'any', parts }] : [];
    }
    case '==':
    case '===':
      return left && right ? [...equalTo(left, right), ...equalTo(right, left)] : [];
    case 'in':
      return left && right ? memberOf(left, right) : [];
    case '<':
    case '<=':
      return joinRanges(operands.slice(1).flatMap((next, index) => inOrder(operands[index], next)));
    case '>':
    case '>=':
      return inOrder(right, left);
    default:
      return [];
  }
}

function equalTo(subject: ConditionNode, constant: ConditionNode): readonly Test[] {
  return constant.kind === 'literal' && subject.kind !== 'literal' ? [equals(subject, [constant.value])] : [];
}

function equals(subject: ConditionNode, values: readonly unknown[]): Test {
  return { kind: 'test', key: keyOf(subject), subject, values };
}

function memberOf(needle: ConditionNode, haystack: ConditionNode): readonly Test[] {
  const [member, list] = [constantOf(needle), constantOf(haystack)];
  if (needle.kind !== 'literal') return Array.isArray(list) ? [equals(needle, list)] : [];
  return haystack.kind === 'literal' ? [] : [{ kind: 'test', key: keyOf(haystack), subject: haystack, member }];
}

/** What must be so where one value is below another, or at it. */
function inOrder(low: ConditionNode | undefined, high: ConditionNode | undefined): readonly Test[] {
  const [from, to] = [constantOf(low), constantOf(high)];
  if (low && isBound(to) && low.kind !== 'literal') return [{ kind: 'test', key: keyOf(low), subject: low, to }];
  if (high && isBound(from) && high.kind !== 'literal')
    return [{ kind: 'test', key: keyOf(high), subject: high, from }];
  return [];
}

/** Intervals on one value that must all be so become one. */
function joinRanges(alternatives: readonly Necessary[]): readonly Necessary[] {
  const joined = new Map<string, Test>();
  const others = alternatives.filter((one) => {
    if (one.kind === 'any' || (one.from ?? one.to) === undefined) return true;
    const key = `${typeof (one.from ?? one.to)} ${one.key}`;
    const known = joined.get(key);
    joined.set(key, known ? narrower(known, one) : one);
    return false;
  });
  return [...others, ...joined.values()];
}

function narrower(one: Test, other: Test): Test {
  const from = one.from === undefined || (other.from !== undefined && other.from > one.from) ? other.from : one.from;
  const to = one.to === undefined || (other.to !== undefined && other.to < one.to) ? other.to : one.to;
  return { ...one, ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}

function isBound(value: unknown): value is Bound {
  return typeof value === 'number' || typeof value === 'string';
}

/** Whether it is a fact that is only there where the facts have it, so that it is found by walking through them. */
export function isPlain(node: ConditionNode): node is ConditionNode & FactNode {
  return node.kind === 'fact' && node.fallback === null && !node.guard;
}

/** The same for nodes that compute the same. */
function keyOf(node: ConditionNode): string {
  switch (node.kind) {
    case 'literal':
      return JSON.stringify(node.value);
    case 'fact':
      // An operator's key begins with its name, and none is called "var".
      return `var ${node.fallback === null ? '' : JSON.stringify(node.fallback)} ${node.path.join('\0')}`;
    case 'operation':
      return `${node.name} ${JSON.stringify(node.operands.map(keyOf))}`;
    default:
      return `${node.name} ${JSON.stringify([node.query, node.parts.map(keyOf)])}`;
  }
}
