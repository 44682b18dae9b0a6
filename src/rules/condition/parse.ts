import { deepFreeze, isRecord, pointerTo } from '../../core/index.ts';
import type { OperandOperator, ReadingScope } from '../operators/operator.ts';
import { OPERATORS } from '../operators/operators.ts';
import type { Condition, ConditionNode, FactNode, LiteralNode, ValueType } from './condition.ts';
import { type FactType, type FactTypes, fillStars, findPattern, invalid, parsePath, unknownName } from './facts.ts';

// How deep nodes nest, and how many there are, members of lists included.
const MAX_DEPTH = 64;
const MAX_VALUES = 20_000;

const LITERAL_TYPES = ['number', 'string', 'boolean', 'null'] as const;

// Facts of which nothing was declared, and which are others than the condition's own.
const ANY_FACT: FactTypes = {};

type Typed = Pick<ConditionNode, 'at' | 'type'>;

/** What is known of an event type when a rule is loaded. */
export interface EventType {
  /** Without this permission, at least at this degree if one is named, nothing can be known of these events. */
  readonly purpose?: string;
  readonly degree?: string;
  /** Their properties; without it any are accepted. */
  readonly properties?: FactTypes;
}

/** The events that exist, by name. */
export type EventTypes = Readonly<Record<string, EventType>>;

/** How to check a condition. */
export interface ConditionOptions {
  /** The facts that exist. Without it any path is accepted, and its type is not checked. */
  readonly facts?: FactTypes;
  /** The events that exist. Without it any name is accepted. */
  readonly events?: EventTypes;
  /** The segments and scores that exist, by name. Without them they are read from the facts `segments` and `scores.<name>`. */
  readonly segments?: readonly string[];
  readonly scores?: readonly string[];
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
export function parseCondition(input: unknown, options: ConditionOptions = {}): Condition {
  return parseExpression(input, 'boolean', options);
}

/**
 * Checks an expression of the strict dialect that gives a value of a type: `boolean` for a condition, `number` for a score. It
 * knows no other dialect, which makes it smaller than `parseCondition`.
 *
 * @throws KindredError `invalid-rule`; `at` is the JSON Pointer of what is wrong, the message says what to do
 * @example
 * ```ts
 * import { parseExpression } from 'kindred/rules';
 *
 * const rebate = parseExpression({ '*': [{ var: 'cart.total' }, 0.1] }, 'number');
 * console.log(rebate.facts); // ['cart.total']
 * ```
 */
export function parseExpression(input: unknown, type: FactType, options: ConditionOptions = {}): Condition {
  const { facts: known, at = '' } = options;
  const facts = new Set<string>();
  const events = new Set<string>();
  let room = MAX_VALUES;
  let depth = 0;

  function parseNode(value: unknown, at: string, known: FactTypes | undefined): ConditionNode {
    room -= isList(value) ? value.length : 1;
    // What contains itself ends here too.
    if (room < 0 || ++depth > MAX_DEPTH) throw invalid('Too deep or large', at, 'Split the rule.');
    const node = isRecord(value) ? parseOperation(value, at, known) : parseLiteral(value, at);
    depth--;
    return node;
  }

  function parseOperation(value: Readonly<Record<string, unknown>>, at: string, known?: FactTypes): ConditionNode {
    const name = Object.keys(value).join('", "');
    const argument = value[name];
    const inside = pointerTo(at, name);
    const operator = OPERATORS.get(name);
    if (operator && 'read' in operator) {
      // They ask about the person, and within it there are only the properties of an event.
      if (known !== options.facts) throw invalid(`"${name}" is nothing to ask of an event`, at, 'Ask it beside.');
      return {
        kind: 'query',
        at,
        type: 'boolean',
        parts: [],
        name,
        operator,
        ...operator.read(argument, inside, scope),
      };
    }
    // `{ "!": x }` is short for `{ "!": [x] }`.
    const list = isList(argument) ? argument : [argument];
    const arity = name === 'var' ? [1, 2] : operator?.arity;
    if (!arity) throw unknownName('operator', name, at, [...OPERATORS.keys(), 'var']);
    const [least = 0, most = 0] = arity;
    if (list.length < least || list.length > most) {
      throw invalid(`"${name}" has ${list.length} operands`, inside, `It takes ${[...new Set(arity)].join(' to ')}.`);
    }
    if (!operator) return parseVar(list, inside, at, known);
    const operands = Array.from(list, (operand, index) =>
      parseNode(operand, list === argument ? pointerTo(inside, index) : inside, known),
    );
    checkTypes(name, operator, operands);
    operator.check?.(operands);
    return { kind: 'operation', at, type: operator.gives ?? 'boolean', name, operator, operands };
  }

  function parseVar([name, fallback = null]: readonly unknown[], inside: string, at: string, known?: FactTypes) {
    const literal = parseLiteral(fallback, inside);
    const fact = parseFact(name, inside, known, literal.value);
    if (fact.type !== 'unknown') checkType('A default', literal, [fact.type, 'null']);
    if (known === options.facts) facts.add(fact.name);
    return { ...fact, at };
  }

  const scope: ReadingScope = {
    options,
    parseWhere: (value, at, types = ANY_FACT) => parseTyped(value, 'boolean', at, types),
    parseProperty: (path, at, types = ANY_FACT) => parseFact(path, at, types),
    readFact(path, at) {
      facts.add(path);
      return parseFact(path, at, options.facts);
    },
    readsEvent: (name) => events.add(name),
  };

  function parseTyped(value: unknown, type: FactType, at: string, known?: FactTypes): ConditionNode {
    const node = parseNode(value, at, known);
    checkType(type === 'boolean' ? 'A condition' : 'It', node, [type]);
    return node;
  }

  const root = parseTyped(input, type, at, known);
  return deepFreeze({ source: structuredClone(input), facts: [...facts], events: [...events], root });
}

/** Checks the path of a fact, as `{ "var": path }` does. */
export function parseFact(
  name: unknown,
  at: string,
  facts: FactTypes | undefined,
  fallback: unknown = null,
): ConditionNode & FactNode {
  const path = parsePath(name, at);
  const patterns = Object.keys(facts ?? {});
  const declared = facts?.[findPattern(patterns, path) ?? ''];
  const guard = typeof declared === 'object' ? declared : undefined;
  const type = typeof declared === 'object' ? declared.type : declared;
  if (facts && facts !== ANY_FACT && !type) {
    const similar = patterns.map((pattern) => fillStars(pattern, path).join('.'));
    throw unknownName('fact', path.join('.'), at, similar);
  }
  return { kind: 'fact', at, type: type ?? 'unknown', name: String(name), path, fallback, ...(guard && { guard }) };
}

function parseLiteral(input: unknown, at: string): ConditionNode & LiteralNode {
  // Copied, as it will be frozen; and spreading fills holes, which `every` would leave out.
  const value = isList(input) ? [...input] : input;
  const members = isList(value) ? value : [value];
  const type = LITERAL_TYPES.find((type) => members.every((member) => isOfType(type, member)));
  if (!type || !members.length) throw invalid('This is no value', at, 'A list holds strings or numbers.');
  return { kind: 'literal', at, type: isList(value) ? `${type}s` : type, value };
}

function isOfType(type: string, value: unknown): boolean {
  return type === 'null' ? value === null : typeof value === type && (type !== 'number' || Number.isFinite(value));
}

function checkTypes(
  name: string,
  { takes, takesNext = takes }: OperandOperator,
  operands: readonly ConditionNode[],
): void {
  let member = '';
  operands.forEach((operand, index) => {
    const accepted = (index ? takesNext : takes).filter(
      (type) => !member || type === 'null' || memberType(type) === member,
    );
    checkType(`"${name}"`, operand, accepted);
    if (!/null|unknown/.test(operand.type)) member = memberType(operand.type);
  });
}

function checkType(who: string, { at, type }: Typed, accepted: readonly ValueType[]): void {
  if (type === 'unknown' || accepted.includes(type)) return;
  throw invalid(`${who} takes ${accepted.join(' or ')} here, not ${type}`, at, 'Change the rule.');
}

function memberType(type: ValueType): string {
  return type.replace(/s$/, '');
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}
