import { KindredError } from '../core/index.ts';
import type { EventFilter, EventStore, StoredEvent } from '../events/index.ts';
import { eventTime, timeRange } from './event-time.ts';

/**
 * Keeps events in memory, for tests and demos: they are gone when the process ends.
 *
 * @example
 * ```ts
 * import { createCollector, memoryEventStore } from 'kindred/server';
 *
 * const store = memoryEventStore();
 * const collector = createCollector({ store });
 * ```
 */
export function memoryEventStore(): EventStore {
  const events: StoredEvent[] = [];
  const known = new Set<string>();
  let isOpen = true;
  const requireOpen = () => {
    if (!isOpen) throw new KindredError('storage-unavailable', 'The event store is closed. Create a new one.');
  };
  return {
    name: 'memory',
    async append(added) {
      requireOpen();
      // Copied before anything is kept: a value that cannot be copied stores nothing, and callers may reuse theirs.
      const fresh = structuredClone(added.filter((event) => !known.has(event.messageId)));
      fresh.forEach(eventTime);
      const before = known.size;
      for (const event of fresh) {
        if (known.has(event.messageId)) continue;
        known.add(event.messageId);
        events.push(Object.freeze(event));
      }
      const stored = known.size - before;
      return { stored, duplicates: added.length - stored };
    },
    async *read(filter = {}) {
      requireOpen();
      const matches = matcher(filter);
      const end = events.length;
      for (let index = 0; index < end; index++) {
        requireOpen();
        const event = events[index];
        if (event !== undefined && matches(event)) yield event;
      }
    },
    async count(filter = {}) {
      requireOpen();
      return events.filter(matcher(filter)).length;
    },
    async close() {
      isOpen = false;
    },
  };
}

function matcher(filter: EventFilter): (event: StoredEvent) => boolean {
  const { type, event: name, userId, anonymousId } = filter;
  const { from, until } = timeRange(filter);
  const isWithin = (time: number) => time >= from && time < until;
  return (event) =>
    (type === undefined || event.type === type) &&
    (name === undefined || event.event === name) &&
    (userId === undefined || event.userId === userId) &&
    (anonymousId === undefined || event.anonymousId === anonymousId) &&
    isWithin(eventTime(event));
}
