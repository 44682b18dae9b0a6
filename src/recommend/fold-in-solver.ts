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
  const gram = terms === undefined ? new Float64Array() : lowerGram(itemFactors, items.length, d, terms.unobserved);
  return {
    itemFactors,
    equationsOf(history) {
      if (terms === undefined || history.length === 0) return undefined;
      const matrix = gram.slice();
      const factors = new Float64Array(d);
      for (const { index, weight } of history) {
        const row = itemFactors.subarray(index * d, (index + 1) * d);
        addOuter(matrix, row, terms.confidence(weight));
        const target = terms.target(weight);
        for (let f = 0; f < d; f++) factors[f]! += target * row[f]!;
      }
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
function lowerGram(rows: Float32Array, count: number, d: number, unobserved: number): Float64Array {
  const gram = new Float64Array(d * d);
  for (let row = 0; row < count; row++) addOuter(gram, rows.subarray(row * d, (row + 1) * d), 1);
  return gram.map((sum) => unobserved * sum);
}

/** Adds factor · y·yᵀ to a lower triangle. */
function addOuter(matrix: Float64Array, y: Float32Array, factor: number): void {
  const d = y.length;
  for (let f = 0; f < d; f++) {
    const own = factor * y[f]!;
    const at = f * d;
    for (let g = 0; g <= f; g++) matrix[at + g]! += own * y[g]!;
  }
}
