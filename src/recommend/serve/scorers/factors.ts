// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import { createFoldInSolver, type PersonalEquations } from '../../fold-in-solver.ts';
import type { FactorModel } from '../../model.ts';
import { touchScored } from './scoreboard.ts';
import { type HistoryEntry, type Scorer, sharesOf } from './scorer.ts';

/**
 * Scores by the product of the item's factors with those of the person, which are solved from the history, known person or not. A score is
 *
 *     s_j = y_jᵀ·A⁻¹·Σ target_i·y_i
 *
 * and so a sum over the history (Hu, Koren, Volinsky 2008, section 5). Time: one fold-in and items × factors.
 */
export function createFactorScorer(model: FactorModel): Scorer {
  const { factors: d, items } = model;
  const solver = createFoldInSolver(model);
  const { itemFactors } = solver;
  // A list is explained item by item, with the same history.
  let last:
    | { readonly history: readonly HistoryEntry[]; readonly equations: PersonalEquations | undefined }
    | undefined;
  const equationsOf = (history: readonly HistoryEntry[]) => {
    if (last?.history !== history) last = { history, equations: solver.equationsOf(history) };
    return last.equations;
  };
  return {
    score(history, { score, touched }) {
      const person = equationsOf(history)?.factors;
      if (person === undefined) return 0;
      for (let item = 0; item < items.length; item++) score[item] = dot(itemFactors, item * d, person);
      return touchScored(score, touched);
    },
    shares(history, candidates, _query, from) {
      const equations = equationsOf(history);
      const shareOf = (candidate: number) => {
        const own = Float64Array.from(itemFactors.subarray(candidate * d, (candidate + 1) * d));
        const reach = candidate < 0 ? undefined : equations?.solve(own);
        return ({ index, weight }: HistoryEntry) =>
          equations && reach ? equations.target(weight) * dot(itemFactors, index * d, reach) : 0;
      };
      return sharesOf(history, candidates, shareOf, from);
    },
  };
}

/** Four sums side by side, in an order that is always the same. */
function dot(rows: Float32Array, at: number, other: Float64Array): number {
  const d = other.length;
  let a = 0;
  let b = 0;
  let c = 0;
  let e = 0;
  let f = 0;
  for (; f + 3 < d; f += 4) {
    a += rows[at + f]! * other[f]!;
    b += rows[at + f + 1]! * other[f + 1]!;
    c += rows[at + f + 2]! * other[f + 2]!;
    e += rows[at + f + 3]! * other[f + 3]!;
  }
  for (; f < d; f++) a += rows[at + f]! * other[f]!;
  return a + b + (c + e);
}
