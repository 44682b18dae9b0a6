import type { EvaluationContext } from '../condition/context.ts';
import type { GuardedFact } from '../condition/facts.ts';
import type { Query } from '../operators/operator.ts';
import { isTruthy } from './coercion.ts';
import type { LogicOperators } from './logic.ts';

/** Unknown without the permissions, else whether a value counts as true; what cannot be computed does not hold. */
export function verdict(
  guards: readonly GuardedFact[],
  { allows }: EvaluationContext,
  value: () => unknown,
): boolean | undefined {
  if (guards.some(({ purpose, degree }) => !allows?.(purpose, degree))) return undefined;
  try {
    return isTruthy(value());
  } catch {
    return false;
  }
}

/** What the query of a condition of this dialect has besides its rule. */
export function membersOf({ guards, operators }: Query): {
  readonly guards: readonly GuardedFact[];
  readonly operators: LogicOperators | undefined;
} {
  return {
    guards: Array.isArray(guards) ? guards : [],
    operators: operators instanceof Map ? operators : undefined,
  };
}
