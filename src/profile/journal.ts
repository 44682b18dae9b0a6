import { isRecord, type Logger, type TextStore } from '../core/index.ts';
import type { KindredEvent } from '../events/index.ts';

/** Keeps events until the profile that holds them is stored: a page may end in the middle of writing it. */
export interface ProfileJournal {
  add(event: KindredEvent): void;
  remove(events: readonly KindredEvent[]): void;
  /** What this page and others have not stored yet. */
  read(): readonly KindredEvent[];
}

export function createProfileJournal(store: TextStore | undefined, logger: Logger): ProfileJournal {
  const attempt = (action: () => void) => {
    try {
      action();
    } catch (error) {
      logger.warn('The journal of the profile could not be used.', error);
    }
  };
  return {
    add: (event) => attempt(() => store?.set(event.messageId, JSON.stringify(event))),
    remove: (events) =>
      attempt(() => {
        for (const { messageId } of events) store?.delete(messageId);
      }),
    read() {
      const events: KindredEvent[] = [];
      for (const key of store?.keys() ?? []) {
        attempt(() => {
          const event: unknown = JSON.parse(store?.get(key) ?? 'null');
          if (isEvent(event, key)) events.push(event);
          else store?.delete(key);
        });
      }
      return events.sort((a, b) => Date.parse(a.timestamp) - Date.parse(b.timestamp));
    },
  };
}

/** Enough of a look for the fold, which trusts no property. */
function isEvent(value: unknown, id: string): value is KindredEvent {
  return (
    isRecord(value) && value.messageId === id && typeof value.type === 'string' && typeof value.timestamp === 'string'
  );
}
