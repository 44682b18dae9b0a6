import { KindredError } from '../../core/index.ts';
import type { Interactions, LongRun, Model } from '../index.ts';
import type { Kernels } from '../kernels/kernels.ts';
import { throwIfAborted } from '../long-run.ts';
import { algorithmNamed } from './algorithms.ts';
import type { TrainSpec } from './spec.ts';

/** How to train. */
export interface TrainOptions extends LongRun {
  /** Kept in the model; the algorithms that count do not draw. @defaultValue `0` */
  readonly seed?: number;
  /** What does the heavy loops of EASE and iALS. Left out: some that are made for this training. */
  readonly kernels?: Kernels;
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
  const { algorithm, ...given } = spec;
  const entry = algorithmNamed(algorithm);
  if (interactions.itemIndex.length === 0) {
    throw new KindredError('empty-input', 'Cannot train: there are no interactions. Add at least one.');
  }
  throwIfAborted(options.signal);
  return entry.train(interactions, given, options);
}
