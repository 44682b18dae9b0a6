import type { KindredEvent } from '../events/index.ts';
import type { EventHistory } from '../rules/index.ts';
import { foldEvent } from './fold.ts';
import { createProfileHistory } from './history.ts';
import { type ProfileSnapshot, snapshotOf } from './snapshot.ts';
import { EMPTY_PROFILE, type ProfileState } from './state.ts';

/** What a page would know about one person after the events of a log: the same fold, without a clock, a store and listeners. */
export interface ReplayedProfile {
  /** Folds an event in. `false` where it is known already. */
  record(event: KindredEvent): boolean;
  /** What is known at a time, in milliseconds since 1970. */
  snapshot(now: number): ProfileSnapshot;
  /** What was done; the same object as long as nothing is forgotten. */
  history(): EventHistory;
  /** Whom buckets and holdouts are drawn for; `undefined` before the first event. */
  unit(): string | undefined;
}

const HALF_LIFE_MS = 14 * 86_400_000;

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
    snapshot: (now) => snapshotOf(state, now, HALF_LIFE_MS),
    history: () => past.of(state.history),
    unit: () => state.unit || undefined,
  };
}
