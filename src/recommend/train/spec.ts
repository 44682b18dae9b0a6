import { isRecord } from '../../core/index.ts';
import type { AlsObjective } from '../als-objective.ts';
import { ALGORITHM_TABLE, algorithmNamed } from './algorithms.ts';
import type { Precision } from './ease.ts';
import type { Weights } from './model-base.ts';
import { invalid, resolveOptions } from './option-table.ts';

/**
 * On which side the matrix of neighbours is cut. `history-item`: each item of a history keeps the candidates it
 * speaks for most, so that every item page has a shelf. `candidate`: each candidate keeps the history items that speak for it
 * most, so that popular candidates do not crowd the others out.
 */
export type Cut = 'history-item' | 'candidate';

/** How much to keep of the matrix of neighbours. */
export interface NeighbourOptions {
  /**
   * How many neighbours to keep, by the side that `cut` names; `'all'` keeps every one. `'auto'`: all, as long as the model
   * stays within 16 million neighbours (128 MB); for large catalogues as many for each item as fit in that, yet at least 50.
   *
   * @defaultValue `'auto'`
   */
  readonly neighbours?: number | 'all' | 'auto';
  /** @defaultValue `'candidate'` */
  readonly cut?: Cut;
}

/** Whether weights count. */
export interface WeightOptions {
  /** @defaultValue `'binary'` */
  readonly weights?: Weights;
}

/** How many users had to do with the item (`binary`), or the sum of their weights (`given`). */
export interface PopularitySpec extends WeightOptions {
  readonly algorithm: 'popularity';
}

/** How many users had to do with both items; with `given` weights the sum of the products. */
export interface CooccurrenceSpec extends NeighbourOptions, WeightOptions {
  readonly algorithm: 'cooccurrence';
}

/** The cosine between the columns of two items: co-occurrence divided by the lengths of both. */
export interface CosineSpec extends NeighbourOptions, WeightOptions {
  readonly algorithm: 'cosine';
}

/** Of the users who have either item the share who have both. Weights do not count. */
export interface JaccardSpec extends NeighbourOptions {
  readonly algorithm: 'jaccard';
}

/**
 * RP3beta (Paudel, Christoffel, Newell, Bernstein 2017): the chance of a walk item → user → item, each transition to the
 * power of `alpha`, divided by the popularity of the item reached to the power of `beta`.
 */
export interface Rp3betaSpec extends NeighbourOptions, WeightOptions {
  readonly algorithm: 'rp3beta';
  /** @defaultValue `0.8` */
  readonly alpha?: number;
  /** How strongly popular items are held back. @defaultValue `0.3` */
  readonly beta?: number;
}

/** EASE (Steck 2019): the linear weights between all pairs of items that predict histories best. For some ten thousand items at most. */
export interface EaseSpec extends WeightOptions {
  readonly algorithm: 'ease';
  /** How strongly weights are held back; more for fewer interactions. @defaultValue `300` */
  readonly lambda?: number;
  /** Numbers of 4 bytes, or of 8 for small lambdas. @defaultValue `'f32'` */
  readonly precision?: Precision;
}

/**
 * iALS: factors of users and items by alternating least squares, in the forms of Rendle et al. 2021 (the default), of Hu, Koren and
 * Volinsky 2008, of the library implicit and of Apache Spark.
 */
export interface IalsSpec extends WeightOptions {
  readonly algorithm: 'ials';
  /** @defaultValue `64` */
  readonly factors?: number;
  /** @defaultValue `16` */
  readonly iterations?: number;
  /** What is minimised. @defaultValue `'rendle'` */
  readonly objective?: AlsObjective;
  /** How much more an observed pair counts. @defaultValue `1` */
  readonly alpha?: number;
  /** How strongly factors are held back. @defaultValue `0.01` */
  readonly regularization?: number;
  /** How much a missing pair counts, for `rendle`. @defaultValue `0.1` */
  readonly unobservedWeight?: number;
  /** 1 holds frequent users and items back more, 0 all alike; for `rendle`. @defaultValue `1` */
  readonly regularizationExponent?: number;
  /** Steps of conjugate gradients for each solution. @defaultValue `3` */
  readonly steps?: number;
}

/** Which algorithm to train, and how. */
export type TrainSpec =
  | PopularitySpec
  | CooccurrenceSpec
  | CosineSpec
  | JaccardSpec
  | Rp3betaSpec
  | EaseSpec
  | IalsSpec;

/**
 * Reads a spec from outside: a file, flags, a point of a grid. Every option is checked against the table of its algorithm.
 *
 * @throws KindredError `invalid-options`; `at` is the option's name
 *
 * @example
 * ```ts
 * import { parseSpec } from 'kindred/recommend/train';
 *
 * console.log(parseSpec({ algorithm: 'rp3beta', alpha: 0.7 }).algorithm); // 'rp3beta'
 * ```
 */
export function parseSpec(value: unknown): TrainSpec {
  const { algorithm, ...given } = isRecord(value) ? value : {};
  resolveOptions(String(algorithm), algorithmNamed(algorithm).options, given);
  const spec = { ...given, algorithm };
  if (isSpec(spec)) return spec;
  throw invalid('algorithm', algorithm, 'Give the name of one.');
}

/** Only asked once every option was checked: what is left to say is that the name is one of ours. */
function isSpec(value: { readonly algorithm: unknown }): value is TrainSpec {
  return typeof value.algorithm === 'string' && Object.hasOwn(ALGORITHM_TABLE, value.algorithm);
}
