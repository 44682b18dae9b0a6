// @ts-check
import { seededBy } from '../pictures/seeded-by.js';

/**
 * @import { Catalogue, Item } from '../catalogue/catalogue.js'
 * @import { KindredEvent } from 'kindred/events'
 */

/**
 * A person whom we made up.
 * @typedef {object} Shopper
 * @property {string} anonymousId
 * @property {string | undefined} userId  some sign in
 * @property {readonly number[]} attraction  how much each item attracts, running sums
 * @property {() => number} random
 */

const DAYS = 90;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** Things that are used up, and bought again. */
const CONSUMED = new Set([
  'tin',
  'pouch',
  'jar',
  'jarCandle',
  'candle',
  'tapers',
  'matches',
  'inkBottle',
  'seeds',
  'cards',
  'wrap',
]);

/**
 * What `count` shoppers did in the last 90 days. The same seed gives the same shoppers, tastes and carts; only the dates move
 * with `nowMs`.
 * @param {Catalogue} catalogue
 * @param {{ count: number, seed: string, nowMs: number }} options
 * @returns {Generator<KindredEvent[]>} the events of one shopper after the other
 */
export function* simulateShoppers(catalogue, { count, seed, nowMs }) {
  for (let i = 0; i < count; i++) yield visitsOf(catalogue, shopper(catalogue, `${seed}/${i}`), nowMs);
}

/** A taste: one or two categories, and two or three tags that lead across categories. @param {Catalogue} catalogue @param {string} id @returns {Shopper} */
function shopper({ categories, items }, id) {
  const random = seededBy(id);
  const pick = (/** @type {readonly string[]} */ list) => list[Math.floor(random() * list.length)] ?? '';
  const loves = new Set([
    pick(categories.map((category) => category.id)),
    pick(categories.map((category) => category.id)),
  ]);
  const tags = items.flatMap((item) => item.tags);
  const likes = new Set([pick(tags), pick(tags), pick(tags)]);
  let sum = 0;
  const attraction = items.map((item, i) => {
    const shared = item.tags.filter((tag) => likes.has(tag)).length;
    const renown = 0.4 + 2 / (1 + ((i * 7919) % items.length) / 6);
    sum += renown * (loves.has(item.category) ? 4 : 1) * (1 + 4 * shared);
    return sum;
  });
  const number = id.split('/').at(-1) ?? '';
  return {
    anonymousId: `device-${number}`,
    userId: random() < 0.3 ? `customer-${number}` : undefined,
    attraction,
    random,
  };
}

/** @param {Catalogue} catalogue @param {Shopper} person @param {number} nowMs */
function visitsOf(catalogue, person, nowMs) {
  const { random } = person;
  const visits = 1 + Math.floor(random() ** 2 * 7);
  const starts = Array.from({ length: visits }, () => nowMs - (0.01 + random() * DAYS) * DAY_MS).sort((a, b) => a - b);
  const journal = createJournal(person);
  /** @type {Item[]} what may run out */
  const supplies = [];
  for (const [visit, start] of starts.entries()) visitOnce(catalogue, person, journal, supplies, start, visit);
  return journal.events;
}

/**
 * Looks around, puts some of it into the cart, perhaps orders; what ran out goes into the cart as well.
 * @param {Catalogue} catalogue @param {Shopper} person @param {ReturnType<typeof createJournal>} journal
 * @param {Item[]} supplies @param {number} start @param {number} visit
 */
function visitOnce({ items }, { attraction, random, userId }, journal, supplies, start, visit) {
  journal.begin(start, visit);
  if (visit === 0 && userId !== undefined) journal.add({ type: 'identify' });
  /** @type {Set<Item>} */
  const cart = new Set();
  const views = 2 + Math.floor(random() * 6);
  for (let i = 0; i < views; i++) {
    const item = items[indexAt(attraction, random())];
    if (item === undefined) continue;
    journal.add({ type: 'track', event: 'Product Viewed', properties: product(item) });
    if (random() < 0.26) cart.add(item);
  }
  for (const item of supplies) if (random() < 0.35) cart.add(item);
  for (const item of cart)
    journal.add({ type: 'track', event: 'Product Added', properties: { ...product(item), quantity: 1 } });
  if (cart.size === 0 || random() < 0.28) return;
  const products = [...cart].map((item) => ({ ...product(item), quantity: 1 + Math.floor(random() ** 4 * 3) }));
  const total = products.reduce((sum, { price, quantity }) => sum + price * quantity, 0);
  journal.add({
    type: 'track',
    event: 'Order Completed',
    properties: { order_id: journal.orderId(), total: Math.round(total * 100) / 100, currency: 'EUR', products },
  });
  for (const item of cart) if (CONSUMED.has(item.picture.kind) && !supplies.includes(item)) supplies.push(item);
}

/** Writes events with their ids and times. @param {Shopper} person */
function createJournal({ anonymousId, userId, random }) {
  /** @type {KindredEvent[]} */
  const events = [];
  let [at, session] = [0, ''];
  let isSignedIn = false;
  return {
    events,
    orderId: () => `S-${anonymousId.slice(7)}-${events.length}`,
    /** @param {number} start @param {number} visit */
    begin(start, visit) {
      at = start;
      session = `${anonymousId}-${visit}`;
    },
    /** @param {Pick<KindredEvent, 'type' | 'event' | 'properties'>} event */
    add(event) {
      at += MINUTE_MS * (0.2 + random() * 2);
      if (event.type === 'identify') isSignedIn = true;
      events.push({
        ...event,
        messageId: `${anonymousId}-${events.length}`,
        anonymousId,
        ...(isSignedIn && userId !== undefined && { userId }),
        timestamp: new Date(at).toISOString(),
        context: { kindred: { session } },
      });
    },
  };
}

/** @param {Item} item */
function product({ id, name, category, price }) {
  return { product_id: id, name, category, price };
}

/** The index whose share of the running sums holds `at` (0 to 1). @param {readonly number[]} sums @param {number} at */
function indexAt(sums, at) {
  const wanted = at * (sums.at(-1) ?? 0);
  let [low, high] = [0, sums.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sums[middle] ?? 0) > wanted) high = middle;
    else low = middle + 1;
  }
  return low;
}
