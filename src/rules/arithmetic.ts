import type { Evaluate } from './facts.ts';
import { nothing, type Operator } from './operator.ts';

type Calculate = (a: number, b: number) => number;

const MANY = Number.POSITIVE_INFINITY;

/**
 * Arithmetic on numbers. A result that is not a finite number (an operand is missing or no number, a division by zero, an
 * overflow) is missing, like a fact that is not there.
 */
export const ARITHMETIC: Readonly<Record<string, Operator>> = {
  '+': calculation((a, b) => a + b, [1, MANY], 0, ['plus', 'add', 'sum']),
  '-': calculation((a, b) => a - b, [1, 2], 0, ['minus', 'subtract']),
  '*': calculation((a, b) => a * b, [1, MANY], 1, ['times', 'multiply']),
  '/': calculation((a, b) => a / b, [2, 2], 1, ['divide', 'div']),
  '%': calculation((a, b) => a % b, [2, 2], 1, ['mod', 'modulo']),
  min: calculation((a, b) => Math.min(a, b), [1, MANY], MANY, ['minimum', 'least']),
  max: calculation((a, b) => Math.max(a, b), [1, MANY], -MANY, ['maximum', 'most']),
};

/** `start` is what a single operand is combined with. */
function calculation(
  calculate: Calculate,
  arity: readonly [number, number],
  start: number,
  alias: readonly string[],
): Operator {
  const step = (a: unknown, b: unknown) => finite(a, b, calculate);
  return {
    arity,
    takes: [['number']],
    gives: 'number',
    alias,
    apply: ([first, ...others]) => (others.length ? others.reduce(step, first) : step(start, first)),
    compile([first = nothing, ...others]) {
      if (others.length === 0) return (facts) => step(start, first(facts));
      return others.reduce<Evaluate>((sum, operand) => (facts) => step(sum(facts), operand(facts)), first);
    },
  };
}

function finite(a: unknown, b: unknown, calculate: Calculate): number | null {
  if (typeof a !== 'number' || typeof b !== 'number') return null;
  const result = calculate(a, b);
  return Number.isFinite(result) ? result : null;
}
