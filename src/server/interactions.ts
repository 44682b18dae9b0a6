import { KindredError, ownValue } from '../core/index.ts';
import type { EventFilter, EventStore, StoredEvent } from '../events/index.ts';
import { createInteractions, type Interactions, type InteractionsBuilder } from '../recommend/index.ts';
import { type LearningConsent, learningConsent } from './learning-consent.ts';

/** What to make interactions of. */
export interface InteractionsOptions {
  /** How much each event counts, by its name. Default: {@link INTERACTION_WEIGHTS}. */
  readonly weights?: Readonly<Record<string, number>>;
  /** ISO 8601: only events from then on. */
  readonly from?: string;
  /** ISO 8601: only events before that. */
  readonly until?: string;
  /** Leaves events out, for example those whose `context.kindred` does not allow that somebody learns from them. */
  readonly where?: (event: StoredEvent) => boolean;
  /** Leaves out the events of everybody who does not allow, at this moment, that somebody learns from them. */
  readonly consent?: LearningConsent;
}

/**
 * Looking is cheap, putting into the cart says more, buying says most. Whole numbers, so that sums are exact in any order and
 * a model does not depend on the order in which events arrived.
 */
export const INTERACTION_WEIGHTS: Readonly<Record<string, number>> = {
  'Product Viewed': 1,
  'Product Added': 3,
  'Order Completed': 5,
};

/**
 * Reads who had to do with which product out of a store, page by page: the input of `train`. An event counts for its
 * `product_id`, or for each of its `products`, once per event whatever the quantity. What a device did before its person
 * signed in counts for the person, unless several people signed in on that device.
 *
 * @throws KindredError `invalid-options`, `invalid-purpose`, and what the stores throw (as a rejection)
 * @example
 * ```ts
 * import { interactionsFrom } from 'kindred/server';
 * import { sqliteStore } from 'kindred/server/sqlite';
 * import { train } from 'kindred/recommend/train';
 *
 * const store = sqliteStore({ file: 'events.db' });
 * const interactions = await interactionsFrom(store, { weights: { 'Order Completed': 1 } });
 * const model = await train(interactions, { algorithm: 'rp3beta' });
 * ```
 */
export async function interactionsFrom(store: EventStore, options: InteractionsOptions = {}): Promise<Interactions> {
  const { weights = INTERACTION_WEIGHTS, where = () => true } = options;
  for (const [event, weight] of Object.entries(weights)) requireWeight(event, weight);
  const allows = options.consent === undefined ? async () => true : learningConsent(options.consent);
  const people = await peopleByDevice(store, allows);
  const builder = createInteractions();
  for (const [event, weight] of Object.entries(weights)) {
    for await (const stored of store.read({ ...rangeOf(options), type: 'track', event })) {
      if (where(stored) && (await allows(stored))) addEvent(builder, stored, weight, people);
    }
  }
  return builder.build();
}

function addEvent(
  builder: InteractionsBuilder,
  event: StoredEvent,
  weight: number,
  people: ReadonlyMap<string, string>,
): void {
  const user = personOf(event, people);
  if (user === undefined) return;
  const time = Date.parse(event.timestamp);
  for (const product of productsOf(event)) builder.add(user, product, weight, time);
}

function personOf({ userId, anonymousId }: StoredEvent, people: ReadonlyMap<string, string>): string | undefined {
  return userId ?? (anonymousId === undefined ? undefined : (people.get(anonymousId) ?? anonymousId));
}

/** Each product once: a basket with three lines of the same tea is one interaction with it. */
function productsOf({ properties }: StoredEvent): ReadonlySet<string> {
  const products = ownValue(properties, 'products');
  const bearers: readonly unknown[] = Array.isArray(products) ? products : [properties];
  return new Set(bearers.map((bearer) => idOf(ownValue(bearer, 'product_id'))).filter((id) => id !== ''));
}

/** Shops whose ids are numbers mean the same product by 42 and by "42". */
function idOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** Who signed in on a device, where it was only one person. */
async function peopleByDevice(
  store: EventStore,
  allows: (event: StoredEvent) => Promise<boolean>,
): Promise<ReadonlyMap<string, string>> {
  const people = new Map<string, string>();
  const shared = new Set<string>();
  for await (const event of store.read({ type: 'identify' })) {
    const { anonymousId, userId } = event;
    if (anonymousId === undefined || userId === undefined || !(await allows(event))) continue;
    if ((people.get(anonymousId) ?? userId) !== userId) shared.add(anonymousId);
    people.set(anonymousId, userId);
  }
  for (const device of shared) people.delete(device);
  return people;
}

function rangeOf({ from, until }: InteractionsOptions): EventFilter {
  return { ...(from === undefined ? {} : { from }), ...(until === undefined ? {} : { until }) };
}

function requireWeight(event: string, weight: number): void {
  if (Number.isFinite(weight) && weight > 0) return;
  throw new KindredError(
    'invalid-options',
    `weights: "${event}" has ${weight}. Give a number above zero, or leave it out.`,
    {
      at: 'weights',
    },
  );
}
