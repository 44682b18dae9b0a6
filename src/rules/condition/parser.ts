import { deepFreeze, isRecord, type KindredError, pointerTo } from '../../core/index.ts';
import { BASIC_OPERATORS, type Operators } from '../operators/basic-operators.ts';
import type { ReadingScope } from '../operators/operator.ts';
import type { Condition, ConditionNode, FactNode, LiteralNode, ValueType } from './condition.ts';
import type { FactType, FactTypes } from './facts.ts';
import { ANY_FACT, parseFact } from './parse-fact.ts';
import { invalid, listKnown, type Suggest } from './refusal.ts';

// How far a node may be from the top, a name and mostly a place for each operator; and how many there are, members of lists included.
const MAX_STEPS = 128;
const MAX_VALUES = 20_000;

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
  /** What errors advise for a name that is not known. `defineRules`, `createRules` and `parseCondition` tell the nearest one. */
  readonly suggest?: Suggest;
  /** JSON Pointer of the condition in its document; errors and explanations point into that document. */
  readonly at?: string;
}

/** Checks an expression of a type that stands at a JSON Pointer. */
export type ParseExpression = (input: unknown, type: FactType, at: string) => Condition;

/**
 * `parseExpression` for many expressions with the same options, and with no other operators than those given, and
 * without any with those that compare, join and ask for membership. A page that needs no more downloads no more. Errors list the names that
 * are known, and not the nearest one.
 *
 * @throws KindredError `invalid-rule`; `at` is the JSON Pointer of what is wrong, the message says what
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
  const read = createReader(options);
  return (input, type, at) => deepFreeze(read(input, type, at));
}

/** How many values may still be read. */
interface Room {
  left: number;
}

/** A fact that was read, and the condition that read it last. */
interface KnownFact {
  readonly fact: FactNode;
  turn: number;
}

/**
 * The same, but nothing is frozen: of a large file few conditions are ever shown to anybody. Until the first answer engines interpret all
 * that runs here, and sweep up what it leaves behind: what is right takes as few calls and objects as can be.
 */
export function createReader(
  { operators = BASIC_OPERATORS, suggest = listKnown, ...options }: ConditionOptions,
  outer?: Room,
): ParseExpression {
  // A rules file names the same few facts again and again: each is one node.
  const known = new Map<unknown, KnownFact>();
  let facts: string[] = [];
  const events = new Set<string>();
  let turn = 0;
  const room = outer ?? { left: 0 };
  // Where what is read now stands: a pointer, and so many names and places that lead on from there. They are joined for errors only.
  const way: (string | number)[] = [];
  let steps = 0;

  const here = (): string => `${way.slice(0, steps + 1).reduce((at, key) => pointerTo(`${at}`, key))}`;
  const refuse = (problem: string, remedy: string): KindredError => invalid(problem, here(), remedy);
  const readProperty: ReadingScope['readProperty'] = (path, at, types) => parseFact(path, at, types, suggest);

  // In one piece, as each call costs as much as what it does.
  function readNode(value: unknown): ConditionNode {
    room.left -= isList(value) ? value.length : 1;
    // What contains itself ends here too.
    if (room.left < 0 || steps > MAX_STEPS) throw refuse('Too deep or large', 'Split the rule.');
    if (!isRecord(value)) return readLiteral(value);
    let name = '';
    let keys = 0;
    for (const key in value) if (Object.hasOwn(value, key)) name = keys++ ? `${name}", "${key}` : key;
    const argument = value[name];
    const isVar = name === 'var';
    if (isVar && known.has(argument)) return readFact(argument);
    const operator = operators.get(name);
    if (!operator && !isVar) throw refuse(`Unknown operator "${name}"`, suggest(name, [...operators.keys(), 'var']));
    const isQuery = operator && 'read' in operator;
    // They ask about the person, and an event has only properties.
    if (outer && isQuery) throw refuse(`"${name}" is nothing to ask of an event`, 'Ask it beside.');
    way[++steps] = name;
    // `{ "!": x }` is short for `{ "!": [x] }`.
    const isShort = !isList(argument);
    const list = isShort ? [argument] : argument;
    const count = list.length;
    if (!operator) return readVar(list);
    if (isQuery) {
      const { query, parts = [], type = 'boolean' } = operator.read(argument, here(), scope);
      steps--;
      return { kind: 'query', at: here(), type, name, operator, written: structuredClone(value), query, parts };
    }
    const { takes, takesNext = takes, gives: type = 'boolean', arity, check } = operator;
    checkCount(count, arity);
    // Of this length at once: a list that grows leaves room for seventeen.
    const operands: ConditionNode[] = new Array(count);
    let member = '';
    if (!isShort) steps++;
    // Counted, as holes must be found too.
    for (let index = 0; index < count; index++) {
      if (!isShort) way[steps] = index;
      const item = list[index];
      // Most operands are constants; what the others count towards the limit is counted where they are read.
      const constant = literalType(item);
      if (constant) room.left--;
      const operand: ConditionNode = constant ? { kind: 'literal', type: constant, value: item } : readNode(item);
      operands[index] = operand;
      const { type } = operand;
      if (type === 'unknown') continue;
      // Most conditions join others of one type.
      if (type !== member || takes !== takesNext) expectType(type, index ? takesNext : takes, member);
      if (type !== 'null') member = type;
    }
    if (!isShort) steps--;
    check?.(operands, here());
    steps--;
    return { kind: 'operation', type, name, operator, operands, isShort };
  }

  function checkCount(count: number, arity: readonly [number, number]): void {
    if (count >= arity[0] && count <= arity[1]) return;
    throw refuse(`"${way[steps]}" has ${count} operands`, `It takes ${[...new Set(arity)].join(' to ')}.`);
  }

  function expectType(type: ValueType, accepted: readonly ValueType[], member = ''): void {
    if (type === 'unknown' || fits(type, accepted, member)) return;
    const wanted = accepted.filter((one) => fits(one, accepted, member));
    throw refuse(`This takes ${wanted.join(' or ')} here, not ${type}`, 'Change the rule.');
  }

  function readVar(list: readonly unknown[]): FactNode {
    checkCount(list.length, [1, 2]);
    let fact = readFact(list[0]);
    if (list.length > 1) {
      const { type, value } = readLiteral(list[1] ?? null);
      if (fact.type !== 'unknown') expectType(type, [fact.type, 'null']);
      fact = { ...fact, fallback: value };
    }
    steps--;
    return fact;
  }

  function readFact(name: unknown): FactNode {
    const one = known.get(name) ?? { fact: readProperty(name, here(), options.facts), turn: 0 };
    if (one.turn !== turn) {
      one.turn = turn;
      known.set(name, one);
      facts.push(one.fact.name);
    }
    return one.fact;
  }

  function readLiteral(input: unknown): LiteralNode {
    // Copied, as it is kept; and spreading fills holes, which `every` would leave out.
    const value = isList(input) ? [...input] : input;
    const type = isList(value) ? listType(value) : literalType(value);
    if (!type) throw refuse('This is no value', 'A list holds strings or numbers.');
    return { kind: 'literal', type, value };
  }

  const scope: ReadingScope = {
    options,
    readFact,
    readProperty,
    readCondition: (input, at, facts = ANY_FACT) =>
      createReader({ operators, suggest, facts }, room)(input, 'boolean', at).root,
    readsEvent: (name) => events.add(name),
  };

  return (input, type, at) => {
    way[0] = at;
    steps = 0;
    turn++;
    if (!outer) room.left = MAX_VALUES;
    facts = [];
    // Clearing makes a new table.
    if (events.size) events.clear();
    const root = readNode(input);
    expectType(root.type, [type]);
    return { at, facts, events: [...events], root };
  };
}

function listType(list: readonly unknown[]): ValueType | undefined {
  const type = literalType(list[0]);
  return type && list.every((member) => literalType(member) === type) ? `${type}s` : undefined;
}

function literalType(value: unknown): 'number' | 'string' | 'boolean' | 'null' | undefined {
  if (value === null) return 'null';
  const type = typeof value;
  return type === 'string' || type === 'boolean' || (type === 'number' && Number.isFinite(value)) ? type : undefined;
}

/**
 * Whether a type is among what is accepted, and that of which the other operands are, if theirs is known: the third letter tells types
 * apart, and is the same for a list and its members: nuMber, stRing, boOlean. Null may stand beside anything.
 */
function fits(type: ValueType, accepted: readonly ValueType[], member: string): boolean {
  return accepted.includes(type) && (!member || type === 'null' || type[2] === member[2]);
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}
