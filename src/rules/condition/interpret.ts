import { isRecord } from '../../core/index.ts';
import { PLAIN_COMPAT } from '../compat/plain-compat.ts';
import { byName } from '../operators/by-name.ts';
import { PLAIN_HISTORY } from '../operators/plain-history.ts';
import { PLAIN_MOMENT } from '../operators/plain-moment.ts';
import { PLAIN_STANDING } from '../operators/plain-standing.ts';
import { compilePattern } from '../pattern/pattern.ts';
import type { Condition, ConditionNode, FactNode, OperationNode, QueryNode } from './condition.ts';
import { type EvaluationContext, NO_CONTEXT } from './context.ts';
import type { Facts } from './facts.ts';

/** The value of a node on some facts. */
export type Interpret = (node: ConditionNode, facts: Facts, context: EvaluationContext) => unknown;

/** The value of a query operator, in the plainest way that there is. */
export type InterpretQuery = (node: QueryNode, facts: Facts, context: EvaluationContext, value: Interpret) => unknown;

// The plain forms of the query operators, by name.
const QUERIES: ReadonlyMap<string, InterpretQuery> = /* @__PURE__ */ byName<InterpretQuery>(
  PLAIN_COMPAT,
  PLAIN_HISTORY,
  PLAIN_STANDING,
  PLAIN_MOMENT,
);

/**
 * Whether a condition holds, found by walking through it: the oracle for {@link compileCondition}, which shares no code with
 * it. Use this where a condition is evaluated once, and the compiled form where it is evaluated often.
 *
 * @example
 * ```ts
 * import { evaluateCondition, parseCondition } from 'kindred/rules';
 *
 * const condition = parseCondition({ in: ['tea', { var: 'interests' }] });
 * console.log(evaluateCondition(condition, { interests: ['tea', 'books'] })); // true
 * ```
 */
export function evaluateCondition(
  condition: Condition,
  facts: Facts,
  context: EvaluationContext = NO_CONTEXT,
): boolean {
  return valueIn(condition.root, facts, context) === true;
}

function valueIn(node: ConditionNode, facts: Facts, context: EvaluationContext): unknown {
  switch (node.kind) {
    case 'literal':
      return node.value;
    case 'fact':
      return readFact(node, facts, context);
    case 'operation':
      return apply(
        node,
        node.operands.map((operand) => valueIn(operand, facts, context)),
      );
    default:
      return QUERIES.get(node.name)?.(node, facts, context, valueIn);
  }
}

function readFact({ path, fallback, guard }: FactNode, facts: Facts, { allows }: EvaluationContext): unknown {
  if (guard && !allows?.(guard.purpose, guard.degree)) return undefined;
  let value: unknown = facts;
  for (const name of path) {
    const members = isRecord(value) ? Object.getOwnPropertyDescriptor(value, name) : undefined;
    value = members && isRecord(value) ? Reflect.get(value, name) : null;
  }
  return value ?? fallback;
}

function apply({ name, operator }: OperationNode, values: readonly unknown[]): unknown {
  if (operator.takes[0] === 'boolean') return join(name, values);
  if (values.includes(undefined)) return undefined;
  const [a, b, c] = values;
  switch (name) {
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
    case 'matches':
      return typeof a === 'string' && compilePattern(String(b), String(c ?? ''))(a);
    default:
      return calculate(name, values);
  }
}

function join(name: string, values: readonly unknown[]): boolean | undefined {
  const isFalse = (value: unknown) => value !== true && value !== undefined;
  if (name === '!') return values[0] === undefined ? undefined : values[0] !== true;
  if (name === 'and' ? values.some(isFalse) : values.includes(true)) return name === 'or';
  return values.includes(undefined) ? undefined : name === 'and';
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

const CALCULATIONS: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  min: (a, b) => Math.min(a, b),
  max: (a, b) => Math.max(a, b),
};

function calculate(name: string, values: readonly unknown[]): number | null {
  const numbers = values.filter((value) => typeof value === 'number');
  if (numbers.length < values.length) return null;
  const [first = 0, ...others] = numbers;
  let result = name === '-' && others.length === 0 ? -first : first;
  for (const other of others) {
    result = CALCULATIONS[name]?.(result, other) ?? Number.NaN;
    if (!Number.isFinite(result)) return null;
  }
  return Number.isFinite(result) ? result : null;
}
