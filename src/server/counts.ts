import { geometricNoise } from '../consent/noise.ts';
import { KindredError, ownValue, type Random } from '../core/index.ts';
import type { EventFilter, EventStore, StoredEvent } from '../events/index.ts';

/** What is counted. */
export interface CountsOptions {
  /** The least number of people that a value needs to be told. */
  readonly k: number;
  /** A member of `properties`, such as `product_id`; of each of `products`, where an event lists them. */
  readonly by: string;
  /** Which events. Default: all. */
  readonly where?: EventFilter;
  /** Adds noise, so that the counts do not give one person away even to somebody who knows all others. */
  readonly noise?: {
    /** ε of {@link geometricNoise}, for one value. Who is counted under several values is protected by as many times less. */
    readonly epsilon: number;
    /** From a cryptographic source, unless the counts shall be the same again. */
    readonly random: Random;
  };
}

/** How many people had to do with a value. */
export interface Count {
  readonly value: string;
  readonly people: number;
}

/**
 * Counts people by a property of their events, and tells only the values that at least `k` of them share, most first. Somebody counts once
 * for each value, under the user id or else the id of the device. An event without an id counts for itself, as nobody can know
 * whose it is: where most events are anonymous choose a larger `k`. With noise the threshold is applied after it.
 *
 * @throws KindredError `invalid-options`, and what the store throws (as a rejection)
 * @example
 * ```ts
 * import { countsAbove, memoryEventStore } from 'kindred/server';
 *
 * const store = memoryEventStore();
 * const viewed = await countsAbove(store, { k: 20, by: 'product_id', where: { event: 'Product Viewed' } });
 * for (const { value, people } of viewed) console.log(value, people);
 * ```
 */
export async function countsAbove(store: EventStore, options: CountsOptions): Promise<readonly Count[]> {
  const { k, by, where = {}, noise } = options;
  if (!Number.isSafeInteger(k) || k < 2) throw invalid('k', `${k} is not a whole number from 2`);
  if (typeof by !== 'string' || by === '') throw invalid('by', 'name a property, such as product_id');
  const peopleOf = new Map<string, Set<string>>();
  for await (const event of store.read(where)) {
    for (const value of valuesOf(event, by)) {
      const people = peopleOf.get(value) ?? new Set();
      peopleOf.set(value, people.add(nameOf(event)));
    }
  }
  return [...peopleOf]
    .map(([value, people]) => ({ value, people: people.size + (noise ? geometricNoise(noise.random, noise) : 0) }))
    .filter(({ people }) => people >= k)
    .sort((one, other) => other.people - one.people || (one.value < other.value ? -1 : 1));
}

function valuesOf({ properties }: StoredEvent, by: string): ReadonlySet<string> {
  const products = ownValue(properties, 'products');
  const bearers: readonly unknown[] = [properties, ...(Array.isArray(products) ? products : [])];
  const values = bearers.map((bearer) => ownValue(bearer, by));
  return new Set(values.flatMap((value) => (isCountable(value) ? [String(value)] : [])));
}

function isCountable(value: unknown): boolean {
  return (typeof value === 'string' && value !== '') || typeof value === 'number' || typeof value === 'boolean';
}

/** Kinds apart, so that a device whose id is somebody's user id is not that person. */
function nameOf({ userId, anonymousId, messageId }: StoredEvent): string {
  if (userId !== undefined) return `u ${userId}`;
  return anonymousId === undefined ? `m ${messageId}` : `a ${anonymousId}`;
}

function invalid(at: string, problem: string): KindredError {
  return new KindredError('invalid-options', `${at}: ${problem}.`, { at });
}
