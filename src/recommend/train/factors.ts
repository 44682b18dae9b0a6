// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import type { Interactions } from '../interactions.ts';
import type { ResolvedNeighbours, Weights } from './spec.ts';

/** What turns the one co-occurrence pass into an algorithm. See `co-occurrence.ts` for the formula. */
export interface Factors {
  readonly user: Float64Array;
  readonly history: Float64Array;
  readonly candidate: Float64Array;
  /** v, for each entry of the interactions; `undefined` where all are 1. */
  readonly value: Float64Array | undefined;
}

/** The factors of each algorithm. A new one that is a scaled co-occurrence is one more case here. */
export function factorsOf(interactions: Interactions, spec: ResolvedNeighbours): Factors {
  const given = spec.weights === 'given' ? interactions.weight : undefined;
  switch (spec.algorithm) {
    case 'cooccurrence': {
      const ones = new Float64Array(interactions.items.length).fill(1);
      return {
        user: new Float64Array(interactions.users.length).fill(1),
        history: ones,
        candidate: ones,
        value: power(given, 1),
      };
    }
    case 'cosine': {
      const inverseLength = itemSums(interactions, spec.weights, 2).map((sum) => 1 / Math.sqrt(sum));
      return {
        user: new Float64Array(interactions.users.length).fill(1),
        history: inverseLength,
        candidate: inverseLength,
        value: power(given, 1),
      };
    }
    case 'rp3beta': {
      const { alpha, beta } = spec;
      const popularity = itemSums(interactions, spec.weights, 1);
      return {
        // (v / Σ_u v)^alpha from the item to the user, (v / Σ_i v)^alpha from the user to the item: the sums factor out.
        user: userSums(interactions, spec.weights).map((sum) => sum ** -alpha),
        history: popularity.map((sum) => sum ** -alpha),
        candidate: popularity.map((sum) => sum ** -beta),
        value: power(given, alpha),
      };
    }
    default:
      return spec.algorithm satisfies never;
  }
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

function userSums(interactions: Interactions, weights: Weights): Float64Array<ArrayBuffer> {
  const { userStart, weight } = interactions;
  const sums = new Float64Array(interactions.users.length);
  for (let user = 0; user < sums.length; user++) {
    const until = userStart[user + 1]!;
    if (weights === 'binary') sums[user] = until - userStart[user]!;
    else for (let p = userStart[user]!; p < until; p++) sums[user]! += weight[p]!;
  }
  return sums;
}

function power(weight: Float32Array | undefined, exponent: number): Float64Array | undefined {
  return weight === undefined ? undefined : Float64Array.from(weight, (w) => w ** exponent);
}
