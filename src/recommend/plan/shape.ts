// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import type { Interactions } from '../index.ts';

/** What of interactions decides what a training takes. What is left out is taken for the worst that it can be. */
export interface DataShape {
  readonly users: number;
  readonly items: number;
  readonly pairs: number;
  /** Σ_u |items of u|²: how many times two items meet at a user. */
  readonly meetings: number;
  /** How many interactions the pairs were made of. @defaultValue as many as there are pairs */
  readonly rows?: number;
  /** Whether weights were given that are not 1. @defaultValue `true` */
  readonly hasWeights?: boolean;
  /** How many items the user has who has most. */
  readonly longest?: number;
  /** Some items, spread evenly from the most to the least popular. */
  readonly sample?: readonly SampledItem[];
}

/** One item of a sample. */
export interface SampledItem {
  /** How many users have it. */
  readonly users: number;
  /** How many other items these users have. */
  readonly neighbours: number;
}

/** What is known besides the interactions. */
export interface ShapeOptions {
  /** How many interactions they were made of. @defaultValue the single events where they were kept, else the pairs */
  readonly rows?: number;
  /** Histories count no more than so many items. @defaultValue all */
  readonly maxHistory?: number | 'all';
}

/** One bit of a number for each. */
const SAMPLE = 32;

/**
 * The shape of interactions: what a plan is made from. Time: O(pairs). Memory: 16 bytes for each item.
 *
 * @example
 * ```ts
 * import { createInteractions } from 'kindred/recommend';
 * import { planTraining, shapeOf } from 'kindred/recommend/train';
 *
 * const interactions = createInteractions();
 * interactions.add('ann', 'teapot');
 * console.log(planTraining(shapeOf(interactions.build()), { algorithm: 'rp3beta' }).fits); // true
 * ```
 */
export function shapeOf(interactions: Interactions, options: ShapeOptions = {}): DataShape {
  const { users, items, userStart, itemIndex, weight, events } = interactions;
  const rows = options.rows ?? events?.time.length ?? itemIndex.length;
  const most = typeof options.maxHistory === 'number' ? options.maxHistory : Number.POSITIVE_INFINITY;
  let meetings = 0;
  let longest = 0;
  for (let user = 0; user < users.length; user++) {
    const length = Math.min(most, userStart[user + 1]! - userStart[user]!);
    meetings += length ** 2;
    longest = Math.max(longest, length);
  }
  // Weights of 1 each add up to as many as there were.
  const sum = weight.reduce((total, one) => total + one, 0);
  const shape = { users: users.length, items: items.length, pairs: itemIndex.length, meetings };
  return { ...shape, rows, hasWeights: sum !== rows, longest, sample: sampleOf(interactions) };
}

function sampleOf({ items, users, userStart, itemIndex }: Interactions): readonly SampledItem[] {
  const owners = new Uint32Array(items.length);
  for (let p = 0; p < itemIndex.length; p++) owners[itemIndex[p]!]!++;
  const byOwners = Uint32Array.from(owners, (_, item) => item).sort((a, b) => owners[b]! - owners[a]! || a - b);
  const count = Math.min(SAMPLE, items.length);
  const sampled = Array.from({ length: count }, (_, n) => byOwners[Math.floor(((n + 0.5) * items.length) / count)]!);
  const bit = new Uint32Array(items.length);
  sampled.forEach((item, n) => {
    bit[item] = 1 << n;
  });
  const met = new Uint32Array(items.length); // for each item a bit for every sampled one that it meets
  for (let user = 0; user < users.length; user++) {
    const [from, until] = [userStart[user]!, userStart[user + 1]!];
    let bits = 0;
    for (let p = from; p < until; p++) bits |= bit[itemIndex[p]!]!;
    if (bits !== 0) for (let p = from; p < until; p++) met[itemIndex[p]!]! |= bits;
  }
  return sampled.map((item, n) => ({ users: owners[item]!, neighbours: countBit(met, n) - 1 }));
}

function countBit(numbers: Uint32Array, place: number): number {
  let count = 0;
  for (const number of numbers) count += (number >>> place) & 1;
  return count;
}
