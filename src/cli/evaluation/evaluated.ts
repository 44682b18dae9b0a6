// biome-ignore-all lint/style/noNonNullAssertion: typed arrays; every index is in range by construction.
import type { Cost, Evaluation, Leaks } from '../../recommend/evaluate/index.ts';
import type { Interactions, Model } from '../../recommend/index.ts';

/** One model, measured. */
export interface EvaluatedModel {
  /** What tells it from the others: its folder, or its settings. */
  readonly label: string;
  readonly kind: Model['kind'];
  readonly spec: Model['spec'];
  readonly data: Model['data'];
  readonly itemCount: number;
  readonly evaluation: Evaluation;
  readonly cost: Omit<Cost, 'trainingMs'> & { readonly trainingMs?: number };
  /** How many items each of the users evaluated had, in their order. */
  readonly historySizes: Uint32Array;
  /** By groups of the catalogue, the most popular first: see {@link POPULARITY_GROUPS}. */
  readonly popularity: PopularityShares;
}

/** Models that were measured by the same holdout. */
export interface EvaluatedModels {
  readonly holdout: readonly string[];
  readonly pairs: number;
  readonly models: readonly EvaluatedModel[];
  /** The metrics that were asked for; an evaluation may know more. */
  readonly metrics: readonly string[];
  readonly leaks: Leaks;
}

/** Where groups of the catalogue end, as shares of its items, the most popular first. */
export const POPULARITY_GROUPS = [0.01, 0.05, 0.2, 0.5, 1] as const;

/** Of each group of the catalogue its share of what there is, of what was listed, and of what was expected. */
interface PopularityShares {
  readonly training: readonly number[];
  readonly lists: readonly number[];
  readonly holdout: readonly number[];
}

/** What a model came to, ready to be shown. */
export function evaluated(
  label: string,
  model: Model,
  holdout: Interactions,
  evaluation: Evaluation,
  cost: EvaluatedModel['cost'],
): EvaluatedModel {
  const { kind, spec, data, items } = model;
  const historySizes = sizesOf(model.histories, evaluation.userIds);
  const popularity = popularityShares(model, holdout, evaluation);
  return { label, kind, spec, data, itemCount: items.length, evaluation, cost, historySizes, popularity };
}

function sizesOf(histories: Interactions | undefined, userIds: readonly string[]): Uint32Array {
  const places = new Map(histories?.users.map((user, place) => [user, place]));
  return Uint32Array.from(userIds, (user) => {
    const place = places.get(user);
    return place === undefined || histories === undefined
      ? 0
      : histories.userStart[place + 1]! - histories.userStart[place]!;
  });
}

function popularityShares(
  { items, popularity }: Model,
  holdout: Interactions,
  { listed }: Evaluation,
): PopularityShares {
  const order = Uint32Array.from(popularity, (_, index) => index).sort((a, b) => popularity[b]! - popularity[a]!);
  const places = new Map(items.map((item, index) => [item, index]));
  const expected = new Float64Array(items.length);
  for (const index of holdout.itemIndex) {
    const place = places.get(holdout.items[index]!);
    if (place !== undefined) expected[place]!++;
  }
  return {
    training: sharesOf(popularity, order),
    lists: sharesOf(listed, order),
    holdout: sharesOf(expected, order),
  };
}

function sharesOf(amounts: Float32Array | Float64Array | Uint32Array, order: Uint32Array): readonly number[] {
  let from = 0;
  let total = 0;
  for (const amount of amounts) total += amount;
  return POPULARITY_GROUPS.map((share) => {
    const until = Math.ceil(share * order.length);
    let sum = 0;
    for (const index of order.subarray(from, until)) sum += amounts[index]!;
    from = until;
    return total === 0 ? 0 : sum / total;
  });
}
