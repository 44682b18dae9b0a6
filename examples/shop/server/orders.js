// @ts-check
import { randomInt } from 'node:crypto';
import { linesOf, totalOf } from '../pages/cart.js';

/**
 * @import { Line } from '../pages/cart.js'
 * @import { Visit } from '../pages/layout.js'
 */

/** @typedef {{ id: string, lines: readonly Line[], total: number }} Order */

const MAX_ORDERS = 5000;
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** The order book. It knows what was ordered, not by whom. */
export function createOrders() {
  /** @type {Map<string, Order>} */
  const orders = new Map();
  return {
    newId,
    /** Placing the same order twice gives one order. @param {string} id @param {Visit} visit @returns {Order} */
    place(id, visit) {
      const known = orders.get(id);
      if (known) return known;
      const lines = linesOf(visit);
      const order = { id: /^L-[A-Z2-9]{8}$/.test(id) ? id : newId(), lines, total: totalOf(lines) };
      orders.set(order.id, order);
      const [oldest] = orders.keys();
      if (orders.size > MAX_ORDERS && oldest !== undefined) orders.delete(oldest);
      return order;
    },
    /** @param {string} id */
    find: (id) => orders.get(id),
  };
}

function newId() {
  return `L-${Array.from({ length: 8 }, () => LETTERS[randomInt(LETTERS.length)]).join('')}`;
}
