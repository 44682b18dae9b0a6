// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import type { Interactions, ModelBase, ModelSpec } from '../index.ts';
import type { TrainOptions } from './train.ts';

/** How an interaction counts: each pair of user and item once, or by the sum of its weights. */
export type Weights = 'binary' | 'given';

const MAX_FLOAT32 = 3.4e38;

/** What every model has, whatever its algorithm: what it was trained on, how popular each item is, and who had what. */
export function modelBase(
  interactions: Interactions,
  spec: ModelSpec,
  run: TrainOptions,
  popularity: Float64Array = itemSums(interactions, spec.weights === 'given' ? 'given' : 'binary', 1),
): ModelBase {
  const { users, items, itemIndex, time } = interactions;
  return {
    spec,
    seed: run.seed ?? 0,
    data: { users: users.length, interactions: itemIndex.length, ...windowOf(time) },
    items,
    popularity: Float32Array.from(popularity, (sum) => Math.min(sum, MAX_FLOAT32)),
    histories: interactions,
  };
}

/** How often each item occurs, or the sum of its weights (to a power). */
export function itemSums(interactions: Interactions, weights: Weights, exponent: 1 | 2): Float64Array<ArrayBuffer> {
  const { itemIndex, weight } = interactions;
  const sums = new Float64Array(interactions.items.length);
  for (let p = 0; p < itemIndex.length; p++) {
    sums[itemIndex[p]!]! += weights === 'binary' ? 1 : weight[p]! ** exponent;
  }
  return sums;
}

/** How many items each user has, or the sum of their weights. */
export function userSums(interactions: Interactions, weights: Weights): Float64Array<ArrayBuffer> {
  const { userStart, weight } = interactions;
  const sums = new Float64Array(interactions.users.length);
  for (let user = 0; user < sums.length; user++) {
    const until = userStart[user + 1]!;
    if (weights === 'binary') sums[user] = until - userStart[user]!;
    else for (let p = userStart[user]!; p < until; p++) sums[user]! += weight[p]!;
  }
  return sums;
}

/** The oldest and the newest time; nothing where none is known. */
export function windowOf(time: Float64Array): { fromMs?: number; untilMs?: number } {
  let fromMs = Number.POSITIVE_INFINITY;
  let untilMs = Number.NEGATIVE_INFINITY;
  for (let p = 0; p < time.length; p++) {
    const at = time[p]!;
    if (at < fromMs) fromMs = at;
    if (at > untilMs) untilMs = at;
  }
  return fromMs <= untilMs ? { fromMs, untilMs } : {};
}
