import { createEventHistory, type EventHistory } from '../rules/index.ts';
import { PROFILE_LIMITS } from './limits.ts';
import type { PastEvent } from './past-event.ts';

/** The history that conditions read, kept in step with the events of a state. */
export interface ProfileHistory {
  /** The history of these events: the same object as before, unless something was forgotten. */
  of(events: readonly PastEvent[]): EventHistory;
}

export function createProfileHistory(): ProfileHistory {
  let history = begin([]);
  let known: readonly PastEvent[] = [];

  return {
    of(events) {
      if (events === known) return history;
      const kept = new Set(events.map(({ id }) => id));
      const oldest = events[0]?.at ?? Number.POSITIVE_INFINITY;
      // The oldest leave a full history by themselves; what else is missing was erased.
      if (known.some(({ id, at }) => !kept.has(id) && at >= oldest) || events.length === 0) history = begin(events);
      else for (const event of events) history.record(event);
      known = events;
      return history;
    },
  };
}

function begin(events: readonly PastEvent[]): EventHistory {
  return createEventHistory({
    events,
    retentionMs: PROFILE_LIMITS.historyMs,
    maxEvents: PROFILE_LIMITS.history,
  });
}
