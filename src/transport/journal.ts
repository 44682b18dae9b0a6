import type { Clock, TextStore } from '../core/index.ts';
import type { DropCounter } from './drop-counts.ts';
import { decodeEntry, type Entry, encodeEntry } from './entry.ts';

// Other keys of the same store are left alone.
const PREFIX = 'outbox/';

/**
 * Events on disk, each under a key of its own, `outbox/<tab>/<time>.<messageId>`: writing one costs microseconds, however
 * many wait. Nothing here throws: what the store throws, and what somebody else wrote, is counted.
 */
export interface Journal {
  /** Writes an event; returns its key. */
  write(messageId: string, entry: Entry): string;
  /** The entry of an orphan, which is then in memory. What is not one of ours is discarded. */
  take(key: string): Entry | undefined;
  remove(key: string): void;
  /** Keys of all entries that are not in memory. */
  orphans(): readonly string[];
  /** Removes the entries of every tab. */
  clear(): void;
}

/** The tab that a key names, and when it was written (milliseconds since 1970). A forged key may name anything. */
export function readKey(key: string): { readonly tab: string; readonly timeMs: number } {
  const [, tab = '', place = ''] = key.split('/');
  return { tab, timeMs: Number.parseInt(place, 36) };
}

/** Opens the journal for one tab. */
export function createJournal(store: TextStore, tab: string, clock: Clock, count: DropCounter['count']): Journal {
  const inMemory = new Set<string>();
  const guarded = <Value>(run: () => Value): Value | undefined => {
    try {
      return run();
    } catch (error) {
      count('unjournaled', error);
      return undefined;
    }
  };
  const remove = (key: string) => {
    inMemory.delete(key);
    guarded(() => store.delete(key));
  };
  const keys = () => guarded(() => store.keys().filter((key) => key.startsWith(PREFIX))) ?? [];
  return {
    remove,
    write(messageId, entry) {
      // Named by the event: whatever else two pages share, they never overwrite each other's.
      const key = `${PREFIX}${tab}/${clock.now().toString(36)}.${messageId}`;
      inMemory.add(key);
      guarded(() => store.set(key, encodeEntry(entry)));
      return key;
    },
    take(key) {
      const stored = guarded(() => store.get(key));
      if (stored === undefined) return undefined;
      const entry = decodeEntry(stored, key);
      if (entry) inMemory.add(key);
      else {
        remove(key);
        count('corrupt');
      }
      return entry;
    },
    orphans: () => keys().filter((key) => !inMemory.has(key)),
    clear() {
      keys().forEach(remove);
      inMemory.clear();
    },
  };
}
