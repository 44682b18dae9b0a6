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

  /** One came at the end; of a full history the oldest leaves by itself. It is what nearly always happens. */
  const isAppended = (events: readonly PastEvent[]) => {
    if (events.at(-2) !== known.at(-1)) return false;
    if (events.length === known.length + 1) return events[0] === known[0] || known.length === 0;
    return events.length === PROFILE_LIMITS.history && events.length === known.length && events[0] === known[1];
  };

  return {
    of(events) {
      if (events === known) return history;
      const newest = events.at(-1);
      if (newest && isAppended(events)) history.record(newest);
      else if (isMore(events)) for (const event of events) history.record(event);
      // Something was forgotten, and must be so here.
      else history = begin(events);
      known = events;
      return history;
    },
  };

  function isMore(events: readonly PastEvent[]): boolean {
    const kept = new Set(events.map(({ id }) => id));
    return known.every(({ id }) => kept.has(id));
  }
}

function begin(events: readonly PastEvent[]): EventHistory {
  return createEventHistory({
    events,
    retentionMs: PROFILE_LIMITS.historyMs,
    maxEvents: PROFILE_LIMITS.history,
  });
}
