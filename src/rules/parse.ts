import { frozenJson, isRecord, type Json, nearestName, pointerTo } from '../core/index.ts';
import type { Condition, ConditionNode, FactNode, ValueType } from './condition.ts';
import { type FactTypes, fillStars, findPattern, invalid, parsePath } from './facts.ts';
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
  if (!fits(root.type, ['boolean'])) throw invalid(`A condition is a boolean, not a ${root.type}`, at, 'Compare it.');
  return Object.freeze({ source, facts: Object.freeze([...names]), root });
}

/** Checks the path of a fact, as `{ "var": path }` does. */
export function parseFact(
  name: Json | undefined,
  at: string,
  facts: FactTypes | undefined,
  fallback: Json = null,
): ConditionNode & FactNode {
  if (typeof name !== 'string') throw invalid('A fact needs a name', at, 'Write { "var": "orders.count" }.');
  const path = parsePath(name, at);
  const patterns = Object.keys(facts ?? {});
  const type = facts?.[findPattern(patterns, path) ?? ''];
  if (facts && !type) {
    const similar = patterns.map((pattern) => fillStars(pattern, path).join('.'));
    throw invalid(`Unknown fact "${name}"`, at, suggest(nearestName(name, similar), patterns));
  }
  return { kind: 'fact', at, type: type ?? 'unknown', name, path, fallback };
}

function parseNode(input: Json, at: string, facts: FactTypes | undefined, names: Set<string>): ConditionNode {
  if (!isObject(input)) return Object.freeze({ kind: 'literal', at, type: typeOf(input, at), value: input });
  const [[name, value] = [], ...others] = Object.entries(input);
  if (name === undefined || value === undefined || others.length) {
    throw invalid('A node has one key, its operator', at, 'Write { "operator": [operands] }.');
  }
  const inside = pointerTo(at, name);
  if (name === 'var') {
    const fact = parseVar(value, inside, facts);
    names.add(fact.name);
    return Object.freeze({ ...fact, at });
  }
  const operator = Object.hasOwn(OPERATORS, name) && OPERATORS[name];
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
    name,
    operator,
    operands: Object.freeze(operands),
  });
}

function parseVar(value: Json, at: string, facts: FactTypes | undefined): ConditionNode & FactNode {
  if (!isList(value)) return parseFact(value, at, facts);
  const [name, fallback = null, ...others] = value;
  if (others.length) throw invalid('"var" takes a path and a default', at, 'Remove the others.');
  const fact = parseFact(name, at, facts, fallback);
  const type = typeOf(fallback, at);
  if (type !== 'null' && !fits(fact.type, [type])) throw mismatch('default', at, type, [fact.type]);
  return fact;
}

function typeOf(value: Json, at: string): ValueType {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return 'boolean';
  for (const type of ['number', 'string'] as const) {
    const isOfType = (item: Json) => typeof item === type;
    if (isOfType(value)) return type;
    if (isList(value) && value.length && value.every(isOfType)) return `${type}s`;
  }
  throw invalid(
    'This is no value that a rule can hold',
    at,
    'A list holds strings only or numbers only, and is not empty.',
  );
}

function checkOperands(name: string, { arity, takes }: Operator, operands: readonly ConditionNode[], at: string): void {
  const [least, most] = arity;
  if (operands.length < least || operands.length > most) {
    const wanted = least === most ? least : `${least} to ${most}`;
    throw invalid(`"${name}" takes ${wanted} operands, not ${operands.length}`, at, 'Add or remove some.');
  }
  let first: string | undefined;
  for (const [index, { at, type }] of operands.entries()) {
    const accepted = takes[index ? 1 : 0];
    if (!fits(type, accepted)) throw mismatch(name, at, type, accepted);
    if (type === 'null' || type === 'unknown') continue;
    first ??= memberType(type);
    if (memberType(type) !== first)
      throw mismatch(
        name,
        at,
        type,
        accepted.filter((other) => memberType(other) === first),
      );
  }
}

function mismatch(name: string, at: string, type: ValueType, accepted: readonly ValueType[]): Error {
  return invalid(`"${name}" takes ${accepted.join(' or ')} here, not ${type}`, at, 'Nothing is converted.');
}

function unknownOperator(name: string, at: string): Error {
  const known = [...Object.keys(OPERATORS), 'var'];
  const aliases = known.map((operator) => OPERATORS[operator]?.alias ?? operator);
  const near = nearestName(name, [...known, ...aliases]);
  return invalid(`Unknown operator "${name}"`, at, suggest(near && (known[aliases.indexOf(near)] ?? near), known));
}

function suggest(near: string | undefined, known: readonly string[]): string {
  return near ? `Did you mean "${near}"?` : `Known: ${known.join(', ')}.`;
}

function fits(type: ValueType, accepted: readonly ValueType[]): boolean {
  return type === 'unknown' || accepted.includes(type);
}

function memberType(type: ValueType): string {
  return type.replace(/s$/, '');
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return isRecord(value);
}
