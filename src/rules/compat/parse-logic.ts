import { isRecord, KindredError, pointerTo } from '../../core/index.ts';
import { factReader, internalized } from '../condition/facts.ts';
import { invalid, unknownName } from '../condition/refusal.ts';
import { isReserved, readNames, readPath } from './coercion.ts';
import type { Apply, EagerOperator, Logic, LogicOperators, Part, WatchOperator } from './logic.ts';
import { LOGIC_OPERATORS } from './operators.ts';

// As for strict conditions: how deep operators nest, and how many values there are.
const MAX_DEPTH = 64;
const MAX_VALUES = 20_000;

/** How many elements of lists one evaluation may go through, so that no rule hangs a page. */
export const MAX_VISITS = 100_000;

/**
 * Checks a JsonLogic rule, and makes closures of it. As in json-logic-js, an object with one key is an operator, any other a
 * constant.
 *
 * `watch` may put a closure in the place of that of an operator.
 *
 * @throws KindredError `invalid-rule` for an unknown operator, for what is not JSON, and for what is too deep or large
 */
export function parseLogic(
  input: unknown,
  at = '',
  operators: LogicOperators = LOGIC_OPERATORS,
  watch: WatchOperator = (apply) => apply,
): Logic {
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

  /** `isConstant`: it is within a constant, where there are no operators. */
  function parse(value: unknown, at: string, isConstant = false): Part {
    depth++;
    spend(1, at);
    const [name, ...others] = isRecord(value) ? Object.keys(value) : [];
    const part = Array.isArray(value)
      ? listOf(parseAll(value, at, { isConstant }))
      : isRecord(value) && name !== undefined && !others.length && !isConstant
        ? parseOperation(name, value[name], at)
        : constantOf(isRecord(value) ? copyObject(value, at) : checkScalar(value, at));
    depth--;
    return part;
  }

  function parseAll(
    list: readonly unknown[],
    at: string,
    { isConstant = false, isOnList = false }: { readonly isConstant?: boolean; readonly isOnList?: boolean },
  ): readonly Part[] {
    // The length comes first: a list may claim a billion holes.
    spend(list.length, at);
    const wasTop = isTop;
    return Array.from(list, (item, index) => {
      isTop = wasTop && !(isOnList && index === 1);
      const part = parse(item, pointerTo(at, index), isConstant);
      isTop = wasTop;
      return part;
    });
  }

  function copyObject(value: Readonly<Record<string, unknown>>, at: string): unknown {
    // What has a class of its own is no JSON.
    if (Object.prototype.toString.call(value) !== '[object Object]') return checkScalar(undefined, at);
    const entries = Object.entries(value);
    return Object.freeze(
      Object.fromEntries(entries.map(([key, item]) => [key, parse(item, pointerTo(at, key), true).constant?.value])),
    );
  }

  function parseOperation(name: string, argument: unknown, at: string): Part {
    const operator = operators.get(name);
    if (!operator) throw unknownName('operator', name, at, [...operators.keys()]);
    const inside = pointerTo(at, name);
    if ('read' in operator) {
      const { apply, reads: paths } = operator.read(argument, inside);
      noteReads(paths);
      return { apply: watch(apply, name, at, isTop) };
    }
    const isLazy = 'compile' in operator;
    // `{ "!": x }` is short for `{ "!": [x] }`.
    const operands = Array.isArray(argument)
      ? parseAll(argument, inside, isLazy ? operator : {})
      : [parse(argument, inside)];
    if (name === 'var') noteReads(pathsOf(operands.slice(0, 1)));
    if (name.startsWith('missing')) noteReads(pathsOf(name === 'missing' ? operands : operands.slice(1)));
    const closures = operands.map(({ apply }) => apply);
    const apply = isLazy
      ? operator.compile(closures, visit)
      : operator === readPath
        ? compileRead(operands[0]?.constant, closures)
        : compile(operator, closures);
    return { apply: watch(apply, name, at, isTop, operands) };
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

function checkScalar(value: unknown, at: string): unknown {
  if (value === null || /^(string|boolean)$/.test(typeof value) || Number.isFinite(value)) return value;
  throw invalid('This is no JSON', at, 'Write a value of JSON.');
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

/** `var`; a path that is a constant is divided once, and mostly leads through objects to a value. */
function compileRead(path: Part['constant'], operands: readonly Apply[]): Apply {
  if (typeof path?.value !== 'string' || !path.value) return compile(readPath, operands);
  const names = path.value.split('.');
  const [, fallback] = operands;
  const otherwise = (data: unknown) => readNames(data, names, fallback?.(data) ?? null);
  if (names.some(isReserved)) return otherwise;
  const read = factReader(names.map(internalized), null);
  return (data) => (isRecord(data) ? read(data) : null) ?? otherwise(data);
}
