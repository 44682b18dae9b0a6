import { type ErrorDetails, KindredError } from '../../core/index.ts';
import type { ModelSpec } from '../model.ts';

/** The algorithms that {@link train} knows. */
export const ALGORITHMS = ['popularity', 'cooccurrence', 'cosine', 'rp3beta'] as const;

/** One of {@link ALGORITHMS}. */
export type Algorithm = (typeof ALGORITHMS)[number];

/** How an interaction counts: each pair of user and item once, or by the sum of its weights. */
export type Weights = 'binary' | 'given';

/**
 * On which side of the neighbour matrix the list is cut. `history-item`: each item of a history keeps the candidates it
 * speaks for most, so that every item page has a shelf. `candidate`: each candidate keeps the history items that speak for it
 * most, so that popular candidates do not crowd the others out.
 */
export type Cut = 'history-item' | 'candidate';

/** How much to keep of the neighbour matrix. */
export interface NeighbourOptions {
  /**
   * How many neighbours to keep, by the side that `cut` names; `'all'` keeps every one. Left out: all, as long as the model
   * stays within 16 million neighbours (128 MB); for large catalogues as many for each item as fit in that, yet at least 50.
   */
  readonly neighbours?: number | 'all';
  /** @defaultValue `'candidate'` */
  readonly cut?: Cut;
  /** @defaultValue `'binary'` */
  readonly weights?: Weights;
}

/** How many users had to do with the item (`binary`), or the sum of their weights (`given`). */
export interface PopularitySpec {
  readonly algorithm: 'popularity';
  /** @defaultValue `'binary'` */
  readonly weights?: Weights;
}

/** How many users had to do with both items; with `given` weights the sum of the products. */
export interface CooccurrenceSpec extends NeighbourOptions {
  readonly algorithm: 'cooccurrence';
}

/** The cosine between the columns of two items: co-occurrence divided by the lengths of both. */
export interface CosineSpec extends NeighbourOptions {
  readonly algorithm: 'cosine';
}

/**
 * RP3beta (Paudel, Christoffel, Newell, Bernstein 2017): the chance of a walk item → user → item, each transition to the
 * power of `alpha`, divided by the popularity of the item reached to the power of `beta`.
 */
export interface Rp3betaSpec extends NeighbourOptions {
  readonly algorithm: 'rp3beta';
  /** @defaultValue `0.8` */
  readonly alpha?: number;
  /** How strongly popular items are held back. @defaultValue `0.3` */
  readonly beta?: number;
}

/** Which algorithm to train, and how. */
export type TrainSpec = PopularitySpec | CooccurrenceSpec | CosineSpec | Rp3betaSpec;

/** A neighbour spec with nothing left open. */
export interface ResolvedNeighbours {
  readonly algorithm: 'cooccurrence' | 'cosine' | 'rp3beta';
  readonly alpha: number;
  readonly beta: number;
  /** Not below the number of items where all are kept. */
  readonly neighbours: number;
  readonly cut: Cut;
  readonly weights: Weights;
}

const MAX_DEFAULT_NEIGHBOURS = 16_000_000;
const MIN_DEFAULT_PER_ITEM = 50;

/** Checks a spec and fills in its defaults, for as many items as there are. */
export function resolveNeighbours(spec: Exclude<TrainSpec, PopularitySpec>, itemCount: number): ResolvedNeighbours {
  const isRp3beta = spec.algorithm === 'rp3beta';
  return {
    algorithm: spec.algorithm,
    alpha: isRp3beta ? exponent('alpha', spec.alpha ?? 0.8) : 1,
    beta: isRp3beta ? exponent('beta', spec.beta ?? 0.3) : 0,
    neighbours: neighbourCount(spec.neighbours, itemCount),
    cut: oneOf('cut', spec.cut ?? 'candidate', ['candidate', 'history-item']),
    weights: resolveWeights(spec.weights),
  };
}

export function resolveWeights(weights: Weights | undefined): Weights {
  return oneOf('weights', weights ?? 'binary', ['binary', 'given']);
}

/** @throws KindredError `invalid-options` */
export function checkAlgorithm(algorithm: string): void {
  oneOf('algorithm', algorithm, ALGORITHMS);
}

/** The spec as the manifest states it: equal training, equal text, equal hash. */
export function describeSpec(resolved: ResolvedNeighbours, itemCount: number): ModelSpec {
  const { algorithm, alpha, beta, neighbours, cut, weights } = resolved;
  const kept = neighbours >= itemCount ? { neighbours: 'all' } : { neighbours, cut };
  return algorithm === 'rp3beta' ? { algorithm, alpha, beta, ...kept, weights } : { algorithm, ...kept, weights };
}

function neighbourCount(given: number | 'all' | undefined, itemCount: number): number {
  if (given === 'all') return itemCount;
  if (given === undefined) return Math.max(MIN_DEFAULT_PER_ITEM, Math.floor(MAX_DEFAULT_NEIGHBOURS / itemCount));
  if (Number.isSafeInteger(given) && given > 0) return given;
  throw invalid('neighbours', given, 'Give a whole number above zero, or "all".');
}

function exponent(name: string, value: number): number {
  if (Number.isFinite(value) && value >= 0 && value <= 10) return value;
  throw invalid(name, value, 'Give a number from 0 to 10.');
}

function oneOf<Value extends string>(name: string, value: Value, allowed: readonly Value[]): Value {
  if (allowed.includes(value)) return value;
  throw invalid(name, value, `Give one of: ${allowed.join(', ')}.`);
}

function invalid(name: string, value: unknown, remedy: string): KindredError {
  const details: ErrorDetails = { at: name };
  return new KindredError('invalid-options', `Cannot train: ${name} is ${String(value)}. ${remedy}`, details);
}
