// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import { readObjective } from './als-objective.ts';
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
      const weights = new Float64Array(Math.ceil(history.length / 4) * 4);
      const rows = new Float64Array(weights.length * d);
      history.forEach(({ index, weight }, place) => {
        rows.set(itemFactors.subarray(index * d, (index + 1) * d), place * d);
        const target = terms.target(weight);
        for (let f = 0; f < d; f++) factors[f]! += target * rows[place * d + f]!;
        weights[place] = terms.confidence(weight);
      });
      addOuters(matrix, rows, weights, d);
      const lambda = terms.regularization(history.length, items.length);
      for (let f = 0; f < d; f++) matrix[f * d + f]! += lambda;
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
    },
  };
}

/** The lower triangle of unobserved · YᵀY. */
function lowerGram(itemFactors: Float32Array, d: number, unobserved: number): Float64Array {
  const gram = new Float64Array(d * d);
  const length = ROWS_AT_ONCE * d;
  for (let at = 0; at < itemFactors.length; at += length) {
    const rows = new Float64Array(length);
    rows.set(itemFactors.subarray(at, at + length));
    addOuters(gram, rows, new Float64Array(ROWS_AT_ONCE).fill(unobserved), d);
  }
  return gram;
}

const ROWS_AT_ONCE = 64;

/** Adds Σ weight · y·yᵀ to a lower triangle: four rows at a time, in ascending order; rows of zeros make the last four full. */
function addOuters(matrix: Float64Array, rows: Float64Array, weights: Float64Array, d: number): void {
  for (let row = 0; row < weights.length; row += 4) {
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
}
