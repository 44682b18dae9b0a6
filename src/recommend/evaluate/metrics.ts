import { KindredError } from '../../core/index.ts';

/** What is measured for each user; the metric is the mean over users. */
export const USER_METRICS = ['ndcg', 'recall', 'recallMin', 'precision', 'hitRate', 'mrr', 'map', 'mapMin'] as const;

/** One of {@link USER_METRICS}. */
export type UserMetric = (typeof USER_METRICS)[number];

/** What is measured of all lists together. */
export const LIST_METRICS = ['coverage', 'gini', 'novelty', 'popularityLift'] as const;

/** One of {@link LIST_METRICS}. */
export type ListMetric = (typeof LIST_METRICS)[number];

/** What can be measured, each as `name@k`, for example `ndcg@10`. See {@link parseMetrics} for what each divides by. */
export const METRICS: readonly Metric[] = [...USER_METRICS, ...LIST_METRICS];

/** One of {@link METRICS}. */
export type Metric = UserMetric | ListMetric;

/** One thing to measure over the first `k` items of each list. */
export interface MetricAtK {
  /** As it was asked for. */
  readonly name: string;
  readonly metric: Metric;
  readonly k: number;
}

const MAX_K = 10_000;

/**
 * Reads names of metrics. With `T` the user's items of the holdout, `hits` those among the first `k` of the list:
 *
 * | metric | for one user | mean over |
 * |---|---|---|
 * | `ndcg` | Σ over hits of 1/log2(rank + 1), divided by the same sum for the first min(k, \|T\|) ranks | users |
 * | `recall` | hits / \|T\| | users |
 * | `recallMin` | hits / min(k, \|T\|) | users |
 * | `precision` | hits / k, also where the list is shorter | users |
 * | `hitRate` | 1 if there is a hit | users |
 * | `mrr` | 1 / rank of the first hit; 0 without one | users |
 * | `map` | Σ over hits of (hits up to that rank / rank), divided by \|T\|, as Microsoft recommenders' `map` does | users |
 * | `mapMin` | the same sum, divided by min(k, \|T\|) | users |
 * | `coverage` | different items on the lists / items of the catalogue | – |
 * | `gini` | inequality of how often each item of the catalogue is listed: 0 all alike, near 1 always the same few | – |
 * | `novelty` | −log2 of the item's share of the training's interactions, in bits | places on lists |
 * | `popularityLift` | mean popularity on the lists / mean popularity in the histories, minus 1 | users |
 *
 * Upper and lower case are the same, and `HR` is `hitRate`.
 *
 * @throws KindredError `invalid-options`
 *
 * @example
 * ```ts
 * import { parseMetrics } from 'kindred/recommend/evaluate';
 *
 * console.log(parseMetrics(['ndcg@10', 'recall@20']).map(({ k }) => k)); // [10, 20]
 * ```
 */
export function parseMetrics(names: readonly string[]): readonly MetricAtK[] {
  if (names.length === 0) throw invalid('no metric was named');
  return names.map((name) => {
    const [word, digits = '', ...more] = String(name).split('@');
    const written = word?.toLowerCase() === 'hr' ? 'hitrate' : word?.toLowerCase();
    const metric = METRICS.find((known) => known.toLowerCase() === written);
    const k = /^[1-9]\d{0,4}$/.test(digits) ? Number(digits) : 0;
    if (metric === undefined || more.length > 0) throw invalid(`unknown metric "${name}"`);
    if (k < 1 || k > MAX_K) throw invalid(`"${name}" has no k from 1 to ${MAX_K}`);
    return { name, metric, k };
  });
}

function invalid(what: string): KindredError {
  const remedy = `Write a metric as name@k, such as ndcg@10, with one of: ${METRICS.join(', ')}.`;
  return new KindredError('invalid-options', `Cannot evaluate: ${what}. ${remedy}`, { at: 'metrics' });
}

/**
 * Whether a metric has a value for each user, and so an interval.
 *
 * @example
 * ```ts
 * import { isUserMetric, METRICS } from 'kindred/recommend/evaluate';
 *
 * console.log(METRICS.filter(isUserMetric).includes('ndcg')); // true
 * ```
 */
export function isUserMetric(metric: Metric): metric is UserMetric {
  return USER_METRICS.some((known) => known === metric);
}

/**
 * The value for one user, from 0 to 1. `ranks` are those of the hits, ascending, the first being 1; there is at least one
 * `relevant` item.
 */
export function measureUser(metric: UserMetric, k: number, ranks: readonly number[], relevant: number): number {
  const top = ranks.filter((rank) => rank <= k);
  const possible = Math.min(k, relevant);
  switch (metric) {
    case 'ndcg':
      return gain(top) / idealGain(possible);
    case 'recall':
      return top.length / relevant;
    case 'recallMin':
      return top.length / possible;
    case 'precision':
      return top.length / k;
    case 'hitRate':
      return top.length > 0 ? 1 : 0;
    case 'mrr':
      return top[0] === undefined ? 0 : 1 / top[0];
    case 'map':
      return precisionAtHits(top) / relevant;
    case 'mapMin':
      return precisionAtHits(top) / possible;
    default:
      return metric satisfies never;
  }
}

/** Discounted cumulative gain (Järvelin & Kekäläinen 2002) with gains of 0 and 1. */
function gain(ranks: readonly number[]): number {
  return ranks.reduce((sum, rank) => sum + 1 / Math.log2(rank + 1), 0);
}

function idealGain(hits: number): number {
  let sum = 0;
  for (let rank = 1; rank <= hits; rank++) sum += 1 / Math.log2(rank + 1);
  return sum;
}

function precisionAtHits(ranks: readonly number[]): number {
  return ranks.reduce((sum, rank, before) => sum + (before + 1) / rank, 0);
}
