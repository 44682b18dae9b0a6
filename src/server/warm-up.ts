import type { Recommender, RecommendQuery } from '../recommend/index.ts';

/** What to warm up with. */
export interface WarmUpOptions {
  /** Users of the training, whose lists are made another way than those of items. */
  readonly users?: readonly string[];
  /** What visitors' queries ask for besides a user or items, for example `{ explain: true }`. @defaultValue `[{}]` */
  readonly queries?: readonly RecommendQuery[];
  /** @defaultValue `100` */
  readonly rounds?: number;
  /** Lets requests come through in between. @defaultValue a timer of 0 ms */
  readonly pause?: () => Promise<void>;
}

const LONGEST_HISTORY = 40;
const ROUNDS_AT_ONCE = 10;
/** Multiples of these, cut to what stands after the point, spread evenly (Roberts 2018, the sequence R2). */
const STEP = 0.7548776662;
const OTHER_STEP = 0.5698402909;

/**
 * Makes lists that nobody sees, so that the first visitor's takes as long as any: an engine runs code slowly until it has seen it often, and what is made only
 * once is made by then. Await it before the server listens, and before a newly trained model takes over. Filters are asked as for any list.
 *
 * @example
 * ```ts
 * import { createServer } from 'node:http';
 * import { createRecommender, type Model } from 'kindred/recommend';
 * import { createRecommendations, toNodeHandler, warmUp } from 'kindred/server';
 *
 * export async function serve(model: Model) {
 *   const recommender = createRecommender(model);
 *   await warmUp(recommender, { users: model.histories?.users ?? [], queries: [{ count: 8, explain: true }] });
 *   return createServer(toNodeHandler(createRecommendations({ recommender }))).listen(8080);
 * }
 * ```
 */
export async function warmUp(recommender: Recommender, options: WarmUpOptions = {}): Promise<void> {
  const { users = [], queries = [{}], rounds = 100, pause = timer } = options;
  const { items, recommend, popular } = recommender;
  for (let round = 1; round <= rounds; round++) {
    const length = items.length === 0 ? 0 : 1 + (round % LONGEST_HISTORY);
    const history = Array.from({ length }, (_, n) => spread(items, round, n) ?? '');
    const user = spread(users, round, 0);
    for (const query of queries) {
      recommend({ ...query, items: history });
      if (user !== undefined) recommend({ ...query, user });
      popular(query);
    }
    if (round % ROUNDS_AT_ONCE === 0) await pause();
  }
}

function spread(ids: readonly string[], round: number, n: number): string | undefined {
  return ids[Math.floor(((round * STEP + n * OTHER_STEP) % 1) * ids.length)];
}

function timer(): Promise<void> {
  return new Promise((resume) => setTimeout(resume, 0));
}
