import { KindredError } from '../../core/index.ts';

/** What can be measured, each as `name@k`, for example `ndcg@10`. See {@link parseMetrics} for what each divides by. */
export const METRICS = ['ndcg', 'recall', 'recallMin', 'precision', 'hitrate', 'mrr', 'map', 'coverage'] as const;

/** One of {@link METRICS}. */
export type Metric = (typeof METRICS)[number];

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
 * | `hitrate` | 1 if there is a hit | users |
 * | `mrr` | 1 / rank of the first hit; 0 without one | users |
 * | `map` | Σ over hits of (hits up to that rank / rank), divided by min(k, \|T\|) | users |
 * | `coverage` | – | different items on the lists / items of the catalogue |
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
    const metric = METRICS.find((known) => known.toLowerCase() === word?.toLowerCase());
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
 * The value for one user, from 0 to 1. `isHit[r]` says whether the item at rank `r + 1` is one of the `relevant`, of which
 * there is at least one.
 */
export function measureUser(
  metric: Exclude<Metric, 'coverage'>,
  k: number,
  isHit: readonly boolean[],
  relevant: number,
): number {
  const top = isHit.slice(0, k);
  const hits = top.filter(Boolean).length;
  switch (metric) {
    case 'ndcg':
      return gain(top) / gain(new Array<boolean>(Math.min(k, relevant)).fill(true));
    case 'recall':
      return hits / relevant;
    case 'recallMin':
      return hits / Math.min(k, relevant);
    case 'precision':
      return hits / k;
    case 'hitrate':
      return hits > 0 ? 1 : 0;
    case 'mrr':
      return hits > 0 ? 1 / (top.indexOf(true) + 1) : 0;
    case 'map':
      return precisionAtHits(top) / Math.min(k, relevant);
    default:
      return metric satisfies never;
  }
}

/** Discounted cumulative gain (Järvelin & Kekäläinen 2002) with gains of 0 and 1. */
function gain(isHit: readonly boolean[]): number {
  return isHit.reduce((sum, hit, place) => (hit ? sum + 1 / Math.log2(place + 2) : sum), 0);
}

function precisionAtHits(isHit: readonly boolean[]): number {
  let hits = 0;
  return isHit.reduce((sum, hit, place) => (hit ? sum + ++hits / (place + 1) : sum), 0);
}
