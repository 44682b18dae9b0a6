import type { KindredEvent } from '../events/index.ts';
import type { EventHistory, Facts } from '../rules/index.ts';
import { foldEvent } from './fold.ts';
import { createProfileHistory } from './history.ts';
import { affinitiesAt, cartOf, type ProfileSnapshot, recentOf, snapshotOf } from './snapshot.ts';
import { EMPTY_PROFILE, type ProfileState } from './state.ts';

/** What a page would know about one person after the events of a log: the same fold, without a clock, a store and listeners. */
export interface ReplayedProfile {
  /** Folds an event in. `false` where it is known already. */
  record(event: KindredEvent): boolean;
  /** What is known at a time, in milliseconds since 1970. */
  snapshot(now: number): ProfileSnapshot;
  /** Some members of the snapshot, by name: who asks after every event asks for no more than is needed. */
  facts(now: number, names: readonly string[]): Facts;
  /** What was done; the same object as long as nothing is forgotten. */
  history(): EventHistory;
  /** Whom buckets and holdouts are drawn for; `undefined` before the first event. */
  unit(): string | undefined;
}

const HALF_LIFE_MS = 14 * 86_400_000;

// Each is what the snapshot has under that name.
const PARTS: Readonly<Record<string, (state: ProfileState, now: number) => unknown>> = {
  firstSeen: ({ firstSeen }) => firstSeen,
  lastSeen: ({ lastSeen }) => lastSeen,
  sessions: ({ sessions }) => sessions,
  counters: ({ counters }) => Object.fromEntries(counters),
  views: ({ views }) => ({ category: Object.fromEntries(views) }),
  affinity: (state, now) => ({ category: Object.fromEntries(affinitiesAt(state, now, HALF_LIFE_MS)) }),
  top(state, now) {
    const [favourite] = affinitiesAt(state, now, HALF_LIFE_MS);
    return favourite ? { category: favourite[0] } : {};
  },
  recentItems: ({ recent }) => recent,
  recent: recentOf,
  interests: ({ interests }) => interests,
  purchased: ({ purchased }) => purchased,
  orders: ({ orders }) => orders,
  cart: cartOf,
  traits: ({ traits }) => Object.fromEntries(traits),
};

/** Makes a profile that lives in memory, for those who replay the events of many people. */
export function createReplayedProfile(): ReplayedProfile {
  const past = createProfileHistory();
  let state: ProfileState = EMPTY_PROFILE;
  return {
    record(event) {
      const before = state;
      state = foldEvent(state, event, { halfLifeMs: HALF_LIFE_MS });
      return state !== before;
    },
    facts(now, names) {
      const facts: Record<string, unknown> = {};
      for (const name of names) if (Object.hasOwn(PARTS, name)) facts[name] = PARTS[name]?.(state, now);
      return facts;
    },
    snapshot: (now) => snapshotOf(state, now, HALF_LIFE_MS),
    history: () => past.of(state.history),
    unit: () => state.unit || undefined,
  };
}
