import type { Model } from '../model.ts';
import { arrange } from './arranging/arrange.ts';
import { createScorer } from './create-scorer.ts';
import { usersOf } from './history.ts';
import { type Recommender, type RecommenderOptions, serveScorer } from './serve-scorer.ts';

/**
 * Serves a model, in Node as in a page. A list costs time in proportion to the neighbours of the history.
 *
 * @throws KindredError `invalid-options` for `expires` without `now`
 *
 * @example
 * ```ts
 * import { createRecommender, type Model } from 'kindred/recommend';
 *
 * export function shelf(model: Model, inStock: ReadonlySet<string>, brandOf: (item: string) => string) {
 *   const { recommend } = createRecommender(model, { where: (item) => inStock.has(item), attributes: { brand: brandOf } });
 *   const list = recommend({ items: ['oolong', 'teapot'], count: 4, caps: { brand: 2 }, explain: true });
 *   return list.items.map(({ item, because }) => ({ item, first: because?.[0]?.item }));
 * }
 * ```
 */
export function createRecommender(model: Model, options: RecommenderOptions = {}): Recommender {
  const users = options.histories === undefined ? { users: usersOf(model) } : {};
  return serveScorer(model, createScorer(model), { ...options, ...users }, () => arrange);
}
