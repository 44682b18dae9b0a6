import { KindredError } from '../core/at-once.ts';

/** How many events were given up since the outbox was created, by cause. */
export interface DropCounts {
  /** Journal entries that are not what we wrote. */
  readonly corrupt: number;
  /** Came when memory was full. */
  readonly overflow: number;
  /** Longer than 32,768 bytes of JSON. */
  readonly oversized: number;
  /** The collector will never take them. */
  readonly refused: number;
  /** Not lost: the journal failed (`storage-full`, `storage-unavailable`), so a crash would lose them. */
  readonly unjournaled: number;
  /** Have no JSON form: a circle, a BigInt. */
  readonly unserializable: number;
}

/** Why an event was given up. */
export type DropCause = keyof DropCounts;

/** Counts, and reports the first of each cause: a store that is full must not flood the console. */
export interface DropCounter {
  count(cause: DropCause, error?: unknown): void;
  counts(): DropCounts;
}

export function createDropCounter(report: (error: unknown) => void): DropCounter {
  let counts: DropCounts = Object.freeze({
    corrupt: 0,
    overflow: 0,
    oversized: 0,
    refused: 0,
    unjournaled: 0,
    unserializable: 0,
  });
  return {
    counts: () => counts,
    count(cause, error = new KindredError('invalid-event', `Outbox: ${cause} event given up, see dropped().`)) {
      if (counts[cause] === 0) report(error);
      counts = Object.freeze({ ...counts, [cause]: counts[cause] + 1 });
    },
  };
}
