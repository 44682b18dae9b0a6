import { createRecommender, type Model, type Recommender, type RecommenderOptions } from '../recommend/index.ts';
import { type WarmUpOptions, warmUp } from './warm-up.ts';

/** How to serve a model on a server. */
export interface OpenRecommenderOptions extends RecommenderOptions {
  /** What to warm up with; `false`: not at all, for commands and tests. @defaultValue users of the training, and lists of ten */
  readonly warmUp?: WarmUpOptions | false;
}

/**
 * A recommender for a server: what `createRecommender` gives, with the same lists, only ready before the first visitor comes. The weights of EASE
 * are moved to where they are added quickly (`accelerateModel` of `kindred/recommend/kernels`), and lists that nobody sees are made (see
 * {@link warmUp}), for which filters and lookups are asked as for any list. It takes some tenths of a second: await it before the server listens, and
 * before a newly trained model takes over.
 *
 * @throws KindredError (as a rejection) `invalid-options`
 *
 * @example
 * ```ts
 * import { createServer } from 'node:http';
 * import type { Model } from 'kindred/recommend';
 * import { createRecommendations, openRecommender, toNodeHandler } from 'kindred/server';
 *
 * export async function serve(model: Model) {
 *   const recommender = await openRecommender(model, { warmUp: { queries: [{ count: 8, explain: true }] } });
 *   return createServer(toNodeHandler(createRecommendations({ recommender }))).listen(8080);
 * }
 * ```
 */
export async function openRecommender(model: Model, options: OpenRecommenderOptions = {}): Promise<Recommender> {
  const { warmUp: warming, ...serving } = options;
  const { accelerateModel } = await import('../recommend/kernels/index.ts');
  const recommender = createRecommender(await accelerateModel(model), serving);
  if (warming !== false) await warmUp(recommender, { users: model.histories?.users ?? [], ...warming });
  return recommender;
}
