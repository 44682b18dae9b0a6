// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import { KindredError } from '../../core/index.ts';
import { createRecommender, type HistoryLookup, type Interactions, type LongRun, type Model } from '../index.ts';
import { breathe, throwIfAborted } from '../long-run.ts';
import { historiesOf } from '../serve/history.ts';
import { parseMetrics } from './metrics.ts';
import { createTally } from './tally.ts';

/** How to evaluate. */
export interface EvaluateOptions extends LongRun {
  /** Each as `name@k`; see `parseMetrics`. @defaultValue `['ndcg@10', 'recall@10', 'hitRate@10', 'coverage@10']` */
  readonly metrics?: readonly string[];
  /**
   * `exclude` asks for new items only: a user's items of the training are neither recommended nor expected. `allow` leaves both as
   * they are. @defaultValue `'exclude'`
   */
  readonly repeats?: 'exclude' | 'allow';
  /** What users had before the holdout begins. Left out: the histories that the model holds. */
  readonly histories?: HistoryLookup | Interactions;
  /** The items to rank for a user, where they are not all of the catalogue. */
  readonly candidates?: (user: string) => ReadonlySet<string>;
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
    /** Of those evaluated: nothing goes with their history, so that their list was what is popular. */
    readonly withPopularList: number;
  };
  /** Who was evaluated, in the order of `values`. */
  readonly userIds: readonly string[];
  /** For each metric that has one the value of each user, for intervals and comparisons; see `pairedBootstrap`. */
  readonly values: Readonly<Record<string, Float64Array>>;
  /** How often each item of the catalogue was on a list, by index. */
  readonly listed: Uint32Array;
}

const DEFAULT_METRICS = ['ndcg@10', 'recall@10', 'hitRate@10', 'coverage@10'];
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
  const lookUp = lookUpOf(model, options.histories);
  const listFor = createLister(model, lookUp, Math.max(...metrics.map(({ k }) => k)), options);
  const tally = createTally(metrics, model);
  const userIds: string[] = [];
  const counts = { withoutHistory: 0, withoutNewItems: 0, withPopularList: 0 };
  throwIfAborted(options.signal);
  for (let place = 0; place < holdout.users.length; place++) {
    const user = holdout.users[place]!;
    const history = itemsOf(lookUp(user));
    const expected = expectedItems(holdout, place, repeats === 'exclude' ? history : []);
    if (history.length === 0) counts.withoutHistory++;
    else if (expected.size === 0) counts.withoutNewItems++;
    else {
      const list = listFor(user);
      userIds.push(user);
      if (list.isPopular) counts.withPopularList++;
      tally.add(list.items, expected, history);
    }
    if (place % USERS_PER_BREATH === 0) await breathe(options, place, holdout.users.length);
  }
  await breathe(options, holdout.users.length, holdout.users.length);
  if (tally.lists === 0) throw nobodyLeft(counts);
  const users = { evaluated: tally.lists, ...counts };
  return { metrics: tally.metrics(), repeats, users, userIds, values: tally.values(), listed: tally.listed };
}

function lookUpOf(model: Model, given: EvaluateOptions['histories']): HistoryLookup {
  if (typeof given === 'function') return given;
  return historiesOf(given === undefined ? model : { ...model, histories: given });
}

/** The lists as they would be served. */
function createLister(
  model: Model,
  histories: HistoryLookup,
  count: number,
  { repeats = 'exclude', candidates, histories: given }: EvaluateOptions,
): (user: string) => { readonly items: readonly string[]; readonly isPopular: boolean } {
  // A model knows more of its own users than their histories tell: single purchases, factors.
  const { recommend } = createRecommender(model, given === undefined ? {} : { histories });
  return (user) => {
    const some = candidates?.(user);
    const where = some === undefined ? undefined : (item: string) => some.has(item);
    const { items, kind } = recommend({ user, count, repeats, ...(where && { where }) });
    return { items: items.map(({ item }) => item), isPopular: kind === 'popular' && model.kind !== 'popularity' };
  };
}

function itemsOf(history: ReturnType<HistoryLookup> = []): readonly string[] {
  return history.map((entry) => (typeof entry === 'string' ? entry : entry.item));
}

function expectedItems(holdout: Interactions, place: number, history: readonly string[]): ReadonlySet<string> {
  const expected = new Set<string>();
  for (let entry = holdout.userStart[place]!; entry < holdout.userStart[place + 1]!; entry++) {
    expected.add(holdout.items[holdout.itemIndex[entry]!]!);
  }
  for (const item of history) expected.delete(item);
  return expected;
}

function nobodyLeft({
  withoutHistory,
  withoutNewItems,
}: Pick<Evaluation['users'], 'withoutHistory' | 'withoutNewItems'>): KindredError {
  const counts = `${withoutHistory} have no history in the training, ${withoutNewItems} have no new items`;
  const remedy = 'Check that both use the same user ids and that the model comes with its histories.';
  return new KindredError('empty-input', `Cannot evaluate: no user of the holdout is left (${counts}). ${remedy}`);
}
