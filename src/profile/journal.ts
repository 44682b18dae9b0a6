import { isRecord, type Logger, type TextStore } from '../core/index.ts';
import type { KindredEvent } from '../events/index.ts';

/** Keeps events until the profile that holds them is stored: a page may end in the middle of writing it. */
export interface ProfileJournal {
  add(event: KindredEvent): void;
  remove(events: readonly KindredEvent[]): void;
  /** What this page and others have not stored yet. */
  read(): readonly KindredEvent[];
}

const MAX_EVENTS = 100;

export function createProfileJournal(store: TextStore | undefined, logger: Logger): ProfileJournal {
  const attempt = (action: () => void) => {
    try {
      action();
    } catch (error) {
      logger.warn('The journal of the profile could not be used.', error);
    }
  };
  const remove = (events: readonly KindredEvent[]) =>
    attempt(() => {
      for (const { messageId } of events) store?.delete(messageId);
    });
  return {
    remove,
    add: (event) => attempt(() => store?.set(event.messageId, JSON.stringify(event))),
    read() {
      const events: KindredEvent[] = [];
      for (const key of store?.keys() ?? []) {
        attempt(() => {
          const event: unknown = JSON.parse(store?.get(key) ?? 'null');
          if (isEvent(event, key)) events.push(event);
          else store?.delete(key);
        });
      }
      events.sort((a, b) => Date.parse(a.timestamp) - Date.parse(b.timestamp));
      // Where the profile can never be stored, the newest events stand for it.
      remove(events.splice(0, Math.max(0, events.length - MAX_EVENTS)));
      return events;
    },
  };
}

/** Enough of a look for the fold, which trusts no property. */
function isEvent(value: unknown, id: string): value is KindredEvent {
  return (
    isRecord(value) && value.messageId === id && typeof value.type === 'string' && typeof value.timestamp === 'string'
  );
}
