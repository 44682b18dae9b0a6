import { KindredError } from '../../core/index.ts';
import type { Interactions, LongRun, Model, ModelBase } from '../index.ts';
import { breathe, throwIfAborted } from '../long-run.ts';
import { coOccurrence } from './co-occurrence.ts';
import { factorsOf, itemSums } from './factors.ts';
import {
  checkAlgorithm,
  describeSpec,
  resolveNeighbours,
  resolveWeights,
  type TrainSpec,
  type Weights,
} from './spec.ts';

const MAX_FLOAT32 = 3.4e38;

/** How to train. */
export interface TrainOptions extends LongRun {
  /** Kept in the model; the algorithms that count do not draw. @defaultValue `0` */
  readonly seed?: number;
}

/**
 * Trains a model. The same interactions, spec and seed give the same model on every platform.
 *
 * @throws KindredError (as a rejection) `invalid-options` for a bad spec, `empty-input` without interactions, `aborted`
 *
 * @example
 * ```ts
 * import { createInteractions, createRecommender } from 'kindred/recommend';
 * import { train } from 'kindred/recommend/train';
 *
 * const interactions = createInteractions();
 * interactions.add('ann', 'teapot');
 * interactions.add('ann', 'oolong');
 * interactions.add('ben', 'oolong');
 * const model = await train(interactions.build(), { algorithm: 'rp3beta', alpha: 0.8, beta: 0.3 });
 * console.log(createRecommender(model).recommend({ user: 'ben' }).items[0]?.item); // 'teapot'
 * ```
 */
export async function train(interactions: Interactions, spec: TrainSpec, options: TrainOptions = {}): Promise<Model> {
  checkAlgorithm(spec.algorithm);
  if (interactions.itemIndex.length === 0) {
    throw new KindredError('empty-input', 'Cannot train: there are no interactions. Add at least one.');
  }
  throwIfAborted(options.signal);
  return spec.algorithm === 'popularity'
    ? trainPopularity(interactions, resolveWeights(spec.weights), options)
    : trainNeighbours(interactions, spec, options);
}

async function trainPopularity(interactions: Interactions, weights: Weights, options: TrainOptions): Promise<Model> {
  await breathe(options, interactions.items.length, interactions.items.length);
  return { kind: 'popularity', ...base(interactions, weights, options), spec: { algorithm: 'popularity', weights } };
}

async function trainNeighbours(
  interactions: Interactions,
  spec: Exclude<TrainSpec, { algorithm: 'popularity' }>,
  options: TrainOptions,
): Promise<Model> {
  const itemCount = interactions.items.length;
  const resolved = resolveNeighbours(spec, itemCount);
  const rows = await coOccurrence(interactions, factorsOf(interactions, resolved), resolved, options);
  return {
    kind: 'neighbours',
    ...base(interactions, resolved.weights, options),
    spec: describeSpec(resolved, itemCount),
    neighbourStart: rows.start,
    neighbour: rows.neighbour,
    similarity: rows.similarity,
  };
}

function base(interactions: Interactions, weights: Weights, options: TrainOptions): Omit<ModelBase, 'spec'> {
  const { users, items, itemIndex, time } = interactions;
  return {
    seed: options.seed ?? 0,
    data: { users: users.length, interactions: itemIndex.length, ...window(time) },
    items,
    popularity: Float32Array.from(itemSums(interactions, weights, 1), (sum) => Math.min(sum, MAX_FLOAT32)),
    histories: interactions,
  };
}

function window(time: Float64Array): { fromMs?: number; untilMs?: number } {
  let fromMs = Number.POSITIVE_INFINITY;
  let untilMs = Number.NEGATIVE_INFINITY;
  for (const at of time) {
    if (at < fromMs) fromMs = at;
    if (at > untilMs) untilMs = at;
  }
  return fromMs <= untilMs ? { fromMs, untilMs } : {};
}
