import { isRecord } from '../core/index.ts';
import type { Properties } from '../events/index.ts';
import { type Changes, increment, text } from './changes.ts';
import { addDecaying, type DecayingScore } from './decay.ts';
import { PROFILE_LIMITS } from './limits.ts';
import type { PastEvent } from './past-event.ts';
import { isNumber } from './scalar.ts';
import type { CartLine, ProfileState } from './state.ts';

/** How much an event says about the liking of its category. */
const AFFINITY_WEIGHTS: ReadonlyMap<string, number> = new Map([
  ['Product Clicked', 0.5],
  ['Product Viewed', 1],
  ['Product Added to Wishlist', 2],
  ['Product Added', 3],
  ['Order Completed', 5],
]);

/** The part of a product's properties that the profile understands, whatever else an event carries. */
interface Product {
  readonly item: string;
  readonly name: string | undefined;
  readonly category: string | undefined;
  readonly price: number;
  readonly quantity: number;
}

/** What an event of the shop changes: likings, views, cart and orders. */
export function shoppingChanges(
  name: string,
  state: ProfileState,
  properties: Properties,
  at: number,
  halfLifeMs: number,
): Changes {
  const products = readProducts(properties);
  return {
    ...liked(state, AFFINITY_WEIGHTS.get(name), products, at, halfLifeMs),
    ...COMMERCIAL.get(name)?.(state, products, at, properties),
  };
}

/** What shopping changes besides likings and counters. */
const COMMERCIAL: ReadonlyMap<
  string,
  (state: ProfileState, products: readonly Product[], at: number, properties: Properties) => Changes
> = /* @__PURE__ */ new Map([
  ['Product Viewed', viewed],
  ['Product Added', addedToCart],
  ['Product Removed', removedFromCart],
  ['Order Completed', ordered],
]);

function viewed(state: ProfileState, products: readonly Product[], at: number): Changes {
  let { views, recent } = state;
  for (const { item, name, category } of products) {
    if (category) views = increment(views, category);
    const entry = { item, at, ...(name && { name }), ...(category && { category }) };
    recent = [entry, ...recent.filter((other) => other.item !== item)];
  }
  return { views, recent: recent.slice(0, PROFILE_LIMITS.recent) };
}

function liked(
  state: ProfileState,
  weight: number | undefined,
  products: readonly Product[],
  at: number,
  halfLifeMs: number,
): Changes {
  if (weight === undefined) return {};
  const affinity = new Map(state.affinity);
  for (const { category } of products) {
    if (category) affinity.set(category, addDecaying(affinity.get(category), weight, at, halfLifeMs));
  }
  return { affinity: strongest(affinity) };
}

function strongest(affinity: ReadonlyMap<string, DecayingScore>): ReadonlyMap<string, DecayingScore> {
  if (affinity.size <= PROFILE_LIMITS.names) return affinity;
  return new Map([...affinity].sort(([, a], [, b]) => b.score - a.score).slice(0, PROFILE_LIMITS.names));
}

function addedToCart(state: ProfileState, products: readonly Product[]): Changes {
  let { cart } = state;
  for (const { item, quantity, price } of products) {
    const before = cart.find((line) => line.item === item)?.quantity ?? 0;
    cart = [{ item, quantity: before + quantity, price }, ...cart.filter((line) => line.item !== item)];
  }
  return { cart: cart.slice(0, PROFILE_LIMITS.cart) };
}

function removedFromCart(state: ProfileState, products: readonly Product[]): Changes {
  const removed = new Map(products.map(({ item, quantity }) => [item, quantity]));
  const fewer = (line: CartLine) => ({ ...line, quantity: line.quantity - (removed.get(line.item) ?? 0) });
  return { cart: state.cart.map(fewer).filter((line) => line.quantity > 0) };
}

function ordered(state: ProfileState, products: readonly Product[], _at: number, properties: Properties): Changes {
  // A page of thanks that is loaded again is no second order.
  const isSame = ({ name, properties: { order_id } }: PastEvent) =>
    name === 'Order Completed' && order_id && order_id === properties.order_id;
  if (state.history.some(isSame)) return {};
  const bought = new Set(products.map(({ item }) => item));
  const sum = products.reduce((value, { price, quantity }) => value + price * quantity, 0);
  const value = amount(properties.total) ?? amount(properties.revenue) ?? sum;
  return {
    orders: { count: state.orders.count + 1, value: state.orders.value + value },
    purchased: [...bought, ...state.purchased.filter((item) => !bought.has(item))].slice(0, PROFILE_LIMITS.purchased),
    cart: state.cart.filter((line) => !bought.has(line.item)),
  };
}

/** The products of an event: the list under `products`, or the properties themselves. */
function readProducts(properties: Properties): readonly Product[] {
  const list = Array.isArray(properties.products) ? properties.products : [properties];
  return list.map(readProduct).filter((product) => product !== undefined);
}

function readProduct(input: unknown): Product | undefined {
  const { product_id, sku, name, category, price, quantity } = isRecord(input) ? input : {};
  const item = text(product_id) ?? text(sku);
  if (!item) return undefined;
  return {
    item,
    name: text(name),
    category: text(category),
    price: amount(price) ?? 0,
    quantity: amount(quantity) ?? 1,
  };
}

/** Sums of what is larger would end in infinity, from which there is no way back. */
const MOST = 1e15;

function amount(value: unknown): number | undefined {
  return isNumber(value) && value >= 0 && value < MOST ? value : undefined;
}
