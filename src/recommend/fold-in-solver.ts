// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import { type AlsTerms, readObjective } from './als-objective.ts';
import { plainRows } from './byte-rows.ts';
import { decompose, solveDecomposed } from './cholesky.ts';
import type { FactorModel } from './model.ts';

/** An item of a history by its index, and what it counts. */
interface Entry {
  readonly index: number;
  readonly weight: number;
}

/** The normal equations of one person, decomposed. */
export interface PersonalEquations {
  /** What the weight of an entry comes to on the right-hand side. */
  target(weight: number): number;
  /** The person's factors. */
  readonly factors: Float64Array;
  /** A⁻¹·b, for explanations. */
  solve(b: Float64Array): Float64Array;
}

/** Solves for people who were not in the training. */
export interface FoldInSolver {
  /** items × factors, row-major, as floats. */
  readonly itemFactors: Float32Array;
  /** `undefined` where the equations have no single solution: without regularization. */
  equationsOf(history: readonly Entry[]): PersonalEquations | undefined;
}

/**
 * The half-step of alternating least squares for one person (Hu, Koren, Volinsky 2008), solved directly and in double precision. Time:
 * items · d² once, then for each person entries · d²/2 + d³/6 for d factors; memory d² each.
 */
export function createFoldInSolver(model: FactorModel): FoldInSolver {
  const { factors: d, items } = model;
  const itemFactors = plainRows(model.itemFactors, d, model.scale);
  const terms = readObjective(model.spec);
  const gram = terms === undefined ? new Float64Array() : lowerGram(itemFactors, d, terms.unobserved);
  return {
    itemFactors,
    equationsOf(history) {
      if (terms === undefined || history.length === 0) return undefined;
      const matrix = gram.slice();
      const factors = new Float64Array(d);
      const rows = new Float64Array(history.length * d);
      history.forEach(({ index, weight }, place) => {
        rows.set(itemFactors.subarray(index * d, (index + 1) * d), place * d);
        addTo(factors, terms.target(weight), rows, place * d);
      });
      addOuters(
        matrix,
        rows,
        Float64Array.from(history, ({ weight }) => terms.confidence(weight)),
        d,
      );
      const lambda = terms.regularization(history.length, items.length);
      for (let f = 0; f < d; f++) matrix[f * d + f]! += lambda;
      return solved(terms, matrix, factors);
    },
  };
}

function solved(terms: AlsTerms, matrix: Float64Array, factors: Float64Array): PersonalEquations | undefined {
  const d = factors.length;
  if (!decompose(matrix, d)) return undefined;
  solveDecomposed(matrix, d, factors);
  return {
    target: terms.target,
    factors,
    solve(b) {
      solveDecomposed(matrix, d, b);
      return b;
    },
  };
}

/** The lower triangle of unobserved · YᵀY. */
function lowerGram(itemFactors: Float32Array, d: number, unobserved: number): Float64Array {
  const gram = new Float64Array(d * d);
  const count = itemFactors.length / d;
  for (let from = 0; from < count; from += ROWS_AT_ONCE) {
    const rows = Float64Array.from(itemFactors.subarray(from * d, Math.min(count, from + ROWS_AT_ONCE) * d));
    addOuters(gram, rows, new Float64Array(rows.length / d).fill(unobserved), d);
  }
  return gram;
}

const ROWS_AT_ONCE = 64;

/** Adds Σ weight · y·yᵀ to a lower triangle: four rows at a time, in ascending order. */
function addOuters(matrix: Float64Array, rows: Float64Array, weights: Float64Array, d: number): void {
  let row = 0;
  for (; row + 3 < weights.length; row += 4) {
    const [a, b, c, e] = [row * d, (row + 1) * d, (row + 2) * d, (row + 3) * d];
    for (let f = 0; f < d; f++) {
      const [wa, wb] = [weights[row]! * rows[a + f]!, weights[row + 1]! * rows[b + f]!];
      const [wc, we] = [weights[row + 2]! * rows[c + f]!, weights[row + 3]! * rows[e + f]!];
      const at = f * d;
      for (let g = 0; g <= f; g++) {
        matrix[at + g] =
          matrix[at + g]! + wa * rows[a + g]! + wb * rows[b + g]! + wc * rows[c + g]! + we * rows[e + g]!;
      }
    }
  }
  for (; row < weights.length; row++) {
    for (let f = 0; f < d; f++) {
      const own = weights[row]! * rows[row * d + f]!;
      for (let g = 0; g <= f; g++) matrix[f * d + g]! += own * rows[row * d + g]!;
    }
  }
}

/** Adds factor · y, where `y` begins at a place of `rows`. */
function addTo(sum: Float64Array, factor: number, rows: Float64Array, at: number): void {
  for (let f = 0; f < sum.length; f++) sum[f]! += factor * rows[at + f]!;
}
