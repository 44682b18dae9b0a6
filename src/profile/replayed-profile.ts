import type { KindredEvent } from '../events/index.ts';
import type { EventHistory, Facts } from '../rules/index.ts';
import { foldEvent } from './fold.ts';
import { createProfileHistory, type ProfileHistory } from './history.ts';
import { affinitiesAt, cartOf, recentOf } from './snapshot.ts';
import { EMPTY_PROFILE, type ProfileState } from './state.ts';

/** What a page would know about one person after the events of a log: the same fold, without a clock, a store and listeners. */
export type ReplayedProfile = ProfileState;

const HALF_LIFE_MS = 14 * 86_400_000;

/** What is known of somebody before the first event. */
export const NOBODY: ReplayedProfile = EMPTY_PROFILE;

/** What is known after one more event; the very same if the event is known already. */
export function foldLogged(profile: ReplayedProfile, event: KindredEvent): ReplayedProfile {
  return foldEvent(profile, event, { halfLifeMs: HALF_LIFE_MS });
}

/** The same without what was done, which takes most of the room. */
export function withoutHistory(profile: ReplayedProfile): ReplayedProfile {
  return profile.history.length > 0 ? { ...profile, history: EMPTY_PROFILE.history } : profile;
}

/** Some members of what a page's snapshot would be at a time, by name: who asks after every event asks for no more than is needed. */
export function factsOf(profile: ReplayedProfile, now: number, names: readonly string[]): Facts {
  const facts: Record<string, unknown> = {};
  for (const name of names) if (Object.hasOwn(PARTS, name)) facts[name] = PARTS[name]?.(profile, now);
  return facts;
}

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

/** The histories of those who did something lately, for conditions. */
export interface ReplayedHistories {
  /** What a person did; `key` stands for the person. Who was not asked for in a while has it made anew. */
  of(key: object, profile: ReplayedProfile): EventHistory;
}

/** A history with its answers takes more room than the events that it is made of: only so many are kept. */
export function createReplayedHistories(most: number = 10_000): ReplayedHistories {
  const kept = new Map<object, ProfileHistory>();
  return {
    of(key, { history }) {
      const known = kept.get(key);
      const past = known ?? createProfileHistory();
      // A map is in the order in which its keys came: the first is who was not seen for longest.
      if (known) kept.delete(key);
      kept.set(key, past);
      const [oldest] = kept.size > most ? kept.keys() : [];
      if (oldest) kept.delete(oldest);
      return past.of(history);
    },
  };
}
