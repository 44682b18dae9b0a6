import type { ModelSpec } from './model.ts';

/**
 * What alternating least squares minimise. All of them solve, for one row, with `Y` the factors of the other side and `v` the
 * weights of the row's entries,
 *
 *     (unobserved · YᵀY + Σ confidence(v) · y yᵀ + regularization(n) · I) x = Σ target(v) · y
 *
 * | objective | unobserved | confidence | target | regularization, for a row of n entries |
 * |---|---|---|---|---|
 * | `rendle`: Rendle, Krichene, Zhang, Koren 2021, "Revisiting the performance of iALS" | α₀ | v | v | λ (n + α₀·others)^ν |
 * | `hu`: Hu, Koren, Volinsky 2008, with c = 1 + αv | 1 | αv | 1 + αv | λ |
 * | `implicit`: the library of that name, with c = αv | 1 | αv − 1 | αv | λ |
 * | `spark`: ALS of Apache Spark with implicit preferences, c = 1 + αv | 1 | αv | 1 + αv | λ n |
 */
export const ALS_OBJECTIVES = ['rendle', 'hu', 'implicit', 'spark'] as const;

/** One of {@link ALS_OBJECTIVES}. */
export type AlsObjective = (typeof ALS_OBJECTIVES)[number];

/** An objective with its numbers filled in. */
export interface AlsTerms {
  /** How much every pair counts, observed or not. */
  readonly unobserved: number;
  /** What an observed pair counts in addition; below zero for `implicit` with a small α. */
  confidence(weight: number): number;
  target(weight: number): number;
  /** For a row with `entries` entries among `others`. */
  regularization(entries: number, others: number): number;
}

/** What a spec says about the objective; `undefined` where it says nothing, or nothing that can be solved. */
export function readObjective(spec: ModelSpec): AlsTerms | undefined {
  const { objective, alpha, regularization, unobservedWeight = 1, regularizationExponent = 0 } = spec;
  const numbers = [alpha, regularization, unobservedWeight, regularizationExponent];
  if (!numbers.every((number) => Number.isFinite(number) && Number(number) >= 0)) return undefined;
  return termsOf(
    objective,
    Number(alpha),
    Number(regularization),
    Number(unobservedWeight),
    Number(regularizationExponent),
  );
}

function termsOf(
  objective: unknown,
  alpha: number,
  lambda: number,
  unobserved: number,
  exponent: number,
): AlsTerms | undefined {
  switch (objective) {
    case 'rendle':
      return {
        unobserved,
        confidence: (weight) => alpha * weight,
        target: (weight) => alpha * weight,
        regularization: (entries, others) => lambda * power(entries + unobserved * others, exponent),
      };
    case 'hu':
    case 'spark':
      return {
        unobserved: 1,
        confidence: (weight) => alpha * weight,
        target: (weight) => 1 + alpha * weight,
        regularization: (entries) => (objective === 'hu' ? lambda : lambda * entries),
      };
    case 'implicit':
      return {
        unobserved: 1,
        confidence: (weight) => alpha * weight - 1,
        target: (weight) => alpha * weight,
        regularization: () => lambda,
      };
    default:
      return undefined;
  }
}

/** The usual exponents without `pow`, whose last bit is the platform's own. */
function power(base: number, exponent: number): number {
  if (exponent === 0) return 1;
  if (exponent === 1) return base;
  return exponent === 0.5 ? Math.sqrt(base) : base ** exponent;
}
