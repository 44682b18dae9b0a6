import { type Clock, KindredError, type Timers } from '../core/index.ts';
import type { EventStore } from '../events/index.ts';
import { createReporter, type Report } from './report.ts';

/** What keeps to the time for which events may be kept. */
export interface RetentionOptions {
  readonly store: EventStore;
  /** Default: the system's clock and timers. */
  readonly clock?: Clock;
  readonly timers?: Timers;
  /** How often to look. Default: an hour. */
  readonly everyMs?: number;
  /** Hears when the store fails; the next pass tries again. Reports never contain visitor data. */
  readonly onReport?: (report: Report) => void;
}

/** Erases events whose time is over. */
export interface Retention {
  /** Erases now; answers how many events. */
  pass(): Promise<number>;
  /** Erases now and from time to time. Returns the undo; both may be called twice. */
  start(): () => void;
}

const HOUR_MS = 3_600_000;

/**
 * Erases the events that were to be kept until a time that is over (`context.kindred.until`), and what an erasing that was cut short
 * left behind.
 *
 * @throws KindredError `invalid-options`
 * @example
 * ```ts
 * import { createRetention } from 'kindred/server';
 * import { sqliteStore } from 'kindred/server/sqlite';
 *
 * const store = sqliteStore({ file: 'events.db' });
 * const stop = createRetention({ store }).start();
 * process.once('SIGTERM', stop);
 * ```
 */
export function createRetention(options: RetentionOptions): Retention {
  const { store, clock = systemClock, timers = systemTimers, everyMs = HOUR_MS } = options;
  if (typeof store?.eraseExpired !== 'function') {
    const message = 'store: createRetention needs an event store that can erase, such as sqliteStore({ file }).';
    throw new KindredError('invalid-options', message, { at: 'store' });
  }
  // Timers are not trusted with more than about 24 days.
  if (!Number.isFinite(everyMs) || everyMs < 1_000 || everyMs > 2_000_000_000) {
    throw new KindredError('invalid-options', `everyMs: ${everyMs} is not between a second and three weeks.`, {
      at: 'everyMs',
    });
  }
  const report = createReporter(options.onReport);
  let stop: (() => void) | undefined;

  const pass = () => store.eraseExpired(clock.now());

  const begin = () => {
    let isStopped = false;
    let cancel = () => {};
    const run = async (): Promise<void> => {
      try {
        await pass();
      } catch (cause) {
        report({
          kind: 'store-failed',
          message: `The event store "${store.name}" could not erase what is over.`,
          cause,
        });
      }
      if (!isStopped) cancel = timers.after(everyMs, () => void run());
    };
    void run();
    return () => {
      isStopped = true;
      cancel();
    };
  };

  return {
    pass,
    start() {
      stop ??= begin();
      return () => {
        stop?.();
        stop = undefined;
      };
    },
  };
}

const systemClock: Clock = { now: () => Date.now() };

/** A timer that does not keep the process from ending. */
const systemTimers: Timers = {
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
