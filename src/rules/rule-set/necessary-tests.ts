import type { ConditionNode, FactNode, OperationNode } from '../condition/condition.ts';
import { constantOf } from '../operators/operator.ts';

const MANY = 64;

/** A test of one value against constants; what it tests is told apart by `key`. */
export interface Test {
  readonly kind: 'test';
  readonly key: string;
  readonly subject: ConditionNode;
  /** It equals one of these, */
  readonly values: readonly unknown[] | undefined;
  /** or is a list or text that has this in it, */
  readonly member: unknown;
  /** or lies between these, or at them. */
  readonly from: Bound | undefined;
  readonly to: Bound | undefined;
}

/** One of several tests passes: of each part one alternative. */
export interface AnyOf {
  readonly kind: 'any';
  readonly parts: readonly (readonly Necessary[])[];
}

/** Something that must be so for a condition to hold. */
export type Necessary = Test | AnyOf;

/** A bound of an interval; those of one test are of one type. */
export type Bound = number | string;

/**
 * Alternatives of what must be so for a condition to hold. Each of them alone is necessary, so that whoever looks for conditions
 * that hold may ask for any one of them; none of them need be enough. Nothing where nothing can be said.
 */
export function necessaryFor(node: ConditionNode | undefined): readonly Necessary[] {
  const found: Necessary[] = [];
  if (node) collect(node, found);
  return found;
}

function collect(node: ConditionNode, found: Necessary[]): void {
  if (node.kind === 'literal') {
    // What never holds needs what is never so.
    if (node.value !== true) found.push({ kind: 'any', parts: [] });
  } else if (node.kind === 'operation') {
    collectOperation(node, found);
  } else {
    found.push(test(node, [true], undefined));
  }
}

function collectOperation({ name, operands }: OperationNode, found: Necessary[]): void {
  const [left, right] = operands;
  if (name === 'and') {
    for (const operand of operands) collect(operand, found);
  } else if (name === 'or') {
    const parts = operands.map(necessaryFor);
    if (parts.every((part) => part.length > 0)) found.push({ kind: 'any', parts });
  } else if (left && right && (name === '==' || name === '===')) {
    collectEqual(left, right, found);
    collectEqual(right, left, found);
  } else if (left && right && name === 'in') {
    collectMember(left, right, found);
  } else if (name === '<' || name === '<=') {
    for (let index = 1; index < operands.length; index++) collectOrder(operands[index - 1], operands[index], found);
  } else if (name === '>' || name === '>=') {
    collectOrder(right, left, found);
  }
}

function collectEqual(subject: ConditionNode, constant: ConditionNode, found: Necessary[]): void {
  if (constant.kind === 'literal' && subject.kind !== 'literal') found.push(test(subject, [constant.value], undefined));
}

function collectMember(needle: ConditionNode, haystack: ConditionNode, found: Necessary[]): void {
  const list = constantOf(haystack);
  if (needle.kind !== 'literal') {
    if (Array.isArray(list)) found.push(test(needle, list, undefined));
  } else if (haystack.kind !== 'literal') found.push(test(haystack, undefined, needle.value));
}

/** What must be so where one value is below another, or at it. */
function collectOrder(low: ConditionNode | undefined, high: ConditionNode | undefined, found: Necessary[]): void {
  if (!low || !high || (low.kind === 'literal') === (high.kind === 'literal')) return;
  const subject = low.kind === 'literal' ? high : low;
  const bound = constantOf(low.kind === 'literal' ? low : high);
  if (typeof bound !== 'number' && typeof bound !== 'string') return;
  const from = low.kind === 'literal' ? bound : undefined;
  const one = test(subject, undefined, undefined, from, from === undefined ? bound : undefined);
  // Nobody writes more conditions on one value.
  const place = found.length < MANY ? found.findIndex((other) => isSameKind(other, one)) : -1;
  const known = found[place];
  if (known?.kind === 'test') found[place] = narrower(known, one);
  else found.push(one);
}

/** Whether both bound the same value, in the same order. */
function isSameKind(other: Necessary, { key, from, to }: Test): boolean {
  return other.kind === 'test' && other.key === key && typeof (other.from ?? other.to) === typeof (from ?? to);
}

/** Both intervals at once. */
function narrower(one: Test, other: Test): Test {
  const from = one.from === undefined || (other.from !== undefined && other.from > one.from) ? other.from : one.from;
  const to = one.to === undefined || (other.to !== undefined && other.to < one.to) ? other.to : one.to;
  return test(one.subject, undefined, undefined, from, to);
}

/** Always with the same members, so that the engine knows their places. */
function test(
  subject: ConditionNode,
  values: readonly unknown[] | undefined,
  member: unknown,
  from?: Bound,
  to?: Bound,
): Test {
  return { kind: 'test', key: keyOf(subject), subject, values, member, from, to };
}

/** Whether it is a fact that is only there where the facts have it, so that it is found by walking through them. */
export function isPlain(node: ConditionNode): node is FactNode {
  return node.kind === 'fact' && node.fallback === null && !node.guard;
}

/** The same for nodes that compute the same. No fact begins with a dot, so that it is free for all else. */
export function keyOf(node: ConditionNode): string {
  switch (node.kind) {
    case 'literal':
      return JSON.stringify(node.value);
    case 'fact': {
      // Only with a backslash is there more than one way to write a path.
      const path = node.name.includes('\\') ? `.${JSON.stringify(node.path)}` : node.name;
      return node.fallback === null && !node.guard ? path : `.${JSON.stringify(node.fallback)} ${path}`;
    }
    case 'operation':
      return `.${node.name} ${JSON.stringify(node.operands.map(keyOf))}`;
    default:
      return `.${node.name} ${JSON.stringify([node.query, node.parts.map(keyOf)])}`;
  }
}
