import { isRecord } from '../core/index.ts';
import type { KindredEvent, Properties, Traits } from '../events/index.ts';
import { addDecaying, type DecayingScore } from './decay.ts';
import { PROFILE_LIMITS } from './limits.ts';
import { isAbout, newestPastEvents, pastEventOf } from './past-event.ts';
import { type CartLine, EMPTY_PROFILE, type ProfileState } from './state.ts';
import { PROFILE_EVENTS } from './vocabulary.ts';

/** How the fold weighs. */
export interface FoldOptions {
  /** The time in which an affinity loses half its worth. */
  readonly halfLifeMs: number;
}

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

/** The next state after one event, which counts once. Pure: the same state and event give the same result anywhere. */
export function foldEvent(state: ProfileState, event: KindredEvent, options: FoldOptions): ProfileState {
  const { folded } = state;
  if (folded.includes(event.messageId)) return state;
  return {
    ...state,
    unit: state.unit || event.messageId,
    ...changesBy(event, state, options),
    folded: [event.messageId, ...folded].slice(0, PROFILE_LIMITS.folded),
  };
}

/** The parts of a state that an event replaces. */
type Changes = Partial<ProfileState>;

function changesBy(event: KindredEvent, state: ProfileState, options: FoldOptions): Changes {
  const at = Date.parse(event.timestamp);
  if (!Number.isFinite(at)) return {};
  const { type, event: name = 'page', properties = {}, traits } = event;
  const change = type === 'track' ? PERSONAL.get(name) : undefined;
  if (change) return change(state, properties);
  if (type === 'identify') return { ...seen(state, event, at), traits: mergeTraits(state, traits) };
  if (type !== 'track' && type !== 'page') return {};
  const counted = {
    ...seen(state, event, at),
    counters: increment(state.counters, name),
    history: newestPastEvents(state.history, pastEventOf(event, name, at)),
  };
  if (type === 'page') return counted;
  const products = readProducts(properties);
  return {
    ...counted,
    ...liked(state, AFFINITY_WEIGHTS.get(name), products, at, options),
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

/** What the person changes. It counts as nothing that was done in the shop. */
const PERSONAL: ReadonlyMap<string, (state: ProfileState, properties: Properties) => Changes> = /* @__PURE__ */ new Map(
  [
    [PROFILE_EVENTS.traitCorrected, correctTrait],
    [PROFILE_EVENTS.interestAdded, ({ interests }, { interest }) => ({ interests: withInterest(interests, interest) })],
    [
      PROFILE_EVENTS.interestRemoved,
      ({ interests }, { interest }) => ({ interests: interests.filter((other) => other !== interest) }),
    ],
    [PROFILE_EVENTS.itemForgotten, forgetItem],
    [PROFILE_EVENTS.categoryForgotten, forgetCategory],
    [PROFILE_EVENTS.profileForgotten, () => EMPTY_PROFILE],
  ],
);

function seen(state: ProfileState, event: KindredEvent, at: number): Changes {
  const session = event.context?.kindred?.session ?? '';
  const isNewSession = state.sessions === 0 || (session !== '' && session !== state.session);
  return {
    firstSeen: state.firstSeen === 0 ? at : Math.min(state.firstSeen, at),
    lastSeen: Math.max(state.lastSeen, at),
    sessions: state.sessions + (isNewSession ? 1 : 0),
    session: session || state.session,
  };
}

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
  { halfLifeMs }: FoldOptions,
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
  const bought = new Set(products.map(({ item }) => item));
  const sum = products.reduce((value, { price, quantity }) => value + price * quantity, 0);
  const value = amount(properties.total) ?? amount(properties.revenue) ?? sum;
  return {
    orders: { count: state.orders.count + 1, value: state.orders.value + value },
    purchased: [...bought, ...state.purchased.filter((item) => !bought.has(item))].slice(0, PROFILE_LIMITS.purchased),
    cart: state.cart.filter((line) => !bought.has(line.item)),
  };
}

function withInterest(interests: readonly string[], added: unknown): readonly string[] {
  const interest = text(added)?.trim();
  if (!interest || interests.includes(interest) || interests.length >= PROFILE_LIMITS.interests) return interests;
  return [...interests, interest];
}

function forgetItem(state: ProfileState, { item }: Properties): Changes {
  return {
    recent: state.recent.filter((entry) => entry.item !== item),
    purchased: state.purchased.filter((other) => other !== item),
    history: state.history.filter((event) => !isAbout(event, 'product_id', item)),
  };
}

function forgetCategory(state: ProfileState, { category }: Properties): Changes {
  const without = <Value>(map: ReadonlyMap<string, Value>) => new Map([...map].filter(([name]) => name !== category));
  return {
    views: without(state.views),
    affinity: without(state.affinity),
    recent: state.recent.filter((entry) => entry.category !== category),
    history: state.history.filter((event) => !isAbout(event, 'category', category)),
  };
}

/** Without a value the trait is forgotten. */
function correctTrait(state: ProfileState, { trait, value }: Properties): Changes {
  const name = text(trait);
  if (name === undefined) return {};
  if (value !== undefined) return { traits: mergeTraits(state, { [name]: value }) };
  return { traits: new Map([...state.traits].filter(([other]) => other !== name)) };
}

function mergeTraits(state: ProfileState, traits: Traits = {}): ProfileState['traits'] {
  const merged = new Map(state.traits);
  for (const [name, value] of Object.entries(traits)) {
    const kept = typeof value === 'string' ? text(value) : value;
    if (typeof kept === 'string' || typeof kept === 'boolean' || (typeof kept === 'number' && Number.isFinite(kept))) {
      if (merged.has(name) || merged.size < PROFILE_LIMITS.names) merged.set(name, kept);
    }
  }
  return merged;
}

function increment(counts: ReadonlyMap<string, number>, name: string): ReadonlyMap<string, number> {
  const key = name.slice(0, PROFILE_LIMITS.textLength);
  if (!counts.has(key) && counts.size >= PROFILE_LIMITS.names) return counts;
  return new Map(counts).set(key, (counts.get(key) ?? 0) + 1);
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

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value.slice(0, PROFILE_LIMITS.textLength) : undefined;
}

function amount(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
}
