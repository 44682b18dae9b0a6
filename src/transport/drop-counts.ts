import { KindredError } from '../core/index.ts';

/** Why an event was given up; `unjournaled` ones are not lost, but would not survive a crash. */
export const DROP_CAUSES = ['corrupt', 'overflow', 'oversized', 'refused', 'unjournaled', 'unserializable'] as const;

/** One of {@link DROP_CAUSES}. */
export type DropCause = (typeof DROP_CAUSES)[number];

/** How many events were given up, by cause. */
export type DropCounts = Readonly<Record<DropCause, number>>;

/** Counts, and reports the first of each cause: a store that is full must not flood the console. */
export interface DropCounter {
  count(cause: DropCause, error?: unknown): void;
  counts(): DropCounts;
}

const NONE: DropCounts = { corrupt: 0, overflow: 0, oversized: 0, refused: 0, unjournaled: 0, unserializable: 0 };

const MESSAGES: Readonly<Record<DropCause, string>> = {
  corrupt: 'discarded a journal entry that is no event of ours',
  overflow: 'too much waits, dropped the newest event',
  oversized: 'dropped an event of more than 32,768 characters',
  refused: 'the collector refused an event for good, dropped it',
  unjournaled: 'the journal takes no more, events wait in memory only',
  unserializable: 'dropped an event that has no JSON form',
};

export function createDropCounter(report: (error: unknown) => void): DropCounter {
  let counts = Object.freeze({ ...NONE });
  return {
    counts: () => counts,
    count(cause, error) {
      counts = Object.freeze({ ...counts, [cause]: counts[cause] + 1 });
      if (counts[cause] > 1) return;
      const code = cause === 'unjournaled' ? 'storage-unavailable' : 'invalid-event';
      report(new KindredError(code, `Outbox: ${MESSAGES[cause]}. Further ones are only counted.`, { cause: error }));
    },
  };
}
