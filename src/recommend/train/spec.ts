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
  /**
   * How many items of a history are counted, the newest: the work grows with its square, and a single robot among the users may take
   * longer than all people. The rest of longer histories is left out of the counts, and of them alone. @defaultValue `'all'`
   */
  readonly maxHistory?: number | 'all';
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

/** Popularity in which every interaction counts half after each half-life. */
export interface TrendingSpec extends WeightOptions {
  readonly algorithm: 'trending';
  /** @defaultValue `30` */
  readonly halfLifeDays?: number;
}

/** What people bought often and lately, of their own items. */
export interface BuyAgainSpec extends WeightOptions {
  readonly algorithm: 'buy-again';
  /** @defaultValue `30` */
  readonly halfLifeDays?: number;
  /** Holds back what was bought less than its usual interval ago. @defaultValue `false` */
  readonly cadence?: boolean;
}

/** Sequential rules (Ludewig & Jannach 2018): what follows what, the nearer the more. */
export interface SequentialRulesSpec extends NeighbourOptions {
  readonly algorithm: 'sequential-rules';
  /** How many places two items may stand apart. @defaultValue `10` */
  readonly window?: number;
  /** How a rule counts less the further apart its items stand: 1/d, 1/d², 1 − d/10, 1/log10(d + 1.7), 1. @defaultValue `'reciprocal'` */
  readonly step?: 'reciprocal' | 'quadratic' | 'linear' | 'log' | 'equal';
  /** How items of a history count less the further back they stand: 1/d, only the last, all alike. @defaultValue `'reciprocal'` */
  readonly recency?: 'reciprocal' | 'last' | 'equal';
  /** How many days two items may lie apart; 0 for any number. @defaultValue `0` */
  readonly withinDays?: number;
}

/** SAR of Microsoft's recommenders: similar items, weighed by what somebody likes now. */
export interface SarSpec extends NeighbourOptions {
  readonly algorithm: 'sar';
  /** @defaultValue `'jaccard'` */
  readonly similarity?: 'jaccard' | 'lift' | 'cooccurrence';
  /** @defaultValue `30` */
  readonly halfLifeDays?: number;
  /** How many users must have both items. @defaultValue `1` */
  readonly threshold?: number;
}

/** VMIS-kNN (Kersbergen, Sprangers, Schelter 2022): what the most similar sessions went on with. Each user is one session. */
export interface VmisSpec {
  readonly algorithm: 'vmis';
  /** How many of the newest sessions are looked at (m). @defaultValue `1502` */
  readonly recent?: number;
  /** How many of them speak, the most similar (k). @defaultValue `288` */
  readonly nearest?: number;
  /** How many of the last clicks are looked at. @defaultValue `4` */
  readonly last?: number;
  /** How much more rare items count. @defaultValue `2` */
  readonly idf?: number;
  /** Sessions of more clicks are left out of the training. @defaultValue `48` */
  readonly longest?: number;
  /** Whether the item that was clicked last may be recommended. @defaultValue `'exclude'` */
  readonly current?: 'exclude' | 'allow';
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
  | TrendingSpec
  | BuyAgainSpec
  | CooccurrenceSpec
  | CosineSpec
  | JaccardSpec
  | Rp3betaSpec
  | SequentialRulesSpec
  | SarSpec
  | VmisSpec
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
