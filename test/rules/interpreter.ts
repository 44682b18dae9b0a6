import type { Facts, Json } from '../../src/rules/index.ts';

/**
 * The plain twin of the compiled conditions: reads the JSON itself, by the words of src/rules/README.md, one operator after the
 * other. Takes only what `parseCondition` accepts.
 */
export function holds(rule: Json, facts: Facts): boolean {
  return valueIn(rule, facts) === true;
}

function valueIn(rule: Json, facts: Facts): unknown {
  if (typeof rule !== 'object' || rule === null || Array.isArray(rule)) return rule;
  const [[name, argument] = ['', null]] = Object.entries(rule);
  const operands: readonly Json[] = Array.isArray(argument) ? argument : [argument];
  if (name === 'var') return factOf(operands, facts);
  const values = operands.map((operand) => valueIn(operand, facts));
  const [a, b, c] = values;
  switch (name) {
    case 'and':
      return values.every((value) => value === true);
    case 'or':
      return values.some((value) => value === true);
    case '!':
      return a !== true;
    case '==':
    case '===':
      return isEqual(a, b);
    case '!=':
    case '!==':
      return !isEqual(a, b);
    case '<':
      return isLess(a, b) && (values.length < 3 || isLess(b, c));
    case '<=':
      return isAtMost(a, b) && (values.length < 3 || isAtMost(b, c));
    case '>':
      return isLess(b, a);
    case '>=':
      return isAtMost(b, a);
    case 'in':
      return isIn(a, b);
    default:
      return calculate(name, values);
  }
}

function factOf([path, fallback = null]: readonly Json[], facts: Facts): unknown {
  let value: unknown = facts;
  for (const name of String(path).split('.')) {
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    const members: Map<string, unknown> = new Map(isObject && value ? Object.entries(value) : []);
    value = members.get(name) ?? null;
  }
  return value === null ? fallback : value;
}

function isEqual(a: unknown, b: unknown): boolean {
  if (a === null || b === null) return a === null && b === null;
  return typeof a === typeof b && typeof a !== 'object' && a === b;
}

function isLess(a: unknown, b: unknown): boolean {
  if (typeof a === 'number' && typeof b === 'number') return a < b;
  return typeof a === 'string' && typeof b === 'string' && a < b;
}

function isAtMost(a: unknown, b: unknown): boolean {
  return isLess(a, b) || ((typeof a === 'number' || typeof a === 'string') && isEqual(a, b));
}

function isIn(needle: unknown, haystack: unknown): boolean {
  if (Array.isArray(haystack)) return needle !== null && haystack.some((item) => isEqual(item, needle));
  return typeof haystack === 'string' && typeof needle === 'string' && haystack.indexOf(needle) !== -1;
}

function calculate(name: string, values: readonly unknown[]): number | null {
  const numbers = values.filter((value) => typeof value === 'number');
  if (numbers.length < values.length) return null;
  const [first = 0, ...others] = numbers;
  let result = first;
  if (name === '-' && others.length === 0) result = -first;
  for (const other of others) {
    if (name === '+') result += other;
    else if (name === '-') result -= other;
    else if (name === '*') result *= other;
    else if (name === '/') result /= other;
    else if (name === '%') result %= other;
    else if (name === 'min') result = Math.min(result, other);
    else if (name === 'max') result = Math.max(result, other);
    else throw new Error(`no operator ${name}`);
    if (!Number.isFinite(result)) return null;
  }
  return Number.isFinite(result) ? result : null;
}
