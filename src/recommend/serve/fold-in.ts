import { createFoldInSolver } from '../fold-in-solver.ts';
import type { FactorModel } from '../model.ts';
import { placesOf, readHistory } from './history.ts';
import type { HistoryItem } from './query.ts';

/**
 * All that somebody had. Factors describe a whole person: solved from the last few items alone they describe somebody else, and
 * every item that is left out counts as a weak no. So whoever folds in states that nothing is missing.
 */
export interface FullHistory {
  readonly complete: true;
  readonly items: readonly (string | HistoryItem)[];
}

/**
 * The factors of a person who was not in the training, solved from what they had; all zero where the model knows none of it. Time: for
 * d factors, items · d² on the first call for a model, then entries · d² + d³.
 *
 * @example
 * ```ts
 * import { type FactorModel, foldIn } from 'kindred/recommend';
 *
 * export function factorsOf(model: FactorModel, bought: readonly string[]): Float32Array {
 *   return foldIn(model, { complete: true, items: bought });
 * }
 * ```
 */
export function foldIn(model: FactorModel, history: FullHistory): Float32Array {
  const { solver, places } = servingOf(model);
  const { entries } = readHistory(undefined, { items: history.items }, places);
  const factors = solver.equationsOf(entries)?.factors;
  return factors === undefined ? new Float32Array(model.factors) : Float32Array.from(factors);
}

interface Serving {
  readonly solver: ReturnType<typeof createFoldInSolver>;
  readonly places: ReadonlyMap<string, number>;
}

/** What is worked out once for each model, as long as somebody holds it. */
const servings = new WeakMap<FactorModel, Serving>();

function servingOf(model: FactorModel): Serving {
  const known = servings.get(model);
  if (known !== undefined) return known;
  const made = { solver: createFoldInSolver(model), places: placesOf(model.items) };
  servings.set(model, made);
  return made;
}
