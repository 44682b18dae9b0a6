import { type PackOptions, readPacked } from '../artifact/packed.ts';
import type { Model } from '../model.ts';
import { type Arrange, arrangeByScore, RULES } from './list.ts';
import type { RecommendQuery } from './query.ts';
import { createNeighbourScorer } from './scorers/neighbours.ts';
import type { Scorer } from './scorers/scorer.ts';
import { type Recommender, type RecommenderOptions, serveScorer } from './serve-scorer.ts';

/** A recommender that loads its code as it is needed. */
export interface LoadedRecommender extends Recommender {
  /**
   * Loads what the query needs besides scores: the code for boosts, pins, caps, diversity and calibration. Until then a list names them in
   * `ignored`.
   */
  prepare(query: RecommendQuery): Promise<void>;
}

/**
 * Serves a packed model in a page, or one that was loaded in another way (see `openSlices`), and downloads only the code that the model's kind and its
 * queries need. It gives the same lists as `createRecommender`.
 *
 * @throws KindredError (as a rejection) `model-corrupt`, `model-version`, `unavailable`, `invalid-options`
 *
 * @example
 * ```ts
 * import { loadRecommender, type PackOptions, type Recommendations } from 'kindred/recommend';
 *
 * export async function shelf(packed: Uint8Array, options: PackOptions): Promise<Recommendations> {
 *   const { prepare, recommend } = await loadRecommender(packed, options);
 *   const query = { items: ['oolong'], count: 4, diversity: 0.3 };
 *   await prepare(query);
 *   return recommend(query);
 * }
 * ```
 */
export async function loadRecommender(
  packed: Uint8Array | Model,
  options: RecommenderOptions & PackOptions,
): Promise<LoadedRecommender> {
  const model = 'kind' in packed ? packed : (await readPacked(packed, options)).model;
  let arrange: Arrange = arrangeByScore;
  return {
    ...serveScorer(model, await scorerOf(model), options, () => arrange),
    async prepare(query) {
      const isPlain = RULES.every((name) => query[name] === undefined);
      if (!isPlain && arrange === arrangeByScore) ({ arrange } = await import('./arranging/arrange.ts'));
    },
  };
}

async function scorerOf(model: Model): Promise<Scorer | undefined> {
  if (model.kind === 'neighbours') return createNeighbourScorer(model);
  if (model.kind === 'popularity') return undefined;
  return (await import('./load-scorer.ts')).loadScorer(model);
}
