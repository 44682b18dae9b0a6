import type { BlendModel, Model, SingleModel } from '../model.ts';
import { toBlendModel } from './blending/blend-spec.ts';
import { invalid } from './blending/parts.ts';
import { createRecommender } from './recommender.ts';
import type { Recommender, RecommenderOptions } from './serve-scorer.ts';

/** The scores of several models, added up: each divided by its best of the list, times its weight. */
export interface WeightedBlend {
  readonly kind: 'weighted';
  /** Weights above zero. */
  readonly parts: readonly { readonly model: Model; readonly weight: number }[];
}

/** One model for short histories, another for long ones. */
export interface SwitchingBlend {
  readonly kind: 'switching';
  /**
   * A model serves histories of at least `from` items, unless another asks for more and has as many; the lowest serves shorter ones,
   * too. A model with nothing to say leaves the list to the one below.
   */
  readonly parts: readonly { readonly model: Model; readonly from: number }[];
}

/**
 * A model that is too large for the whole catalogue over its head, such as EASE over the ten thousand items with the most users, and one for the
 * rest, such as RP3beta over all. What the head does not know is scored by the tail, in the head's units.
 */
export interface HeadAndTailBlend {
  readonly kind: 'head-and-tail';
  readonly head: Model;
  readonly tail: Model;
  /** More than 1 puts items of the tail higher. @defaultValue `1` */
  readonly tailWeight?: number;
}

/** How several models make one list. */
export type Blend = WeightedBlend | SwitchingBlend | HeadAndTailBlend;

/**
 * Serves several models as one. Filters, rules and explanations work as for one model: the shares of an item add up to its score. The
 * catalogue holds the items of all; histories, and what is popular, come from the first model that knows them.
 *
 * @throws KindredError `invalid-options` for no parts, weights that are not above zero, a `from` that is no count, or a model of popularity
 *
 * @example
 * ```ts
 * import { createBlend, type Interactions, type Recommender } from 'kindred/recommend';
 * import { headOf, train } from 'kindred/recommend/train';
 *
 * export async function serve(interactions: Interactions): Promise<Recommender> {
 *   const head = await train(headOf(interactions, 10_000), { algorithm: 'ease' });
 *   const tail = await train(interactions, { algorithm: 'rp3beta', neighbours: 200 });
 *   return createBlend({ kind: 'head-and-tail', head, tail });
 * }
 * ```
 */
export function createBlend(blend: Blend, options: RecommenderOptions = {}): Recommender {
  return createRecommender(blendModels(blend), options);
}

/**
 * Several models as one model, which is stored, packed, loaded and evaluated as any other. Histories, and what is popular, come from the first
 * model that knows them; of a tail under a head from the tail.
 *
 * @throws KindredError `invalid-options` for no parts, weights that are not above zero, a `from` that is no count, a model of popularity, or
 * one that is a blend itself
 *
 * @example
 * ```ts
 * import { blendModels, type Model, packModel, type PackOptions } from 'kindred/recommend';
 *
 * export function packBoth(ease: Model, walks: Model, options: PackOptions): Promise<Uint8Array> {
 *   const parts = [
 *     { model: ease, weight: 2 },
 *     { model: walks, weight: 1 },
 *   ];
 *   return packModel(blendModels({ kind: 'weighted', parts }), options);
 * }
 * ```
 */
export function blendModels(blend: Blend): BlendModel {
  switch (blend.kind) {
    case 'weighted':
      return toBlendModel({ kind: blend.kind, numbers: blend.parts.map(({ weight }) => weight) }, partsOf(blend.parts));
    case 'switching':
      return toBlendModel({ kind: blend.kind, numbers: blend.parts.map(({ from }) => from) }, partsOf(blend.parts));
    case 'head-and-tail': {
      const { kind, head, tail, tailWeight = 1 } = blend;
      return toBlendModel({ kind, numbers: [tailWeight] }, partsOf([{ model: head }, { model: tail }]));
    }
    default:
      return blend satisfies never;
  }
}

function partsOf(parts: readonly { readonly model: Model }[]): readonly SingleModel[] {
  return parts.map(({ model }) => {
    if (model.kind === 'blend') throw invalid('one is a blend itself. Give its parts.');
    if (model.kind === 'popularity')
      throw invalid('a model of popularity has nothing to say of a history. Use `fill: "popular"`.');
    return model;
  });
}
