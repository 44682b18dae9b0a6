import { deepFreeze } from '../core/index.ts';
import { scoreAt } from './decay.ts';
import type { CartLine, ProfileState, RecentItem } from './state.ts';

/** What is known, as a person reads it and as rules do: names to plain values, frozen. */
export interface ProfileSnapshot {
  readonly firstSeen: number;
  readonly lastSeen: number;
  readonly sessions: number;
  /** How often each event happened: `counters['Product Viewed']`. */
  readonly counters: Readonly<Record<string, number>>;
  readonly views: { readonly category: Readonly<Record<string, number>> };
  /** How much is liked: each view counts 1, each adding 3, each purchase 5, halved in every half-life. */
  readonly affinity: { readonly category: Readonly<Record<string, number>> };
  /** What is liked best; absent where nothing is known. */
  readonly top: { readonly category?: string };
  /** Newest first. */
  readonly recentItems: readonly RecentItem[];
  readonly recent: { readonly items: readonly string[]; readonly categories: readonly string[] };
  readonly interests: readonly string[];
  readonly purchased: readonly string[];
  readonly orders: { readonly count: number; readonly value: number };
  readonly cart: { readonly count: number; readonly value: number; readonly items: readonly CartLine[] };
  readonly traits: Readonly<Record<string, string | number | boolean>>;
}

/** Below this an affinity is as good as forgotten: a view after four half-lives. */
const NEGLIGIBLE = 0.0625;

export function snapshotOf(state: ProfileState, now: number, halfLifeMs: number): ProfileSnapshot {
  const affinity = affinitiesAt(state, now, halfLifeMs);
  const favourite = affinity[0]?.[0];
  return deepFreeze({
    firstSeen: state.firstSeen,
    lastSeen: state.lastSeen,
    sessions: state.sessions,
    counters: Object.fromEntries(state.counters),
    views: { category: Object.fromEntries(state.views) },
    affinity: { category: Object.fromEntries(affinity) },
    top: favourite === undefined ? {} : { category: favourite },
    recentItems: [...state.recent],
    recent: recentOf(state),
    interests: [...state.interests],
    purchased: [...state.purchased],
    orders: { ...state.orders },
    cart: cartOf(state),
    traits: Object.fromEntries(state.traits),
  });
}

/** What is liked, most of all first. */
export function affinitiesAt(
  { affinity }: ProfileState,
  now: number,
  halfLifeMs: number,
): readonly (readonly [category: string, score: number])[] {
  return [...affinity]
    .map(([name, score]): readonly [string, number] => [name, scoreAt(score, now, halfLifeMs)])
    .filter(([, score]) => score >= NEGLIGIBLE)
    .sort(([, a], [, b]) => b - a);
}

export function recentOf({ recent }: ProfileState): ProfileSnapshot['recent'] {
  const categories = new Set(recent.map(({ category }) => category).filter((category) => category !== undefined));
  return { items: recent.map(({ item }) => item), categories: [...categories] };
}

export function cartOf({ cart }: ProfileState): ProfileSnapshot['cart'] {
  return {
    count: cart.reduce((count, { quantity }) => count + quantity, 0),
    value: cart.reduce((value, { quantity, price }) => value + quantity * price, 0),
    items: [...cart],
  };
}
