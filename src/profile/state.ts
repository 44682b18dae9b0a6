import { isRecord, isString } from '../core/index.ts';
import type { DecayingScore } from './decay.ts';
import { isPastEvent, type PastEvent } from './past-event.ts';
import { isNumber, isScalar } from './scalar.ts';

/** An item that was looked at. */
export interface RecentItem {
  readonly item: string;
  /** When, in milliseconds since 1970-01-01 UTC. */
  readonly at: number;
  readonly name?: string;
  readonly category?: string;
}

/** An item in the cart. */
export interface CartLine {
  readonly item: string;
  readonly quantity: number;
  /** Price of one, where it was told. */
  readonly price: number;
}

/** What is stored: the fold over all events so far. */
export interface ProfileState {
  /** Version of this form. */
  readonly v: 1;
  readonly firstSeen: number;
  readonly lastSeen: number;
  readonly sessions: number;
  readonly session: string;
  /** How often each event happened, by its name. */
  readonly counters: ReadonlyMap<string, number>;
  /** How many items of each category were looked at. */
  readonly views: ReadonlyMap<string, number>;
  /** How much each category is liked. */
  readonly affinity: ReadonlyMap<string, DecayingScore>;
  /** Newest first. */
  readonly recent: readonly RecentItem[];
  /** The tags that the person added. */
  readonly interests: readonly string[];
  /** Items that were bought, newest first. */
  readonly purchased: readonly string[];
  readonly orders: { readonly count: number; readonly value: number };
  readonly cart: readonly CartLine[];
  readonly traits: ReadonlyMap<string, string | number | boolean>;
  /** Ids of the newest events that are folded in, newest first: each counts once, however often it comes. */
  readonly folded: readonly string[];
  /** What was done, oldest first, for conditions over the history. */
  readonly history: readonly PastEvent[];
  /** Whom buckets and holdouts are drawn for: the id of the first event. It stays on this device. */
  readonly unit: string;
}

// Maps, not objects: names come from events, and a Map has no `__proto__`. Structured clone stores them as they are.

export const EMPTY_PROFILE: ProfileState = /* @__PURE__ */ readParts({});

/** Reads what was stored; `undefined` for anything else. A part that somebody broke is left empty. */
export function readProfileState(stored: unknown): ProfileState | undefined {
  return isRecord(stored) && stored.v === 1 ? readParts(stored) : undefined;
}

function readParts(stored: Readonly<Record<string, unknown>>): ProfileState {
  const orders = isRecord(stored.orders) ? stored.orders : {};
  return {
    v: 1,
    firstSeen: number(stored.firstSeen),
    lastSeen: number(stored.lastSeen),
    sessions: number(stored.sessions),
    session: text(stored.session),
    counters: mapOf(stored.counters, isNumber),
    views: mapOf(stored.views, isNumber),
    affinity: mapOf(stored.affinity, isDecayingScore),
    recent: listOf(stored.recent, isRecentItem),
    interests: listOf(stored.interests, isString),
    purchased: listOf(stored.purchased, isString),
    orders: { count: number(orders.count), value: number(orders.value) },
    cart: listOf(stored.cart, isCartLine),
    traits: mapOf(stored.traits, isScalar),
    folded: listOf(stored.folded, isString),
    history: listOf(stored.history, isPastEvent),
    unit: text(stored.unit),
  };
}

function mapOf<Value>(input: unknown, isValue: (value: unknown) => value is Value): ReadonlyMap<string, Value> {
  const map = new Map<string, Value>();
  if (input instanceof Map) {
    for (const [key, value] of input) if (isString(key) && isValue(value)) map.set(key, value);
  }
  return map;
}

function listOf<Value>(input: unknown, isValue: (value: unknown) => value is Value): readonly Value[] {
  return Array.isArray(input) ? input.filter(isValue) : [];
}

function number(value: unknown): number {
  return isNumber(value) ? value : 0;
}

function text(value: unknown): string {
  return isString(value) ? value : '';
}

function isOptionalText(value: unknown): boolean {
  return value === undefined || isString(value);
}

function isDecayingScore(value: unknown): value is DecayingScore {
  return isRecord(value) && isNumber(value.score) && isNumber(value.at);
}

function isRecentItem(value: unknown): value is RecentItem {
  return (
    isRecord(value) &&
    isString(value.item) &&
    isNumber(value.at) &&
    isOptionalText(value.name) &&
    isOptionalText(value.category)
  );
}

function isCartLine(value: unknown): value is CartLine {
  return isRecord(value) && isString(value.item) && isNumber(value.quantity) && isNumber(value.price);
}
