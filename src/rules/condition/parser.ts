import { deepFreeze, isRecord, type KindredError, pointerTo } from '../../core/index.ts';
import { BASIC_OPERATORS, type Operators } from '../operators/basic-operators.ts';
import type { OperandOperator, ReadingScope } from '../operators/operator.ts';
import type { Condition, ConditionNode, FactNode, LiteralNode, ValueType } from './condition.ts';
import type { FactType, FactTypes } from './facts.ts';
import { ANY_FACT, parseFact } from './parse-fact.ts';
import { invalid, listKnown, type Suggest } from './refusal.ts';

// How deep nodes nest, and how many there are, members of lists included.
const MAX_DEPTH = 64;
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
export function createParser({
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
  // Where what is read now stands: a pointer, and the names and places that lead on from there. They are joined for errors only.
  let way: (string | number)[] = [];
  let room = 0;
  let depth = 0;

  const here = (): string => `${way.reduce((at, key) => pointerTo(`${at}`, key))}`;
  const refuse = (problem: string, remedy: string): KindredError => invalid(problem, here(), remedy);

  // In one piece, as engines compile what is called this often, and each piece with the others in it.
  function parseNode(value: unknown): ConditionNode {
    room -= isList(value) ? value.length : 1;
    // What contains itself ends here too.
    if (room < 0 || ++depth > MAX_DEPTH) throw refuse('Too deep or large', 'Split the rule.');
    let node: ConditionNode;
    if (isRecord(value)) {
      const name = Object.keys(value).join('", "');
      const argument = value[name];
      // `{ "!": x }` is short for `{ "!": [x] }`.
      const isShort = !isList(argument);
      const list = isShort ? [argument] : argument;
      const operator = operators.get(name);
      if (name === 'var') {
        way.push(name);
        node = parseVar(list);
      } else if (!operator) {
        throw refuse(`Unknown operator "${name}"`, suggest(name, [...operators.keys(), 'var']));
      } else if ('read' in operator) {
        // They ask about the person, and an event has only properties.
        if (properties) throw refuse(`"${name}" is nothing to ask of an event`, 'Ask it beside.');
        const at = here();
        way.push(name);
        const { query, parts = [], type = 'boolean' } = operator.read(argument, here(), scope);
        const written = structuredClone(value);
        node = deepFreeze({ kind: 'query', at, type, name, operator, written, query, parts });
      } else {
        way.push(name);
        checkCount(name, list, operator.arity);
        const { takes, takesNext = takes, gives: type = 'boolean', check } = operator;
        const operands = new Array<ConditionNode>(list.length);
        let member = '';
        // Counted, as holes must be found too.
        for (let index = 0; index < list.length; index++) {
          if (!isShort) way.push(index);
          const operand = parseNode(list[index]);
          const accepted = index ? takesNext : takes;
          if (!fits(operand.type, accepted, member)) expectType(`"${name}"`, operand, accepted, member);
          if (!NO_TYPE.includes(mark(operand.type))) member = mark(operand.type);
          operands[index] = operand;
          if (!isShort) way.pop();
        }
        check?.(operands, here());
        node = Object.freeze({ kind: 'operation', type, name, operator, operands: Object.freeze(operands), isShort });
      }
      way.pop();
    } else node = parseLiteral(value);
    depth--;
    return node;
  }

  function checkCount(name: string, { length }: readonly unknown[], arity: OperandOperator['arity']): void {
    if (length >= arity[0] && length <= arity[1]) return;
    throw refuse(`"${name}" has ${length} operands`, `It takes ${[...new Set(arity)].join(' to ')}.`);
  }

  function parseVar(list: readonly unknown[]): ConditionNode {
    checkCount('var', list, [1, 2]);
    const fact = readFact(list[0]);
    const { type } = fact;
    if (list.length < 2) return fact;
    const literal = parseLiteral(list[1] ?? null);
    if (type !== 'unknown') expectType('A default', literal, [type, 'null']);
    return Object.freeze({ ...fact, fallback: literal.value });
  }

  function readFact(name: unknown): FactNode {
    if (properties) return parseFact(name, here(), properties, suggest);
    const fact = known.get(name) ?? parseFact(name, here(), options.facts, suggest);
    known.set(name, fact);
    facts.add(fact.name);
    return fact;
  }

  function parseLiteral(input: unknown): LiteralNode {
    // Copied, as it will be frozen; and spreading fills holes, which `every` would leave out.
    const value = isList(input) ? Object.freeze([...input]) : input;
    const type = isList(value) ? listType(value) : literalType(value);
    if (!type) throw refuse('This is no value', 'A list holds strings or numbers.');
    return Object.freeze({ kind: 'literal', type, value });
  }

  function expectType(who: string, { type }: ConditionNode, accepted: readonly ValueType[], member = ''): void {
    if (fits(type, accepted, member)) return;
    const right = accepted.filter((one) => fits(one, accepted, member));
    throw refuse(`${who} takes ${right.join(' or ')} here, not ${type}`, 'Change the rule.');
  }

  function parseTyped(input: unknown, type: FactType): ConditionNode {
    const node = parseNode(input);
    expectType(type === 'boolean' ? 'A condition' : 'It', node, [type]);
    return node;
  }

  const scope: ReadingScope = {
    options,
    readFact,
    readsEvent: (name) => events.add(name),
    readCondition: (input) => parseTyped(input, 'boolean'),
    within(at, types = ANY_FACT, read) {
      const outer = way;
      way = [at];
      properties = types;
      const result = read();
      way = outer;
      properties = undefined;
      return result;
    },
  };

  return (input, type, at) => {
    way = [at];
    properties = undefined;
    room = MAX_VALUES;
    depth = 0;
    facts.clear();
    events.clear();
    const root = parseTyped(input, type);
    return Object.freeze({
      at,
      facts: Object.freeze([...facts]),
      events: Object.freeze([...events]),
      root,
    });
  };
}

function listType(list: readonly unknown[]): ValueType | undefined {
  const type = literalType(list[0]);
  return type && list.every((member) => literalType(member) === type) ? `${type}s` : undefined;
}

function literalType(value: unknown): 'number' | 'string' | 'boolean' | 'null' | undefined {
  if (value === null) return 'null';
  if (typeof value === 'number' && Number.isFinite(value)) return 'number';
  if (typeof value === 'string') return 'string';
  return typeof value === 'boolean' ? 'boolean' : undefined;
}

// The third letter tells types apart, and is the same for a list and its members: nuMber, stRing, boOlean. Null may stand beside
// anything, and what is unknown as well: nuLl, unKnown.
const NO_TYPE = 'lk';
const mark = (type: ValueType): string => type.charAt(2);

/** Whether a type that is known is accepted, and the same as that of the other operands, if theirs is known. */
function fits(type: ValueType, accepted: readonly ValueType[], member = ''): boolean {
  return type === 'unknown' || (accepted.includes(type) && (!member || type === 'null' || mark(type) === member));
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}
