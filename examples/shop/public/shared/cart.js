// @ts-check
/**
 * The cart lives in the address of the page, `?cart=half-past-four*2.long-matches*1`, and nowhere else: it needs no cookie, no
 * storage, no script and no permission. Used by the server and by the page.
 */

/** @typedef {ReadonlyMap<string, number>} Cart quantity by item id */

const MAX_LINES = 40;
const MAX_QUANTITY = 99;

/** Reads a cart; what is not understood is left out. @param {string | null} text @returns {Cart} */
export function decodeCart(text) {
  const cart = new Map();
  for (const part of (text ?? '').split('.').slice(0, MAX_LINES)) {
    const [id = '', count] = part.split('*');
    const quantity = Math.min(Math.floor(Number(count)), MAX_QUANTITY);
    if (/^[a-z0-9-]{1,80}$/.test(id) && quantity >= 1) cart.set(id, quantity);
  }
  return cart;
}

/** @param {Cart} cart */
export function encodeCart(cart) {
  return [...cart].map(([id, quantity]) => `${id}*${quantity}`).join('.');
}

/** The cart with another quantity of one item; 0 takes it out. @param {Cart} cart @param {string} id @param {number} quantity @returns {Cart} */
export function withQuantity(cart, id, quantity) {
  const next = new Map(cart);
  if (quantity >= 1) next.set(id, Math.min(quantity, MAX_QUANTITY));
  else next.delete(id);
  return next;
}

/** @param {Cart} cart */
export function countOf(cart) {
  return [...cart.values()].reduce((sum, quantity) => sum + quantity, 0);
}

/** An address of this shop that carries the cart along. @param {string} path @param {Cart} cart */
export function withCart(path, cart) {
  if (cart.size === 0) return path;
  return `${path}${path.includes('?') ? '&' : '?'}cart=${encodeCart(cart)}`;
}
