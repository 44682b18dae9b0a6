// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import { KindredError, seededRandom } from '../../core/index.ts';

/** How to draw. */
export interface BootstrapOptions {
  /** How many samples are drawn. @defaultValue `2000` */
  readonly samples?: number;
  /** How much of the samples lies within the interval. @defaultValue `0.95` */
  readonly confidence?: number;
  /** @defaultValue `0` */
  readonly seed?: number;
}

/** A mean and the range in which it would lie with other users of the same kind. */
export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** A difference of two means over the same users. */
export interface PairedDifference extends Interval {
  /** How often chance alone would give a difference at least as large, either way; never below 1 / (samples + 1). */
  readonly p: number;
}

/**
 * The interval of a mean by the percentile bootstrap (Efron 1979): users are drawn again with replacement.
 *
 * Time: O(samples · users).
 *
 * @throws KindredError `invalid-options`, `empty-input`
 *
 * @example
 * ```ts
 * import { bootstrapInterval } from 'kindred/recommend/evaluate';
 *
 * const { low, high } = bootstrapInterval(Float64Array.of(0, 1, 0.5, 1));
 * console.log(low < high); // true
 * ```
 */
export function bootstrapInterval(values: Float64Array, options: BootstrapOptions = {}): Interval {
  const { means, confidence } = sampleMeans(values, options);
  return { mean: meanOf(values), ...percentiles(means, confidence) };
}

/**
 * By how much `other` is better than `base`, both measured on the same users in the same order, and whether that may be chance: each
 * sample draws users, not models, so that what makes a user hard for both does not count.
 *
 * Time: O(samples · users).
 *
 * @throws KindredError `invalid-options` where the two are not of the same length, `empty-input`
 *
 * @example
 * ```ts
 * import { type Evaluation, pairedBootstrap } from 'kindred/recommend/evaluate';
 *
 * export function isBetter(base: Evaluation, other: Evaluation): boolean {
 *   const [a, b] = [base.values['ndcg@10'], other.values['ndcg@10']];
 *   return a !== undefined && b !== undefined && pairedBootstrap(a, b).low > 0;
 * }
 * ```
 */
export function pairedBootstrap(
  base: Float64Array,
  other: Float64Array,
  options: BootstrapOptions = {},
): PairedDifference {
  if (base.length !== other.length) {
    const message = `Cannot compare ${base.length} users with ${other.length}. Measure both on the same holdout.`;
    throw new KindredError('invalid-options', message, { at: 'other' });
  }
  const differences = other.map((value, user) => value - base[user]!);
  const { means, confidence } = sampleMeans(differences, options);
  const mean = meanOf(differences);
  // Were there no difference, the means of samples would lie around 0 as they lie around the mean now.
  const asLarge = means.reduce((sum, each) => (Math.abs(each - mean) >= Math.abs(mean) ? sum + 1 : sum), 0);
  return { mean, ...percentiles(means, confidence), p: (asLarge + 1) / (means.length + 1) };
}

function sampleMeans(values: Float64Array, options: BootstrapOptions): { means: Float64Array; confidence: number } {
  const { samples = 2000, confidence = 0.95, seed = 0 } = options;
  if (!(Number.isSafeInteger(samples) && samples >= 1)) throw invalid('samples', samples, 'a whole number above zero');
  if (!(confidence > 0 && confidence < 1)) throw invalid('confidence', confidence, 'a number between 0 and 1');
  if (values.length === 0) throw new KindredError('empty-input', 'There are no users to draw from. Evaluate some.');
  const random = seededRandom(seed);
  const means = new Float64Array(samples);
  for (let sample = 0; sample < samples; sample++) {
    let sum = 0;
    for (let n = 0; n < values.length; n++) sum += values[Math.floor(random.next() * values.length)]!;
    means[sample] = sum / values.length;
  }
  return { means: means.sort(), confidence };
}

function percentiles(ascending: Float64Array, confidence: number): { low: number; high: number } {
  const last = ascending.length - 1;
  const outside = (1 - confidence) / 2;
  return { low: ascending[Math.floor(outside * last)]!, high: ascending[Math.ceil((1 - outside) * last)]! };
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function invalid(option: string, value: unknown, wanted: string): KindredError {
  return new KindredError('invalid-options', `Cannot draw: ${option} is ${String(value)}. Give ${wanted}.`, {
    at: option,
  });
}
