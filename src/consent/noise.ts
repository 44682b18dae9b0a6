import { KindredError, type Random } from '../core/index.ts';

/**
 * A whole number around 0 from the two-sided geometric distribution: P(z) = (1 − α) / (1 + α) · α^|z| with α = e^−ε. Added to a count
 * that one person changes by at most 1, it makes the count ε-differentially private, and no other noise of that kind is of more
 * use (Ghosh, Roughgarden & Sundararajan, "Universally utility-maximizing privacy mechanisms", STOC 2009).
 *
 * It is the difference of two geometric numbers. `random` has 32 bits: beyond about 22 / ε the tail is cut. Against
 * somebody who knows the seed noise does not protect: use a cryptographic source where that matters.
 *
 * @throws KindredError `invalid-options`
 * @example
 * ```ts
 * import { geometricNoise } from 'kindred/server';
 * import { seededRandom } from 'kindred/testing';
 *
 * const random = seededRandom(1);
 * const told = 42 + geometricNoise(random, { epsilon: 0.5 });
 * ```
 */
export function geometricNoise(random: Random, { epsilon }: NoiseOptions): number {
  if (!(epsilon > 0) || !Number.isFinite(epsilon)) {
    throw new KindredError('invalid-options', `epsilon: ${epsilon} is not a number above 0.`, { at: 'epsilon' });
  }
  return geometric(random, epsilon) - geometric(random, epsilon);
}

/** How much noise. */
export interface NoiseOptions {
  /** ε: the smaller, the more noise and the less one person can be told from the counts. Common are 0.1 to 1. */
  readonly epsilon: number;
}

/** P(k) = (1 − α) α^k for k = 0, 1, 2 …, by inversion: P(K ≥ k) = α^k = e^−εk. */
function geometric(random: Random, epsilon: number): number {
  return Math.floor(-Math.log(1 - random.next()) / epsilon);
}
