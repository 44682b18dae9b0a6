import { deepFreeze, isRecord, type KindredError, pointerTo } from '../../core/index.ts';
import { CORE_OPERATORS, type Operators } from '../operators/core-operators.ts';
import type { OperandOperator, ReadingScope } from '../operators/operator.ts';
import { OPERATORS } from '../operators/operators.ts';
import type { Condition, ConditionNode, FactNode, LiteralNode, ValueType } from './condition.ts';
import { type FactType, type FactTypes, fillStars, findPattern, invalid, parsePath, unknownName } from './facts.ts';

const VAR_ARITY: readonly [least: number, most: number] = [1, 2];

// How deep nodes nest, and how many there are, members of lists included.
const MAX_DEPTH = 64;
const MAX_VALUES = 20_000;

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
  /** The operators that may be used; all of them, unless given. */
  readonly operators?: Operators;
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
  return createParser({ operators: OPERATORS, ...options })(input, type, options.at ?? '');
}

/** Checks an expression of a type that stands at a JSON Pointer. */
export type ParseExpression = (input: unknown, type: FactType, at: string) => Condition;

/**
 * {@link parseExpression} for many expressions with the same options, and with the operators of the core unless others are given:
 * comparing, joining, membership, arithmetic. A page that needs no more downloads no more.
 *
 * @example
 * ```ts
 * import { compileCondition, createParser } from 'kindred/rules';
 *
 * const parse = createParser({ facts: { 'orders.count': 'number' } });
 * const isRegular = compileCondition(parse({ '>=': [{ var: 'orders.count' }, 3] }, 'boolean', ''));
 * console.log(isRegular({ orders: { count: 3 } })); // true
 * ```
 */
export function createParser(options: ConditionOptions): ParseExpression {
  const { operators = CORE_OPERATORS } = options;
  const facts = new Set<string>();
  const events = new Set<string>();
  let written: Map<ConditionNode, unknown> | undefined;
  let room = MAX_VALUES;
  let depth = 0;
  const looked = new Map<unknown, FactNode>();

  function parseNode(value: unknown, at: string, known: FactTypes | undefined): ConditionNode {
    room -= isList(value) ? value.length : 1;
    // What contains itself ends here too.
    if (room < 0 || ++depth > MAX_DEPTH) throw invalid('Too deep or large', at, 'Split the rule.');
    const node = isRecord(value) ? parseOperation(value, at, known) : parseLiteral(value, at);
    depth--;
    return node;
  }

  function parseOperation(value: Readonly<Record<string, unknown>>, at: string, known?: FactTypes): ConditionNode {
    const names = Object.keys(value);
    const name = names.length === 1 ? `${names[0]}` : names.join('", "');
    const argument = value[name];
    const inside = pointerTo(at, name);
    const operator = operators.get(name);
    if (operator && 'read' in operator) {
      // They ask about the person, and within it there are only the properties of an event.
      if (known !== options.facts) throw invalid(`"${name}" is nothing to ask of an event`, at, 'Ask it beside.');
      const { query, parts = [], type = 'boolean' } = operator.read(argument, inside, scope);
      const node: ConditionNode = deepFreeze({ kind: 'query', at, type, name, operator, query, parts });
      written ??= new Map();
      written.set(node, structuredClone(argument));
      return node;
    }
    // `{ "!": x }` is short for `{ "!": [x] }`.
    const list = isList(argument) ? argument : [argument];
    const arity = name === 'var' ? VAR_ARITY : operator?.arity;
    if (!arity) throw unknownName('operator', name, at, [...operators.keys(), 'var']);
    if (list.length < arity[0] || list.length > arity[1]) {
      throw invalid(`"${name}" has ${list.length} operands`, inside, `It takes ${[...new Set(arity)].join(' to ')}.`);
    }
    if (!operator) return parseVar(list, inside, at, known);
    const operands: ConditionNode[] = [];
    // Counted, as holes must be found too.
    for (let index = 0; index < list.length; index++) {
      operands.push(parseNode(list[index], list === argument ? `${inside}/${index}` : inside, known));
    }
    checkTypes(name, operator, operands);
    operator.check?.(operands);
    const type = operator.gives ?? 'boolean';
    return Object.freeze({ kind: 'operation', at, type, name, operator, operands: Object.freeze(operands) });
  }

  function parseVar(list: readonly unknown[], inside: string, at: string, known?: FactTypes): ConditionNode {
    const fact = lookUp(list[0], inside, known);
    const { type, name, path, guard } = fact;
    if (known === options.facts) facts.add(name);
    let fallback: unknown = null;
    if (list.length > 1) {
      const literal = parseLiteral(list[1] ?? null, inside);
      if (type !== 'unknown') checkType('A default', literal, [type, 'null']);
      fallback = literal.value;
    }
    const node: ConditionNode = { kind: 'fact', at, type, name, path, fallback };
    return Object.freeze(guard ? { ...node, guard } : node);
  }

  /** A rules file names the same few facts again and again. */
  function lookUp(name: unknown, at: string, known: FactTypes | undefined): FactNode {
    const fact = known === options.facts ? looked.get(name) : undefined;
    if (fact) return fact;
    const parsed = parseFact(name, at, known);
    if (known === options.facts) looked.set(name, parsed);
    return parsed;
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

  return (input, type, at) => {
    facts.clear();
    events.clear();
    written = undefined;
    room = MAX_VALUES;
    depth = 0;
    const root = parseTyped(input, type, at, options.facts);
    const queries = written;
    let source: unknown;
    return Object.freeze({
      // Few ask for it, and it costs as much as all else that is kept.
      get source(): unknown {
        source ??= deepFreeze(unparse(root, queries));
        return source;
      },
      facts: Object.freeze([...facts]),
      events: Object.freeze([...events]),
      root,
    });
  };
}

/** JSON from which the same node is parsed; `written` has the arguments of queries as they were. */
function unparse(node: ConditionNode, written: ReadonlyMap<ConditionNode, unknown> | undefined): unknown {
  switch (node.kind) {
    case 'literal':
      return node.value;
    case 'fact':
      return { var: node.fallback === null ? node.name : [node.name, node.fallback] };
    case 'operation': {
      const operands = node.operands.map((operand) => unparse(operand, written));
      // The short form: the pointer of the only operand is that of the operator's argument.
      const isShort = operands.length === 1 && node.operands[0]?.at === pointerTo(node.at, node.name);
      return { [node.name]: isShort ? operands[0] : operands };
    }
    default:
      return { [node.name]: written?.get(node) };
  }
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
  if (!isList(input)) {
    const type = literalType(input);
    if (!type) throw noValue(at);
    return Object.freeze({ kind: 'literal', at, type, value: input });
  }
  // Copied, as it will be frozen; and spreading fills holes, which `every` would leave out.
  const value = Object.freeze([...input]);
  const type = literalType(value[0]);
  if (!type || !value.every((member) => literalType(member) === type)) throw noValue(at);
  return Object.freeze({ kind: 'literal', at, type: `${type}s`, value });
}

function literalType(value: unknown): 'number' | 'string' | 'boolean' | 'null' | undefined {
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'boolean':
      return 'boolean';
    case 'number':
      return Number.isFinite(value) ? 'number' : undefined;
    default:
      return value === null ? 'null' : undefined;
  }
}

function noValue(at: string): KindredError {
  return invalid('This is no value', at, 'A list holds strings or numbers.');
}

function checkTypes(
  name: string,
  { takes, takesNext = takes }: OperandOperator,
  operands: readonly ConditionNode[],
): void {
  let member = '';
  for (const operand of operands) {
    const { type } = operand;
    if (type === 'unknown') continue;
    const accepted = operand === operands[0] ? takes : takesNext;
    const isOfOneType = !member || type === 'null' || memberType(type) === member;
    if (!isOfOneType || !accepted.includes(type)) {
      checkType(
        `"${name}"`,
        operand,
        accepted.filter((type) => !member || type === 'null' || memberType(type) === member),
      );
    }
    if (type !== 'null' && type !== 'nulls') member = memberType(type);
  }
}

function checkType(who: string, { at, type }: Typed, accepted: readonly ValueType[]): void {
  if (type === 'unknown' || accepted.includes(type)) return;
  throw invalid(`${who} takes ${accepted.join(' or ')} here, not ${type}`, at, 'Change the rule.');
}

function memberType(type: ValueType): string {
  return type.endsWith('s') ? type.slice(0, -1) : type;
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}
