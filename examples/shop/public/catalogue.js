// @ts-check
import { copyOf, find, write } from './dom.js';
import { showRows } from './rows.js';
import { decodeCart, withCart } from './shared/cart.js';
import { money } from './shared/money.js';

/** @typedef {readonly [name: string, price: number, category: string]} Listed */
/** @typedef {{ categories: Readonly<Record<string, string>>, items: Readonly<Record<string, Listed>> }} Listing */

/** @type {Promise<Listing> | undefined} */
let loading;
/** @type {Listing['items']} */
let known = {};

/**
 * The whole catalogue, fetched once. Asking for single items would tell the shop what this page chose for its reader.
 * @returns {Promise<Listing>}
 */
export function catalogue() {
  loading ??= fetch('/catalogue.json').then(async (response) => {
    /** @type {Listing} */
    const listing = await response.json();
    known = listing.items;
    return listing;
  });
  return loading;
}

/** The category of an item, once the catalogue is there. @param {string} id */
export const categoryOf = (id) => (Object.hasOwn(known, id) ? known[id]?.[2] : undefined);

/** The cart that this page carries in its address. */
export const cart = decodeCart(new URLSearchParams(location.search).get('cart'));

/** @param {string} path */
export const link = (path) => withCart(path, cart);

/** @param {string} id */
export const pictureOf = (id) => `/pictures/items/${inAddress(id)}.svg`;

/** @param {string} id */
export const pageOf = (id) => link(`/i/${inAddress(id)}`);

/** An id may be any text; half of a surrogate pair has no place in an address, and encoding it would throw. @param {string} id */
const inAddress = (id) => encodeURIComponent(id.replace(/\p{Surrogate}/gu, '\uFFFD'));

/**
 * A card for a shelf.
 * @param {string} id
 * @param {Listed} listed
 * @param {string} [why] why it is there
 */
export function cardOf(id, [name, price], why) {
  const card = copyOf('card-template');
  const anchor = find('a', card);
  anchor?.setAttribute('href', pageOf(id));
  anchor?.setAttribute('data-item', id);
  find('img', card)?.setAttribute('src', pictureOf(id));
  write('[data-name]', name, card);
  write('[data-price]', money(price, document.body.dataset.currency ?? 'EUR'), card);
  const reason = find('[data-why]', card);
  if (reason && why) {
    reason.textContent = why;
    reason.hidden = false;
  }
  return card;
}

/**
 * Puts items on a shelf; items that the shop does not have are left out.
 * @param {HTMLElement} shelf
 * @param {readonly { item: string, why?: string }[]} items
 */
export async function fillShelf(shelf, items) {
  const { items: listed } = await catalogue();
  const rows = items.flatMap(({ item, why }) => {
    const found = Object.hasOwn(listed, item) ? listed[item] : undefined;
    return found ? [{ name: item, shows: [found, why], draw: () => cardOf(item, found, why) }] : [];
  });
  const list = find('[data-cards]', shelf);
  if (list) showRows(list, rows);
  shelf.hidden = rows.length === 0;
}
