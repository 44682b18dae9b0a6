import type { LongRun, Model } from '../index.ts';
import { throwIfAborted } from '../long-run.ts';
import { type TrainOptions, type TrainSpec, train } from '../train/index.ts';
import { type Evaluation, evaluate } from './evaluate.ts';
import { bootstrapInterval, type Interval, type PairedDifference, pairedBootstrap } from './intervals.ts';
import { modelBytes } from './model-bytes.ts';
import type { Split } from './protocols/protocols.ts';

/** What to compare, and by what. */
export interface CompareOptions extends LongRun {
  /** Each is trained on the same part and measured by the same holdout. */
  readonly specs: readonly TrainSpec[];
  /** Each as `name@k`; the first ranks the rows. @defaultValue `['ndcg@10', 'recall@10', 'hitRate@10', 'coverage@10']` */
  readonly metrics?: readonly string[];
  /** @defaultValue `0` */
  readonly seed?: number;
  /** Milliseconds, for the cost; without it durations are 0. Pass `() => performance.now()`. */
  readonly now?: () => number;
  /** What training takes besides, such as kernels. */
  readonly training?: Omit<TrainOptions, keyof LongRun | 'seed'>;
  /** Called when a row is done. */
  readonly onRow?: (row: ComparedRow, done: number, total: number) => void;
}

/** What one spec came to. */
export interface ComparedRow {
  /** As it was given. */
  readonly given: TrainSpec;
  /** With nothing left open. */
  readonly spec: Model['spec'];
  readonly metrics: Evaluation['metrics'];
  /** For the metrics that have a value for each user, with 95 % confidence. */
  readonly intervals: Readonly<Record<string, Interval>>;
  readonly users: Evaluation['users'];
  readonly cost: Cost;
  /** By how much the first row is better in the first metric, on the same users; absent for the first row itself. */
  readonly behind?: PairedDifference;
}

/** What a model takes: to be trained, to be kept, to be asked. */
export interface Cost {
  readonly trainingMs: number;
  /** What serving holds, without histories. */
  readonly modelBytes: number;
  /** The mean time of a list. */
  readonly listMs: number;
}

/**
 * Trains and measures several specs on one split; the rows come with the best first. Models are let go one by one.
 *
 * @throws KindredError (as a rejection) those of `train` and `evaluate`
 *
 * @example
 * ```ts
 * import type { Interactions } from 'kindred/recommend';
 * import { compare, splitInteractions } from 'kindred/recommend/evaluate';
 *
 * export async function best(interactions: Interactions) {
 *   const split = splitInteractions(interactions, { protocol: 'temporal' });
 *   const specs = [{ algorithm: 'popularity' }, { algorithm: 'cosine' }, { algorithm: 'rp3beta' }] as const;
 *   const [first] = await compare(split, { specs, metrics: ['ndcg@10'] });
 *   return first?.spec;
 * }
 * ```
 */
export async function compare(split: Split, options: CompareOptions): Promise<readonly ComparedRow[]> {
  const measured: { readonly row: ComparedRow; readonly values: Evaluation['values'] }[] = [];
  for (const spec of options.specs) {
    throwIfAborted(options.signal);
    const each = await measure(split, spec, options);
    measured.push(each);
    options.onRow?.(each.row, measured.length, options.specs.length);
  }
  const [metric = ''] = Object.keys(measured[0]?.row.metrics ?? {});
  const sorted = measured.toSorted((a, b) => (b.row.metrics[metric] ?? 0) - (a.row.metrics[metric] ?? 0));
  const best = sorted[0]?.values[metric];
  return sorted.map(({ row, values }, place) => ({ ...row, ...(place > 0 && behind(values[metric], best)) }));
}

async function measure(split: Split, given: TrainSpec, options: CompareOptions) {
  const { now = () => 0, seed, training, metrics, signal, onProgress, pause } = options;
  const run: LongRun = { ...(signal && { signal }), ...(onProgress && { onProgress }), ...(pause && { pause }) };
  const start = now();
  const model = await train(split.train, given, { ...training, ...run, ...(seed !== undefined && { seed }) });
  const trained = now();
  const { train: _, holdout, ...how } = split;
  const found = await evaluate(model, holdout, { ...how, ...run, ...(metrics && { metrics }) });
  const listMs = (now() - trained) / found.users.evaluated;
  const intervals = Object.entries(found.values).map(([name, values]) => [name, bootstrapInterval(values)] as const);
  const row: ComparedRow = {
    given,
    spec: model.spec,
    metrics: found.metrics,
    intervals: Object.fromEntries(intervals),
    users: found.users,
    cost: { trainingMs: trained - start, modelBytes: modelBytes(model), listMs },
  };
  return { row, values: found.values };
}

/** Nothing where the two were not measured on the same users. */
function behind(values: Float64Array | undefined, best: Float64Array | undefined): { behind?: PairedDifference } {
  if (values === undefined || best === undefined || values.length !== best.length) return {};
  return { behind: pairedBootstrap(values, best) };
}
