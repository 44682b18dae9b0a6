import type { Interactions } from '../../index.ts';
import { powerOf } from '../../portable-math.ts';
import type { Weights } from '../model-base.ts';

export function ones(length: number): Float64Array<ArrayBuffer> {
  return new Float64Array(length).fill(1);
}

/** v, the weights to a power; nothing where each pair counts once. */
export function givenValues(
  { weight }: Interactions,
  weights: Weights,
  exponent: number,
): { readonly values?: Float64Array } {
  return weights === 'given'
    ? { values: exponent === 1 ? Float64Array.from(weight) : Float64Array.from(weight, (w) => powerOf(w, exponent)) }
    : {};
}

/** One step. A sum of whole steps is exact as long as it stays below 2^17 = 131,072. */
const STEP: number = 2 ** -36;

/**
 * Rounds a factor to whole steps, and to at least one. Sums of steps come out the same in any order, and taking a step away again
 * leaves no trace, which is what makes exact unlearning possible. A factor of 0.001 moves by less than a part in 10^8.
 */
export function toSteps(factor: number): number {
  return Math.max(1, Math.round(factor / STEP)) * STEP;
}
