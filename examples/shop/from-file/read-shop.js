// @ts-check
import { basename } from 'node:path';
import { createCatalogue } from '../catalogue/catalogue.js';
import { describeItem, slug } from './describe-item.js';
import { readLines } from './read-lines.js';
import { CATEGORIES } from './words.js';

/**
 * @import { KindredEvent } from 'kindred/events'
 * @import { Line } from './read-lines.js'
 */

/** Lines of an order that one event carries: an event has at most 32 kB. */
const LINES_PER_EVENT = 150;
/** What stands in order files and is no thing to buy. */
const NO_ITEM =
  /^(postage|manual|carriage|discount|samples?|bank charges|adjust.*|dotcom postage|cruk commission|amazon fee|bad debt|.*postage)$/i;
const ONLINE_RETAIL =
  'Made from the data set “Online Retail” by D. Chen (2015), UCI Machine Learning Repository, CC BY 4.0.';

/** @typedef {{ name: string, prices: number[], buyers: Set<string>, pieces: number }} Tally */
/** @typedef {{ user: string, timeMs: number, lines: { id: string, quantity: number, price: number }[] }} Basket */

/**
 * Makes a shop from a file of interactions: what was sold becomes the catalogue, what was bought its history.
 * @param {string} file
 * @param {{ credit?: string | undefined, currency?: string | undefined, onProgress: (done: number, total: number) => void }} options
 */
export async function readShop(file, { credit, currency, onProgress }) {
  const { tallies, baskets, lines } = await readSales(file, onProgress);
  if (tallies.size === 0)
    throw new Error(`${file} holds no purchase: no line has a user, an item and a quantity above zero.`);
  const isOnlineRetail = tallies.has('white-hanging-heart-t-light-holder') && tallies.has('regency-cakestand-3-tier');
  const items = [...tallies]
    .sort(([, a], [, b]) => b.buyers.size - a.buyers.size)
    .map(([id, tally]) => itemOf(id, tally));
  const used = new Set(items.map(({ category }) => category));
  const shop = {
    name: 'The Borrowed Shelf',
    tagline: 'A whole shop, made from its old order book',
    welcome: 'Somebody loved each of these',
    currency: currency ?? (isOnlineRetail ? 'GBP' : 'EUR'),
    credit: credit ?? (isOnlineRetail ? ONLINE_RETAIL : `Made from ${basename(file)}.`),
  };
  return {
    catalogue: createCatalogue(
      shop,
      CATEGORIES.filter(({ id }) => used.has(id)),
      items,
    ),
    history: () => historyOf(baskets),
    groups: baskets.size,
    loaded: `${lines.toLocaleString('en')} lines in ${baskets.size.toLocaleString('en')} orders from ${basename(file)}`,
  };
}

/** @param {string} file @param {(done: number, total: number) => void} onProgress */
async function readSales(file, onProgress) {
  /** @type {Map<string, Tally>} */
  const tallies = new Map();
  /** @type {Map<string, Basket>} one order is what one person bought at one moment */
  const baskets = new Map();
  /** @type {Map<string, string>} */
  const ids = new Map();
  let lines = 0;
  for await (const line of readLines(file, onProgress)) {
    const id = found(ids, line.item, () => (NO_ITEM.test(line.item) ? '' : slug(line.item)));
    if (id === '') continue;
    lines += 1;
    count(tallies, id, line);
    putInBasket(baskets, id, line);
  }
  return { tallies, baskets, lines };
}

/** @param {Map<string, Tally>} tallies @param {string} id @param {Line} line */
function count(tallies, id, { item, user, price, quantity }) {
  const tally = found(tallies, id, () => ({ name: item, prices: [], buyers: new Set(), pieces: 0 }));
  if (Number.isFinite(price)) tally.prices.push(price);
  tally.buyers.add(user);
  tally.pieces += quantity;
}

/** @param {Map<string, Basket>} baskets @param {string} id @param {Line} line */
function putInBasket(baskets, id, { user, timeMs, quantity, price }) {
  const basket = found(baskets, `${user} ${timeMs}`, () => ({ user, timeMs, lines: [] }));
  basket.lines.push({ id, quantity, price });
}

/**
 * What the map holds, made at the first time.
 * @template Value
 * @param {Map<string, Value>} map
 * @param {string} key
 * @param {() => Value} make
 * @returns {Value}
 */
function found(map, key, make) {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

/** @param {string} id @param {Tally} tally */
function itemOf(id, { name, prices, buyers, pieces }) {
  const sorted = prices.sort((a, b) => a - b);
  const price = Math.round((sorted[Math.floor(sorted.length / 2)] ?? 10) * 100) / 100;
  return describeItem(id, { names: name, price: Math.max(price, 0.01), buyers: buyers.size, pieces });
}

/** One event for an order, or a few for a very long one. @param {Map<string, Basket>} baskets @returns {Generator<KindredEvent[]>} */
function* historyOf(baskets) {
  for (const [key, { user, timeMs, lines }] of baskets) {
    const orderId = key.replaceAll(' ', '-');
    const parts = Array.from({ length: Math.ceil(lines.length / LINES_PER_EVENT) }, (_, i) =>
      lines.slice(i * LINES_PER_EVENT, (i + 1) * LINES_PER_EVENT),
    );
    yield parts.map((part, i) => ({
      type: 'track',
      event: 'Order Completed',
      messageId: `order-${orderId}-${i}`.slice(0, 128),
      userId: user,
      timestamp: new Date(timeMs).toISOString(),
      properties: {
        order_id: orderId,
        products: part.map(({ id, quantity, price }) => ({
          product_id: id,
          quantity,
          ...(Number.isFinite(price) && { price }),
        })),
      },
    }));
  }
}
