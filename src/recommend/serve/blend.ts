import type { Model } from '../model.ts';
import { arrange } from './arranging/arrange.ts';
import { createBlendScorer, type Plan } from './blending/blend-scorer.ts';
import { baseOf, createPart, invalid, type Part } from './blending/parts.ts';
import { headAndTailPlan, switchingPlan, weightedPlan } from './blending/plans.ts';
import { usersOf } from './history.ts';
import { type Recommender, type RecommenderOptions, serveScorer } from './serve-scorer.ts';

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
  const base = baseOf(modelsOf(blend));
  const parts = new Map(modelsOf(blend).map((model) => [model, createPart(model, base)]));
  const partOf = (model: Model) => parts.get(model) ?? createPart(model, base);
  const scorer = createBlendScorer([...parts.values()], planOf(blend, partOf));
  return serveScorer(base, scorer, { ...options, users: usersOf(base) }, () => arrange);
}

/** The tail knows more people and more items than the head does. */
function modelsOf(blend: Blend): readonly Model[] {
  return blend.kind === 'head-and-tail' ? [blend.tail, blend.head] : blend.parts.map(({ model }) => model);
}

function planOf(blend: Blend, partOf: (model: Model) => Part): Plan {
  switch (blend.kind) {
    case 'weighted':
      return weightedPlan(blend.parts.map(({ model, weight }) => ({ part: partOf(model), weight: positive(weight) })));
    case 'switching': {
      const parts = blend.parts.map(({ model, from }) => ({ part: partOf(model), from: count(from) }));
      return switchingPlan(parts.sort((a, b) => a.from - b.from));
    }
    case 'head-and-tail':
      return headAndTailPlan(partOf(blend.head), partOf(blend.tail), positive(blend.tailWeight ?? 1));
    default:
      return blend satisfies never;
  }
}

function positive(weight: number): number {
  if (weight > 0 && weight < Number.POSITIVE_INFINITY) return weight;
  throw invalid(`a weight is ${weight}. Give a number above zero.`);
}

function count(from: number): number {
  if (Number.isSafeInteger(from) && from >= 0) return from;
  throw invalid(`a model serves histories from ${from} items. Give a whole number.`);
}
