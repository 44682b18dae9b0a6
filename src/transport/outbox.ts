import type { Clock, Locks, PageLifecycle, Random, Sender, SendOutcome, TextStore, Timers } from '../core/index.ts';
import type { EventContext, KindredEvent } from '../events/index.ts';
import { adoptOrphans, GRACE_MS } from './adoption.ts';
import { encodeBatch, takeBatch } from './batch.ts';
import { deliver } from './delivery.ts';
import { createDropCounter, type DropCounts } from './drop-counts.ts';
import { type Entry, isOversized, jsonOf } from './entry.ts';
import { createJournal } from './journal.ts';
import { retryDelayMs } from './retry-delay.ts';
import { createTabLife, type TabLife } from './tab-life.ts';

/** What an outbox is made of. */
export interface OutboxOptions {
  readonly sender: Sender;
  readonly clock: Clock;
  readonly random: Random;
  readonly timers: Timers;
  /** Told of the first event given up of each cause; never with visitor data. */
  readonly report: (error: unknown) => void;
  /** Without it nothing is sent early when the page may end. */
  readonly lifecycle?: PageLifecycle;
  /** Keeps events across crashes and pages, under keys that begin with `outbox/`. Without it they wait in memory only. */
  readonly journal?: TextStore;
  /** Tells which tabs live, so that what dead ones left is adopted at once. */
  readonly locks?: Locks;
  /** As soon as so many events wait, they are sent. A request carries what waits, up to about 60 kB. */
  readonly maxBatch?: number;
  /** An event waits at most so long for others. */
  readonly maxDelayMs?: number;
  /** Memory for waiting events, in characters of JSON. What comes when it is full is dropped and counted. */
  readonly maxWaitingChars?: number;
  /** What all events put here share: it travels once per request. An event's own context wins. */
  readonly context?: EventContext;
}

/** Events that wait to be sent. */
export interface Outbox {
  /**
   * Adopts what dead tabs left, and begins to send. Returns its undo, which sends nothing, leaves no timer, listener or lock,
   * and keeps what waits in memory and journal for the next start.
   */
  start(): () => void;
  /** Takes an event that may leave; also before `start`. Never throws. */
  put(event: KindredEvent): void;
  /** Sends what waits; ends when each event had its attempt. Sends nothing unless started. Never rejects. */
  flush(): Promise<void>;
  /** Forgets everything that waits, here and in the journal, at once. A sending under way brings nothing back. */
  clear(): void;
  /** How many events wait or are under way. */
  size(): number;
  /** Those events, oldest first. */
  waiting(): readonly KindredEvent[];
  /** What was given up since creation. Frozen; another object after a change. */
  dropped(): DropCounts;
}

/**
 * Keeps events until the collector has them: through crashes, outages and closed tabs. A collector keeps one event per
 * `messageId`, so what is sent twice counts once. Retries for ever, with full jitter; drops only what is refused for good.
 *
 * @example
 * ```ts
 * import { webStorage } from 'kindred/storage';
 * import { memoryPlatform } from 'kindred/testing';
 * import { createOutbox, fetchSender } from 'kindred/transport';
 *
 * const { clock, random, timers } = memoryPlatform();
 * const outbox = createOutbox({
 *   clock,
 *   random,
 *   timers,
 *   sender: fetchSender({ url: '/v1/batch' }),
 *   journal: webStorage(() => localStorage, 'shop:'),
 *   report: (error) => console.warn(error),
 * });
 * const stop = outbox.start();
 * outbox.put({ type: 'track', event: 'Product Viewed', messageId: 'm-1', timestamp: new Date().toISOString() });
 * await outbox.flush();
 * stop();
 * ```
 */
export function createOutbox(options: OutboxOptions): Outbox {
  const { sender, clock, random, timers, report, lifecycle, maxBatch = 20, maxDelayMs = 1000 } = options;
  const { maxWaitingChars = 4_000_000 } = options;
  const context = (options.context && jsonOf(options.context)) ?? '';
  const tab = random.next().toString(36).slice(2);
  const drops = createDropCounter(report);
  const journal = options.journal && createJournal(options.journal, tab, clock, drops.count);
  const entries = new Set<Entry>();

  let isRunning = false;
  let life: TabLife | undefined;
  let waitingChars = 0;
  let failures = 0;
  let flushing: Promise<void> | undefined;
  let cancelFlush: (() => void) | undefined;
  let cancelAdoption: (() => void) | undefined;
  let stopListening: (() => void) | undefined;

  const add = (entry: Entry) => {
    entries.add(entry);
    waitingChars += entry.text.length;
    wake();
  };

  const fits = (text: string) => waitingChars + text.length <= maxWaitingChars;

  /** While a flush runs, or a retry waits for its time, new events travel with it. */
  const wake = () => {
    if (!isRunning || flushing || entries.size === 0) return;
    if (entries.size >= maxBatch && failures === 0) void flush();
    else if (!cancelFlush) schedule(maxDelayMs);
  };

  const schedule = (delayMs: number) => {
    unschedule();
    cancelFlush = timers.after(delayMs, () => void flush());
  };

  const unschedule = () => {
    cancelFlush?.();
    cancelFlush = undefined;
  };

  const desk = {
    entries,
    async send(batch: readonly Entry[], keepalive: boolean): Promise<SendOutcome> {
      try {
        const outcome = await sender.send(encodeBatch(batch, clock.now()), { keepalive });
        for (let left = outcome.kind === 'delivered' ? (outcome.rejected ?? 0) : 0; left > 0; left--)
          drops.count('refused');
        return outcome;
      } catch {
        return { kind: 'failed' };
      }
    },
    finish(entry: Entry, outcome: SendOutcome) {
      if (!entries.delete(entry)) return;
      waitingChars -= entry.text.length;
      if (entry.key !== undefined) journal?.remove(entry.key);
      if (outcome.kind === 'refused') drops.count('refused');
    },
  };

  const dispatch = async (batch: readonly Entry[], flight: 'plain' | 'keepalive'): Promise<boolean> => {
    const outcome = await deliver(batch, flight, desk);
    const isThrough = outcome.kind !== 'failed';
    // The way is free again: what other tabs left behind during the outage may go, too.
    if (isThrough && failures > 0) void adopt();
    if (isThrough) failures = 0;
    else if (isRunning && entries.size > 0) schedule(retryDelayMs(failures++, outcome.retryAfterMs ?? 0, random));
    return isThrough;
  };

  const drain = async () => {
    // What is put within one task travels together.
    await undefined;
    while (isRunning) {
      const batch = takeBatch(entries, 'plain');
      if (batch.length === 0 || !(await dispatch(batch, 'plain'))) break;
    }
    flushing = undefined;
  };

  const flush = async (): Promise<void> => {
    if (!isRunning) return;
    unschedule();
    flushing ??= drain();
    await flushing;
  };

  /** One request outlives the page; the rest goes the ordinary way, and stays in the journal if the page ends first. */
  const hide = () => {
    const batch = takeBatch(entries, 'keepalive');
    if (batch.length > 0) void dispatch(batch, 'keepalive');
    void flush();
    letGo();
  };

  const live = () => (life ??= createTabLife(options.locks));

  const letGo = () => {
    life?.end();
    life = undefined;
  };

  const postpone = () => {
    cancelAdoption?.();
    if (isRunning) cancelAdoption = timers.after(GRACE_MS, () => void adopt());
  };

  const adopt = async () => {
    if (journal && isRunning) await adoptOrphans(tab, { journal, life: live(), clock, accept: add, postpone });
  };

  const stop = () => {
    isRunning = false;
    unschedule();
    cancelAdoption?.();
    stopListening?.();
    letGo();
  };

  return {
    start() {
      if (isRunning) return stop;
      isRunning = true;
      stopListening = lifecycle?.onHide(hide);
      void adopt();
      wake();
      return stop;
    },
    put(event) {
      const text = jsonOf(event);
      if (text === undefined) return drops.count('unserializable');
      if (isOversized(text)) return drops.count('oversized');
      if (!fits(text)) return drops.count('overflow');
      const entry: Entry = { text, context, key: undefined, flight: undefined };
      entry.key = journal?.write(event.messageId, entry);
      if (journal && isRunning && !life) void live().hold(tab);
      add(entry);
    },
    flush,
    clear() {
      entries.clear();
      waitingChars = 0;
      failures = 0;
      unschedule();
      cancelAdoption?.();
      journal?.clear();
    },
    size: () => entries.size,
    waiting: () => [...entries].map(({ text }) => JSON.parse(text)),
    dropped: drops.counts,
  };
}
