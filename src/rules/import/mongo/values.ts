import { isRecord, nearestName, pointerTo } from '../../../core/index.ts';
import { compare } from '../../compat/coercion.ts';
import { invalid } from '../../condition/refusal.ts';
import { compilePattern } from '../../pattern/pattern.ts';
import { groupValues, isOperators } from './groups.ts';
import { deeper, never, type ReadTest, type Scope, type Test } from './scope.ts';
import { versionText } from './version.ts';

const OPERATORS: ReadonlyMap<string, ReadTest> = /* @__PURE__ */ new Map(
  /* @__PURE__ */ Object.entries<ReadTest>({
    $eq: (expected) => (actual) => actual === expected,
    $ne: (expected) => (actual) => actual !== expected,
    $lt: ordering((a, b) => a < b),
    $lte: ordering((a, b) => a <= b),
    $gt: ordering((a, b) => a > b),
    $gte: ordering((a, b) => a >= b),
    $veq: versions((a, b) => a === b),
    $vne: versions((a, b) => a !== b),
    $vlt: versions((a, b) => a < b),
    $vlte: versions((a, b) => a <= b),
    $vgt: versions((a, b) => a > b),
    $vgte: versions((a, b) => a >= b),
    $in: listed((list) => (actual) => isIn(actual, list)),
    $nin: listed((list) => (actual) => !isIn(actual, list)),
    $ini: listed((list) => isInFolded(list)),
    $nini: listed((list) => not(isInFolded(list))),
    $inGroup: grouped(true),
    $notInGroup: grouped(false),
    $all: listed((list, at, scope) => allOf(list, at, scope, false)),
    $alli: listed((list, at, scope) => allOf(list, at, scope, true)),
    $regex: pattern('', true),
    $regexi: pattern('i', true),
    $notRegex: pattern('', false),
    $notRegexi: pattern('i', false),
    $exists: (expected) => (actual) => ((actual ?? null) !== null) === Boolean(expected),
    $type: (expected) => (actual) => typeOf(actual) === expected,
    $size(expected, at, scope) {
      const test = readValue(expected, at, scope);
      return (actual) => Array.isArray(actual) && test(actual.length);
    },
    $not: (expected, at, scope) => not(readValue(expected, at, scope)),
    $elemMatch: readElement,
  }),
);

/**
 * What a condition asks of the value at a path, as GrowthBook evaluates it: a text, number or boolean converts the value to its
 * type, a list or object is compared as JSON, and an object of operators asks each of them.
 *
 * @throws KindredError `invalid-rule`
 */
export function readValue(expected: unknown, at: string, outer: Scope, isFolded = false): Test {
  const scope = deeper(outer, at);
  if (typeof expected === 'string') return readText(expected, isFolded);
  if (typeof expected === 'number') return (actual) => Number(actual) === expected;
  if (typeof expected === 'boolean') return (actual) => actual !== null && Boolean(actual) === expected;
  if (expected === null) return (actual) => actual === null;
  if (!isOperators(expected)) {
    const json = JSON.stringify(expected);
    return (actual) => JSON.stringify(actual) === json;
  }
  const tests = Object.entries(expected).map(([name, asked]) => readOperator(name, asked, pointerTo(at, name), scope));
  return (actual) => tests.every((test) => test(actual));
}

function readOperator(name: string, asked: unknown, at: string, scope: Scope): Test {
  const read = OPERATORS.get(name);
  if (read) return read(asked, at, scope);
  const near = nearestName(name, [...OPERATORS.keys()]);
  return never(scope, at, `${name} is no operator, so this never holds${near ? `: is it ${near}?` : ''}`);
}

function readText(expected: string, isFolded: boolean): Test {
  const folded = expected.toLowerCase();
  return isFolded ? (actual) => String(actual).toLowerCase() === folded : (actual) => String(actual) === expected;
}

function readElement(expected: unknown, at: string, scope: Scope): Test {
  if (!isRecord(expected)) throw invalid('$elemMatch takes a condition', at, 'Write an object.');
  const test = isOperators(expected) ? readValue(expected, at, scope) : scope.readCondition(expected, at, scope);
  return (actual) => Array.isArray(actual) && actual.some((item) => (item ?? null) !== null && test(item));
}

function ordering(passes: (a: number | string, b: number | string) => boolean): ReadTest {
  const compares = compare(passes);
  return (expected) => (actual) => compares(actual, expected);
}

function versions(passes: (a: string, b: string) => boolean): ReadTest {
  return (expected) => {
    const version = versionText(expected);
    return (actual) => passes(versionText(actual), version);
  };
}

function listed(read: (list: readonly unknown[], at: string, scope: Scope) => Test): ReadTest {
  return (expected, at, scope) => {
    if (!Array.isArray(expected)) return never(scope, at, 'This is no list, so it never holds');
    return read(expected, at, deeper(scope, at, expected.length));
  };
}

function grouped(wanted: boolean): ReadTest {
  return (expected, at, scope) => {
    // In conditions that were imported, the values of the group stand in place of its name; or `false`, if it has none.
    const values = Array.isArray(expected) ? expected : expected === false ? undefined : groupValues(scope, expected);
    if (!values) return never(scope, at, `The group "${expected}" is no list, so this never holds`);
    deeper(scope, at, values.length);
    return (actual) => isIn(actual, values) === wanted;
  };
}

function allOf(list: readonly unknown[], at: string, scope: Scope, isFolded: boolean): Test {
  const tests = list.map((item, index) => readValue(item, pointerTo(at, index), scope, isFolded));
  return (actual) => Array.isArray(actual) && tests.every((test) => actual.some(test));
}

function pattern(flags: string, wanted: boolean): ReadTest {
  return (expected, at, scope) => {
    if (typeof expected !== 'string' || !isPattern(expected)) {
      return never(scope, at, 'This is no regular expression, so it never holds');
    }
    const matches = compilePattern(expected, flags, at);
    return (actual) => matches(String(actual)) === wanted;
  };
}

/** Whether JavaScript takes it as a regular expression. */
export function isPattern(source: string): boolean {
  try {
    return Boolean(new RegExp(source));
  } catch {
    return false;
  }
}

/** A list has one of its members among those expected, anything else is one of them. */
function isIn(actual: unknown, expected: readonly unknown[]): boolean {
  return Array.isArray(actual) ? actual.some((item) => expected.includes(item)) : expected.includes(actual);
}

function isInFolded(expected: readonly unknown[]): Test {
  const fold = (value: unknown) => (typeof value === 'string' ? value.toLowerCase() : value);
  const folded = expected.map(fold);
  // By identity: NaN is none of them.
  const has = (value: unknown) => folded.indexOf(fold(value)) >= 0;
  return (actual) => (Array.isArray(actual) ? actual.some(has) : has(actual));
}

function not(test: Test): Test {
  return (actual) => !test(actual);
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
