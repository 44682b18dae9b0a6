import type { ConditionNode } from './condition.ts';
import type { Evaluate } from './facts.ts';
import { nothing, type Operator } from './operator.ts';

type CompareToNumber = (read: Evaluate, limit: number) => Evaluate;

interface Ordering {
  /** Whether the order of two values (-1, 0, 1; NaN where there is none) satisfies the operator. */
  readonly passes: (order: number) => boolean;
  /** `operand op limit`, and `limit op operand`. */
  readonly against: CompareToNumber;
  readonly mirrored: CompareToNumber;
  readonly most: 2 | 3;
  /** What an operand needs to be towards the one before it, and the one after it. */
  readonly words: readonly [before: string, after: string];
  readonly alias: readonly string[];
}

// One literal closure for each operator and not one shared by all, so that the engine can inline the comparison.
const less: CompareToNumber = (read, limit) => (facts) => {
  const value = read(facts);
  return typeof value === 'number' && value < limit;
};
const atMost: CompareToNumber = (read, limit) => (facts) => {
  const value = read(facts);
  return typeof value === 'number' && value <= limit;
};
const more: CompareToNumber = (read, limit) => (facts) => {
  const value = read(facts);
  return typeof value === 'number' && value > limit;
};
const atLeast: CompareToNumber = (read, limit) => (facts) => {
  const value = read(facts);
  return typeof value === 'number' && value >= limit;
};

/** Equality and order. Values of different types are never equal, and have no order. */
export const COMPARISON: Readonly<Record<string, Operator>> = {
  '==': equality(true, ['eq', 'equal', 'equals', 'is', '=']),
  '===': equality(true, []),
  '!=': equality(false, ['ne', 'neq', 'not_equal', 'notEquals', '<>']),
  '!==': equality(false, []),
  '<': ordering({
    passes: (order) => order < 0,
    against: less,
    mirrored: more,
    most: 3,
    words: ['more than', 'less than'],
    alias: ['lt', 'less', 'lessThan'],
  }),
  '<=': ordering({
    passes: (order) => order <= 0,
    against: atMost,
    mirrored: atLeast,
    most: 3,
    words: ['at least', 'at most'],
    alias: ['lte', 'between', '=<'],
  }),
  '>': ordering({
    passes: (order) => order > 0,
    against: more,
    mirrored: less,
    most: 2,
    words: ['less than', 'more than'],
    alias: ['gt', 'greater', 'greaterThan'],
  }),
  '>=': ordering({
    passes: (order) => order >= 0,
    against: atLeast,
    mirrored: atMost,
    most: 2,
    words: ['at most', 'at least'],
    alias: ['gte', '=>'],
  }),
};

function equality(wanted: boolean, alias: readonly string[]): Operator {
  return {
    arity: [2, 2],
    takes: [['number', 'string', 'boolean', 'null']],
    alike: true,
    gives: 'boolean',
    alias,
    apply: ([a, b]) => isSame(a, b) === wanted,
    compile([a = nothing, b = nothing], [left, right]) {
      if (right?.kind === 'literal') return isConstant(a, right.value, wanted);
      if (left?.kind === 'literal') return isConstant(b, left.value, wanted);
      return (facts) => isSame(a(facts), b(facts)) === wanted;
    },
    need: (before, after) => `${wanted ? '' : 'other than '}${before[0] ?? after[0]}`,
  };
}

function ordering({ passes, against, mirrored, most, words, alias }: Ordering): Operator {
  const [beforeWord, afterWord] = words;
  return {
    arity: [2, most],
    takes: [['number', 'string']],
    alike: true,
    gives: 'boolean',
    alias,
    apply: (values) => values.every((value, index) => index === 0 || passes(orderOf(values[index - 1], value))),
    compile([a = nothing, b = nothing, c], [left, right]) {
      if (c) return between(passes, a, b, c);
      const limit = numberOf(right);
      if (limit !== undefined) return against(a, limit);
      const start = numberOf(left);
      if (start !== undefined) return mirrored(b, start);
      return (facts) => passes(orderOf(a(facts), b(facts)));
    },
    need: (before, after) =>
      [before.length ? `${beforeWord} ${before.at(-1)}` : '', after.length ? `${afterWord} ${after[0]}` : '']
        .filter(Boolean)
        .join(' and '),
  };
}

function isConstant(read: Evaluate, constant: unknown, wanted: boolean): Evaluate {
  return wanted ? (facts) => read(facts) === constant : (facts) => read(facts) !== constant;
}

function between(passes: Ordering['passes'], a: Evaluate, b: Evaluate, c: Evaluate): Evaluate {
  return (facts) => {
    const middle = b(facts);
    return passes(orderOf(a(facts), middle)) && passes(orderOf(middle, c(facts)));
  };
}

function numberOf(node: ConditionNode | undefined): number | undefined {
  return node?.kind === 'literal' && typeof node.value === 'number' ? node.value : undefined;
}

// Lists and objects equal nothing, not even themselves: rules compare values, not identities.
function isSame(a: unknown, b: unknown): boolean {
  return a === b && (typeof a !== 'object' || a === null);
}

// Strings by UTF-16 code units, so that ISO 8601 dates are in order of time.
function orderOf(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return rank(a, b);
  if (typeof a === 'string' && typeof b === 'string') return rank(a, b);
  return Number.NaN;
}

function rank<Value extends number | string>(a: Value, b: Value): number {
  if (a < b) return -1;
  if (a > b) return 1;
  return a === b ? 0 : Number.NaN;
}
