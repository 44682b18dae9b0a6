import type { Logger } from '../core/index.ts';
import type { KindredEvent } from '../events/index.ts';

/** Keeps events in memory, and nowhere else, until the person has chosen. */
export interface WaitingRoom {
  add(event: KindredEvent): void;
  /** All that wait, oldest first; afterwards none do. */
  takeAll(): readonly KindredEvent[];
  size(): number;
  /** All that wait, oldest first; they go on waiting. */
  all(): readonly KindredEvent[];
}

export function createWaitingRoom(limit: number, logger: Logger): WaitingRoom {
  let events: KindredEvent[] = [];
  let told = false;
  return {
    add(event) {
      const copy = copyOf(event);
      if (!copy) return logger.warn('An event was left out: it is not JSON.');
      events.push(copy);
      if (events.length <= limit) return;
      events.shift();
      if (!told) logger.warn(`Over ${limit} events wait for a choice: the oldest go.`);
      told = true;
    },
    takeAll() {
      const taken = events;
      events = [];
      return taken;
    },
    size: () => events.length,
    all: () => [...events],
  };
}

/** The page may go on changing what it passed to `track`: what waits is a copy. */
function copyOf(event: KindredEvent): KindredEvent | undefined {
  try {
    return JSON.parse(JSON.stringify(event));
  } catch {
    return undefined;
  }
}
