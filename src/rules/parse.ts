import { frozenJson, isRecord, type Json, nearestName, pointerTo } from '../core/index.ts';
import type { Condition, ConditionNode, FactNode, LiteralNode, ValueType } from './condition.ts';
import { type FactTypes, findByPath, invalid, parsePath, similarPaths } from './facts.ts';
import type { Operator } from './operator.ts';
import { OPERATORS } from './operators.ts';

/** How to check a condition. */
export interface ConditionOptions {
  /** The facts that exist. Without it any path is accepted, and its type is not checked. */
  readonly facts?: FactTypes;
  /** JSON Pointer of the condition in its document; errors and explanations point into that document. */
  readonly at?: string;
}

/**
 * Checks a condition in JsonLogic's form, strict dialect, and returns it frozen. All that can be wrong is found here:
 * unknown operators and facts, wrong numbers and types of operands, and what is not JSON.
 *
 * @throws KindredError `invalid-rule`; `at` is the JSON Pointer of what is wrong, the message says what to do
 * @example
 * ```ts
 * import { parseCondition } from 'kindred/rules';
 *
 * const likesTea = parseCondition(
 *   { and: [{ '>=': [{ var: 'views.category.tea' }, 3] }, { in: ['tea', { var: 'interests' }] }] },
 *   { facts: { 'views.category.*': 'number', interests: 'strings' } },
 * );
 * console.log(likesTea.facts); // ['views.category.tea', 'interests']
 * ```
 */
export function parseCondition(input: unknown, { facts, at = '' }: ConditionOptions = {}): Condition {
  const source = frozenJson(input, { code: 'invalid-rule', at });
  const names = new Set<string>();
  const root = parseNode(source, at, facts, names);
  if (!fits(root.type, ['boolean']))
    throw invalid(`A condition is true or false, and this is ${a(root.type)}`, at, 'Compare it');
  return Object.freeze({ source, facts: Object.freeze([...names]), root });
}

/** Checks the path of a fact, as `{ "var": path }` does. */
export function parseFact(path: Json | undefined, at: string, facts: FactTypes | undefined, fallback: Json): FactNode {
  if (typeof path !== 'string') throw invalid('A fact needs a name', at, 'Write { "var": "orders.count" }');
  const names = parsePath(path, at);
  const found = facts && findByPath(facts, names);
  if (facts && !found) {
    const near = nearestName(path, similarPaths(facts, names));
    throw invalid(
      `Unknown fact "${path}"`,
      at,
      near ? `Did you mean "${near}"?` : `Known: ${Object.keys(facts).join(', ')}`,
    );
  }
  return Object.freeze({ kind: 'fact', at, type: found?.value ?? 'unknown', name: path, path: names, fallback });
}

function parseNode(input: Json, at: string, facts: FactTypes | undefined, names: Set<string>): ConditionNode {
  if (!isObject(input)) return parseLiteral(input, at);
  const [[name, value] = [], ...others] = Object.entries(input);
  if (name === undefined || value === undefined || others.length) {
    throw invalid(
      'A node has its operator as its only key, and this one does not',
      at,
      'Write { "operator": [operands] }',
    );
  }
  const inside = pointerTo(at, name);
  if (name === 'var') return parseVar(value, inside, facts, names);
  const operator = OPERATORS.get(name);
  if (!operator) throw unknownOperator(name, at);
  // `{ "!": x }` is short for `{ "!": [x] }`.
  const operands = isList(value)
    ? value.map((operand, index) => parseNode(operand, pointerTo(inside, index), facts, names))
    : [parseNode(value, inside, facts, names)];
  checkOperands(name, operator, operands, inside);
  return Object.freeze({
    kind: 'operation',
    at,
    type: operator.gives,
    operator: name,
    operands: Object.freeze(operands),
  });
}

function parseVar(value: Json, at: string, facts: FactTypes | undefined, names: Set<string>): FactNode {
  if (!isList(value)) return addName(parseFact(value, at, facts, null), names);
  const [path, fallback = null] = value;
  if (value.length > 2) throw invalid('"var" takes a path and a default', at, 'Remove the others');
  const node = parseFact(path, value.length ? pointerTo(at, 0) : at, facts, fallback);
  const { type } = parseLiteral(fallback, pointerTo(at, 1));
  if (type !== 'null' && !fits(node.type, [type])) {
    throw invalid(`"${node.name}" is ${a(node.type)}, its default ${a(type)}`, pointerTo(at, 1), 'Give both one type');
  }
  return addName(node, names);
}

function addName(node: FactNode, names: Set<string>): FactNode {
  names.add(node.name);
  return node;
}

function parseLiteral(value: Json, at: string): LiteralNode {
  return Object.freeze({ kind: 'literal', at, type: typeOf(value, at), value });
}

function typeOf(value: Json, at: string): ValueType {
  if (typeof value === 'number') return 'number';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'boolean';
  if (value === null) return 'null';
  if (!isList(value)) throw invalid('An operator cannot stand here', at, 'Write a plain value');
  return typeof value[0] === 'number' ? listOf('number', value, at) : listOf('string', value, at);
}

function listOf(type: 'number' | 'string', list: readonly Json[], at: string): ValueType {
  const odd = list.findIndex((item) => typeof item !== type);
  if (odd >= 0) throw invalid('A list holds strings only, or numbers only', pointerTo(at, odd), 'Take this one out');
  if (list.length === 0) throw invalid('Nothing is in an empty list', at, 'Add a value, or remove the condition');
  return `${type}s`;
}

function checkOperands(name: string, operator: Operator, operands: readonly ConditionNode[], at: string): void {
  const [least, most] = operator.arity;
  if (operands.length < least || operands.length > most) {
    const wanted = least === most ? `${least}` : most === Number.POSITIVE_INFINITY ? `${least} or more` : `${least} to ${most}`;
    throw invalid(`"${name}" takes ${wanted} operands, not ${operands.length}`, at, 'Add or remove some');
  }
  let first: ValueType | undefined;
  operands.forEach(({ type, at }, index) => {
    const accepted = operator.takes[index] ?? operator.takes.at(-1) ?? [];
    if (!fits(type, accepted)) {
      throw invalid(
        `"${name}" takes ${accepted.map(a).join(' or ')}, and this is ${a(type)}`,
        at,
        'Nothing is converted',
      );
    }
    if (!operator.alike || type === 'null' || type === 'unknown') return;
    first ??= memberType(type);
    if (memberType(type) !== first) {
      throw invalid(
        `"${name}" compares values of one type, not ${a(first)} with ${a(type)}`,
        at,
        'Nothing is converted',
      );
    }
  });
}

function unknownOperator(name: string, at: string): Error {
  const meant = new Map([...OPERATORS].flatMap(([known, { alias }]) => [known, ...alias].map((word) => [word, known])));
  meant.set('var', 'var');
  const near = meant.get(nearestName(name, [...meant.keys()]) ?? '');
  const remedy = near ? `Did you mean "${near}"?` : `Known: ${[...OPERATORS.keys(), 'var'].join(', ')}`;
  return invalid(`Unknown operator "${name}"`, at, remedy);
}

function fits(type: ValueType, accepted: readonly ValueType[]): boolean {
  return type === 'unknown' || accepted.includes(type);
}

function memberType(type: ValueType): ValueType {
  return type === 'strings' ? 'string' : type === 'numbers' ? 'number' : type;
}

function a(type: ValueType): string {
  if (type === 'strings' || type === 'numbers') return `a list of ${type}`;
  return type === 'null' ? type : `a ${type}`;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return isRecord(value);
}
