import { isRecord, KindredError, pointerTo } from '../../core/index.ts';
import { invalid, unknownName } from '../condition/facts.ts';
import { readNames, readPath } from './coercion.ts';
import type { Apply, EagerOperator, Logic, LogicOperators } from './logic.ts';
import { LOGIC_OPERATORS } from './operators.ts';

// As for strict conditions: how deep operators nest, and how many values there are.
const MAX_DEPTH = 64;
const MAX_VALUES = 20_000;

/** How many elements of lists one evaluation may go through, so that no rule hangs a page. */
export const MAX_VISITS = 100_000;

/** A part of a rule as a closure; with its value, if it is a constant. */
interface Part {
  readonly apply: Apply;
  readonly constant?: { readonly value: unknown };
}

/**
 * Checks a JsonLogic rule, and makes closures of it. As in json-logic-js, an object with one key is an operator, any other a
 * constant.
 *
 * @throws KindredError `invalid-rule` for an unknown operator, for what is not JSON, and for what is too deep or large
 */
export function parseLogic(input: unknown, at = '', operators: LogicOperators = LOGIC_OPERATORS): Logic {
  const reads = new Set<string>();
  let room = MAX_VALUES;
  let depth = 0;
  let visits = 0;
  // Whether the data are those of the rule, and not an element of a list.
  let isTop = true;

  function spend(values: number, at: string): void {
    room -= values;
    // What contains itself ends here too.
    if (room < 0 || depth > MAX_DEPTH) throw invalid('Too deep or large', at, 'Split the rule.');
  }

  function parse(value: unknown, at: string): Part {
    depth++;
    spend(1, at);
    const [name, ...others] = isRecord(value) ? Object.keys(value) : [];
    const part = Array.isArray(value)
      ? listOf(parseAll(value, at))
      : isRecord(value) && name !== undefined && !others.length
        ? parseOperation(name, value[name], at)
        : constantOf(copy(value, at));
    depth--;
    return part;
  }

  function parseAll(list: readonly unknown[], at: string, isOnList = false): readonly Part[] {
    // The length comes first: a list may claim a billion holes.
    spend(list.length, at);
    const wasTop = isTop;
    return Array.from(list, (item, index) => {
      isTop = wasTop && !(isOnList && index === 1);
      const part = parse(item, pointerTo(at, index));
      isTop = wasTop;
      return part;
    });
  }

  /** A constant; what is within it is no rule. */
  function copy(value: unknown, at: string): unknown {
    depth++;
    spend(1, at);
    const inner = (key: string | number, item: unknown) => copy(item, pointerTo(at, key));
    let result = value;
    if (Array.isArray(value)) {
      spend(value.length, at);
      result = Array.from(value, (item, index) => inner(index, item));
    } else if (isRecord(value) && Object.prototype.toString.call(value) === '[object Object]') {
      result = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inner(key, item)]));
    } else if (value !== null && !/^(string|boolean)$/.test(typeof value) && !Number.isFinite(value)) {
      throw invalid('This is no JSON', at, 'Write a value of JSON.');
    }
    depth--;
    return Object.freeze(result);
  }

  function parseOperation(name: string, argument: unknown, at: string): Part {
    const operator = operators.get(name);
    if (!operator) throw unknownName('operator', name, at, [...operators.keys()]);
    const inside = pointerTo(at, name);
    if ('read' in operator) {
      const { apply, reads: paths } = operator.read(argument, inside);
      noteReads(paths);
      return { apply };
    }
    const isLazy = 'compile' in operator;
    // `{ "!": x }` is short for `{ "!": [x] }`.
    const operands = Array.isArray(argument)
      ? parseAll(argument, inside, isLazy && operator.isOnList)
      : [parse(argument, inside)];
    if (name === 'var') noteReads(pathsOf(operands.slice(0, 1)));
    if (name.startsWith('missing')) noteReads(pathsOf(name === 'missing' ? operands : operands.slice(1)));
    const closures = operands.map(({ apply }) => apply);
    if (isLazy) return { apply: operator.compile(closures, visit) };
    return {
      apply: operator === readPath ? compileRead(operands[0]?.constant, closures) : compile(operator, closures),
    };
  }

  function noteReads(paths: readonly unknown[]): void {
    // A backslash is a sign in the paths of facts, and none here.
    if (isTop) for (const path of paths) reads.add(String(path ?? '').replaceAll('\\', '\\\\'));
  }

  function visit(logic: Apply | undefined, data: unknown): unknown {
    visits += 1;
    if (visits > MAX_VISITS) throw new RangeError('too many elements');
    return logic?.(data);
  }

  const { apply } = parse(input, at);
  return {
    reads,
    apply(data) {
      visits = 0;
      try {
        return apply(data);
      } catch (cause) {
        throw new KindredError('invalid-rule', `The rule cannot be applied to these data (${cause}).`, { at, cause });
      }
    },
  };
}

function constantOf(value: unknown): Part {
  return { apply: () => value, constant: { value } };
}

function listOf(parts: readonly Part[]): Part {
  const values = parts.flatMap(({ constant }) => (constant ? [constant.value] : []));
  if (values.length === parts.length) return constantOf(Object.freeze(values));
  return { apply: (data) => parts.map(({ apply }) => apply(data)) };
}

/** The paths that operands name; '' where they are computed, or there is none. */
function pathsOf(operands: readonly Part[]): readonly unknown[] {
  return operands.length ? operands.flatMap(({ constant }) => (constant ? constant.value : '')) : [''];
}

/** The most common numbers of operands make no list of their values. */
function compile(operator: EagerOperator, [a, b, ...others]: readonly Apply[]): Apply {
  if (!a) return operator;
  if (!b) return (data) => operator(data, a(data));
  if (!others.length) return (data) => operator(data, a(data), b(data));
  return (data) => operator(data, a(data), b(data), ...others.map((operand) => operand(data)));
}

/** `var`; a path that is a constant is divided once. */
function compileRead(path: Part['constant'], operands: readonly Apply[]): Apply {
  if (typeof path?.value !== 'string' || !path.value) return compile(readPath, operands);
  const names = path.value.split('.');
  const [, fallback] = operands;
  return (data) => readNames(data, names, fallback?.(data) ?? null);
}
