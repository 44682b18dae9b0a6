// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import { KindredError } from '../../core/index.ts';
import { createRecommender, type HistoryLookup, type Interactions, type LongRun, type Model } from '../index.ts';
import { breathe, throwIfAborted } from '../long-run.ts';
import { historiesOf } from '../serve/history.ts';
import { type MetricAtK, measureUser, parseMetrics } from './metrics.ts';

/** How to evaluate. */
export interface EvaluateOptions extends LongRun {
  /** Each as `name@k`; see `parseMetrics`. @defaultValue `['ndcg@10', 'recall@10', 'hitrate@10', 'coverage@10']` */
  readonly metrics?: readonly string[];
  /**
   * `exclude` asks for new items only: a user's items of the training are neither recommended nor expected. `allow` leaves both as
   * they are. @defaultValue `'exclude'`
   */
  readonly repeats?: 'exclude' | 'allow';
  /** What users had before the holdout begins. Left out: the histories that the model holds. */
  readonly histories?: HistoryLookup;
}

/** What an evaluation found, and on whom. */
export interface Evaluation {
  /** By the names that were asked for. */
  readonly metrics: Readonly<Record<string, number>>;
  readonly repeats: 'exclude' | 'allow';
  /** The users of the holdout, each of whom is counted once. */
  readonly users: {
    /** Those whom the metrics are the mean of. */
    readonly evaluated: number;
    /** Left out: nothing is known of them before the holdout. */
    readonly withoutHistory: number;
    /** Left out: all that they had in the holdout, they had before. Only with `repeats: 'exclude'`. */
    readonly withoutNewItems: number;
  };
}

const DEFAULT_METRICS = ['ndcg@10', 'recall@10', 'hitrate@10', 'coverage@10'];
const USERS_PER_BREATH = 64;

/**
 * Measures a model by what users did after the training. The protocol, of which each part moves the figures: all users of the
 * holdout who have a history; the items that they had in the holdout, each once, weights set aside, those that the model does not know
 * included (they can only be missed); one list for each user, from the whole catalogue; metrics are means over users.
 *
 * @throws KindredError (as a rejection) `invalid-options` for an unknown metric, `empty-input` when no user is left to evaluate,
 * `aborted`
 *
 * @example
 * ```ts
 * import type { Interactions } from 'kindred/recommend';
 * import { evaluate } from 'kindred/recommend/evaluate';
 * import { train } from 'kindred/recommend/train';
 *
 * export async function compare(before: Interactions, after: Interactions): Promise<void> {
 *   for (const algorithm of ['popularity', 'cosine', 'rp3beta'] as const) {
 *     const { metrics } = await evaluate(await train(before, { algorithm }), after, { metrics: ['ndcg@10'] });
 *     console.log(algorithm, metrics['ndcg@10']);
 *   }
 * }
 * ```
 */
export async function evaluate(
  model: Model,
  holdout: Interactions,
  options: EvaluateOptions = {},
): Promise<Evaluation> {
  const { repeats = 'exclude' } = options;
  const metrics = parseMetrics(options.metrics ?? DEFAULT_METRICS);
  const lookUp = options.histories ?? historiesOf(model);
  const recommender = createRecommender(model, { histories: lookUp });
  const count = Math.max(...metrics.map(({ k }) => k));
  const tally = createTally(metrics, model.items.length);
  const left = { withoutHistory: 0, withoutNewItems: 0 };
  throwIfAborted(options.signal);
  for (let place = 0; place < holdout.users.length; place++) {
    const user = holdout.users[place]!;
    const history = lookUp(user);
    const expected = expectedItems(holdout, place, repeats === 'exclude' ? history : undefined);
    if (history === undefined || history.length === 0) left.withoutHistory++;
    else if (expected.size === 0) left.withoutNewItems++;
    else tally.add(recommender.recommend({ user, count, repeats }).items, expected);
    if (place % USERS_PER_BREATH === 0) await breathe(options, place, holdout.users.length);
  }
  await breathe(options, holdout.users.length, holdout.users.length);
  if (tally.users() === 0) throw nobodyLeft(left);
  return { metrics: tally.means(), repeats, users: { evaluated: tally.users(), ...left } };
}

function expectedItems(holdout: Interactions, place: number, history: ReturnType<HistoryLookup>): ReadonlySet<string> {
  const expected = new Set<string>();
  for (let entry = holdout.userStart[place]!; entry < holdout.userStart[place + 1]!; entry++) {
    expected.add(holdout.items[holdout.itemIndex[entry]!]!);
  }
  for (const entry of history ?? []) expected.delete(typeof entry === 'string' ? entry : entry.item);
  return expected;
}

interface Tally {
  add(list: readonly { readonly item: string }[], expected: ReadonlySet<string>): void;
  users(): number;
  means(): Readonly<Record<string, number>>;
}

function createTally(metrics: readonly MetricAtK[], itemCount: number): Tally {
  const sums = metrics.map(() => 0);
  const shown = metrics.map(() => new Set<string>());
  let users = 0;
  return {
    add(list, expected) {
      const isHit = list.map(({ item }) => expected.has(item));
      metrics.forEach(({ metric, k }, n) => {
        if (metric === 'coverage') for (const { item } of list.slice(0, k)) shown[n]?.add(item);
        else sums[n] = (sums[n] ?? 0) + measureUser(metric, k, isHit, expected.size);
      });
      users++;
    },
    users: () => users,
    means: () =>
      Object.fromEntries(
        metrics.map(({ name, metric }, n) => [
          name,
          metric === 'coverage' ? (shown[n]?.size ?? 0) / itemCount : (sums[n] ?? 0) / users,
        ]),
      ),
  };
}

function nobodyLeft({ withoutHistory, withoutNewItems }: Omit<Evaluation['users'], 'evaluated'>): KindredError {
  const counts = `${withoutHistory} have no history in the training, ${withoutNewItems} have no new items`;
  const remedy = 'Check that both use the same user ids and that the model comes with its histories.';
  return new KindredError('empty-input', `Cannot evaluate: no user of the holdout is left (${counts}). ${remedy}`);
}
