import { KindredError } from '../core/index.ts';
import type { EventFilter, EventStore, StoredEvent, WithdrawnGrant } from '../events/index.ts';
import { type EventPermission, isWithdrawn, permissionOf } from './event-permission.ts';
import { eventTime, timeRange } from './event-time.ts';
import { unknownPlace } from './reading-place.ts';

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
  // Replaced, never shortened, when events are erased: a reading goes on in the list with which it began.
  let events: StoredEvent[] = [];
  const kept = new Map<string, StoredEvent>();
  const withdrawn = createWithdrawn();
  let isOpen = true;
  const requireOpen = () => {
    if (!isOpen) throw new KindredError('storage-unavailable', 'The event store is closed. Create a new one.');
  };

  const eraseWhere = (isErased: (permission: EventPermission) => boolean): number => {
    const before = events.length;
    events = events.filter((event) => {
      const stays = !isErased(permissionOf(event));
      if (!stays) kept.delete(event.messageId);
      return stays;
    });
    return before - events.length;
  };

  return {
    name: 'memory',
    async append(added) {
      requireOpen();
      // Copied before anything is kept: a value that cannot be copied stores nothing, and callers may reuse theirs.
      const allowed = structuredClone(added.filter((event) => !withdrawn.has(permissionOf(event))));
      allowed.forEach(eventTime);
      const before = kept.size;
      for (const event of allowed) {
        if (kept.has(event.messageId)) continue;
        kept.set(event.messageId, Object.freeze(event));
        events.push(event);
      }
      const stored = kept.size - before;
      const refused = added.filter((event) => withdrawn.has(permissionOf(event))).map(({ messageId }) => messageId);
      const duplicates = allowed.length - stored;
      return refused.length === 0 ? { stored, duplicates } : { stored, duplicates, withdrawn: refused };
    },
    async *read(filter = {}) {
      requireOpen();
      const matches = matcher(filter);
      const [list, end] = [events, events.length];
      for (let index = placeAfter(list, filter); index < end; index++) {
        requireOpen();
        const event = list[index];
        if (event !== undefined && kept.get(event.messageId) === event && matches(event)) yield event;
      }
    },
    async count(filter = {}) {
      requireOpen();
      const matches = matcher(filter);
      return events.slice(placeAfter(events, filter)).filter(matches).length;
    },
    async erase(grants) {
      requireOpen();
      const ending = createWithdrawn();
      for (const grant of grants) {
        withdrawn.add(grant);
        ending.add(grant);
      }
      return eraseWhere(ending.has);
    },
    async eraseExpired(now) {
      requireOpen();
      return eraseWhere(({ until }) => until !== undefined && until <= now);
    },
    async close() {
      isOpen = false;
    },
  };
}

/** The permissions that ended, found by their consent event. */
function createWithdrawn() {
  const byGrant = new Map<string, WithdrawnGrant[]>();
  return {
    add(ended: WithdrawnGrant): void {
      const known = byGrant.get(ended.grant) ?? [];
      // The same is told with every deposit.
      if (known.every(({ purpose }) => purpose !== ended.purpose)) byGrant.set(ended.grant, [...known, { ...ended }]);
    },
    has(permission: EventPermission): boolean {
      const ended = byGrant.get(permission.grant ?? '') ?? [];
      return ended.some((grant) => isWithdrawn(permission, grant));
    },
  };
}

function placeAfter(events: readonly StoredEvent[], { after }: EventFilter): number {
  if (after === undefined) return 0;
  const index = events.findIndex(({ messageId }) => messageId === after);
  if (index < 0) throw unknownPlace(after);
  return index + 1;
}

function matcher(filter: EventFilter): (event: StoredEvent) => boolean {
  const { type, event: name, userId, anonymousId, grant } = filter;
  const { from, until } = timeRange(filter);
  const isWithin = (time: number) => time >= from && time < until;
  return (event) =>
    (type === undefined || event.type === type) &&
    (name === undefined || event.event === name) &&
    (userId === undefined || event.userId === userId) &&
    (anonymousId === undefined || event.anonymousId === anonymousId) &&
    (grant === undefined || permissionOf(event).grant === grant) &&
    isWithin(eventTime(event));
}
