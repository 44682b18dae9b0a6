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

/**
 * The same, but nothing is frozen: of a large file few conditions are ever shown to anybody. Until the first answer engines interpret all
 * that runs here, so that what is right takes as few calls as can be.
 */
export function createReader({
  operators = BASIC_OPERATORS,
  suggest = listKnown,
  ...options
}: ConditionOptions): ParseExpression {
  // A rules file names the same few facts again and again: each is one node.
  const known = new Map<unknown, FactNode>();
  const facts = new Set<string>();
  const events = new Set<string>();
  // The properties of the event that is asked, where it is not the person.
  let properties: FactTypes | undefined;
  // Where what is read now stands: a pointer, and so many names and places that lead on from there. They are joined for errors only.
  let way: (string | number)[] = [];
  let steps = 0;
  let room = 0;

  const here = (): string => `${way.slice(0, steps + 1).reduce((at, key) => pointerTo(`${at}`, key))}`;
  const refuse = (problem: string, remedy: string): KindredError => invalid(problem, here(), remedy);

  // In one piece, as engines compile what is called this often, and each piece with the others in it.
  function readNode(value: unknown): ConditionNode {
    room -= isList(value) ? value.length : 1;
    // What contains itself ends here too.
    if (room < 0 || steps > MAX_STEPS) throw refuse('Too deep or large', 'Split the rule.');
    if (!isRecord(value)) return readLiteral(value);
    const keys = Object.keys(value);
    const name = keys.length === 1 ? `${keys[0]}` : keys.join('", "');
    const argument = value[name];
    const isVar = name === 'var';
    const fact = isVar && !properties && known.get(argument);
    if (fact) {
      facts.add(fact.name);
      return fact;
    }
    const operator = operators.get(name);
    if (!operator && !isVar) throw refuse(`Unknown operator "${name}"`, suggest(name, [...operators.keys(), 'var']));
    const isQuery = operator && 'read' in operator;
    // They ask about the person, and an event has only properties.
    if (properties && isQuery) throw refuse(`"${name}" is nothing to ask of an event`, 'Ask it beside.');
    // `{ "!": x }` is short for `{ "!": [x] }`.
    const isShort = !isList(argument);
    const list = isShort ? [argument] : argument;
    const count = list.length;
    way[++steps] = name;
    if (!operator) return readVar(list);
    if (isQuery) {
      const { query, parts = [], type = 'boolean' } = operator.read(argument, here(), scope);
      steps--;
      const written = structuredClone(value);
      return deepFreeze({ kind: 'query', at: here(), type, name, operator, written, query, parts });
    }
    const { takes, takesNext = takes, gives: type = 'boolean', arity, check } = operator;
    checkCount(count, arity);
    const operands: ConditionNode[] = [];
    let member = '';
    if (!isShort) steps++;
    // Counted, as holes must be found too.
    for (let index = 0; index < count; index++) {
      if (!isShort) way[steps] = index;
      const operand = readNode(list[index]);
      operands.push(operand);
      if (operand.type === 'unknown') continue;
      const accepted = index ? takesNext : takes;
      // Most conditions join others of one type.
      if (operand.type !== member || takes !== takesNext) expectType(`"${name}"`, operand, accepted, member);
      if (operand.type !== 'null') member = operand.type;
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

  function readVar(list: readonly unknown[]): FactNode {
    checkCount(list.length, [1, 2]);
    let fact = readFact(list[0]);
    if (list.length > 1) {
      const literal = readLiteral(list[1] ?? null);
      if (fact.type !== 'unknown') expectType('A default', literal, [fact.type, 'null']);
      fact = { ...fact, fallback: literal.value };
    }
    steps--;
    return fact;
  }

  function readFact(name: unknown): FactNode {
    if (properties) return parseFact(name, here(), properties, suggest);
    const fact = known.get(name) ?? parseFact(name, here(), options.facts, suggest);
    known.set(name, fact);
    facts.add(fact.name);
    return fact;
  }

  function readLiteral(input: unknown): LiteralNode {
    // Copied, as it is kept; and spreading fills holes, which `every` would leave out.
    const value = isList(input) ? [...input] : input;
    const type = isList(value) ? listType(value) : literalType(value);
    if (!type) throw refuse('This is no value', 'A list holds strings or numbers.');
    return { kind: 'literal', type, value };
  }

  function expectType(who: string, { type }: ConditionNode, accepted: readonly ValueType[], member = ''): void {
    // Of what is accepted, that of which the other operands are, if theirs is known.
    const fits = (one: ValueType) =>
      accepted.includes(one) && (!member || one === 'null' || mark(one) === mark(member));
    if (type === 'unknown' || fits(type)) return;
    throw refuse(`${who} takes ${accepted.filter(fits).join(' or ')} here, not ${type}`, 'Change the rule.');
  }

  function readTyped(input: unknown, type: FactType): ConditionNode {
    const node = readNode(input);
    expectType(type === 'boolean' ? 'A condition' : 'It', node, [type]);
    return node;
  }

  const scope: ReadingScope = {
    options,
    readFact,
    readsEvent: (name) => events.add(name),
    readCondition: (input) => readTyped(input, 'boolean'),
    within(at, types = ANY_FACT, read) {
      const outer = { way, steps };
      way = [at];
      steps = 0;
      properties = types;
      const result = read();
      ({ way, steps } = outer);
      properties = undefined;
      return result;
    },
  };

  return (input, type, at) => {
    way = [at];
    steps = 0;
    properties = undefined;
    room = MAX_VALUES;
    facts.clear();
    events.clear();
    const root = readTyped(input, type);
    return { at, facts: [...facts], events: [...events], root };
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

// The third letter tells types apart, and is the same for a list and its members: nuMber, stRing, boOlean. Null may stand beside
// anything.
const mark = (type: string): string => type.charAt(2);

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}
