import type { EvaluationContext } from '../condition/context.ts';
import type { GuardedFact } from '../condition/facts.ts';
import { isTruthy } from './coercion.ts';

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
