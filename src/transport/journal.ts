import type { Clock, TextStore } from '../core/index.ts';
import { decodeEntry, type Entry, encodeEntry } from './entry.ts';

// Other keys of the same store are left alone.
const PREFIX = 'outbox/';

/** An entry that another tab left: which tab, under which key, and when (milliseconds since 1970; NaN for a forged key). */
export interface Orphan {
  readonly tab: string;
  readonly key: string;
  readonly timeMs: number;
}

/**
 * Events on disk, each under a key of its own, `outbox/<tab>/<time>.<number>`: writing one costs microseconds, however many
 * wait. Nothing here throws; what the store throws goes to `onError`.
 */
export interface Journal {
  nextKey(): string;
  write(key: string, entry: Entry): void;
  /** The entry; `corrupt` where somebody else wrote there; `undefined` where nothing is. */
  read(key: string): Entry | 'corrupt' | undefined;
  remove(key: string): void;
  orphans(): readonly Orphan[];
  /** Removes the entries of every tab. */
  clear(): void;
}

export function createJournal(
  store: TextStore,
  { tab, clock, onError }: { readonly tab: string; readonly clock: Clock; readonly onError: (error: unknown) => void },
): Journal {
  let written = 0;
  const guarded = <Value>(run: () => Value): Value | undefined => {
    try {
      return run();
    } catch (error) {
      onError(error);
      return undefined;
    }
  };
  const keys = () => guarded(() => store.keys().filter((key) => key.startsWith(PREFIX))) ?? [];
  const remove = (key: string) => guarded(() => store.delete(key));
  return {
    remove,
    nextKey: () => `${PREFIX}${tab}/${clock.now().toString(36)}.${(written++).toString(36)}`,
    write: (key, entry) => guarded(() => store.set(key, encodeEntry(entry))),
    read: (key) =>
      guarded(() => {
        const stored = store.get(key);
        return stored === undefined ? undefined : (decodeEntry(stored, key) ?? 'corrupt');
      }),
    orphans: () =>
      keys()
        .map(readKey)
        .filter((orphan) => orphan.tab !== tab),
    clear: () => keys().forEach(remove),
  };
}

function readKey(key: string): Orphan {
  const [, tab = '', place = ''] = key.split('/');
  return { tab, key, timeMs: Number.parseInt(place, 36) };
}
