import type { Consent, Gate, Need, Pseudonyms } from '../../consent/index.ts';
import type { Sender, TextStore } from '../../core/index.ts';
import type { KindredEvent } from '../../events/index.ts';
import type { DropCounts, Outbox, OutboxOptions } from '../../transport/index.ts';
import { EARLY_KEYS } from '../sending/early-keys.ts';
import type { SendingCode } from '../sending/index.ts';

/** What an outlet is made of. */
export interface OutletOptions extends Omit<OutboxOptions, 'sender'> {
  readonly consent: Consent;
  readonly gate: Gate;
  /** The permission that events leave by: `analytics` at `anonymous`, by the shop itself, unless given. */
  readonly need?: Need;
  /** The collector's address for batches, such as `/v1/batch`. */
  readonly url: string;
  /** Used instead of `fetch` to that address. The gate is before it. */
  readonly sender?: Sender | undefined;
  /** Keeps events across crashes and pages, behind the gate: with permission to keep anything (`storage`) alone. */
  readonly journal?: TextStore;
  /** Names for another party than the shop. Without it nothing goes to one. */
  readonly pseudonyms?: Pick<Pseudonyms, 'of'>;
  /** Has the last look at each event that leaves, in the form in which it does. */
  readonly address?: (event: KindredEvent) => KindredEvent;
  /** The module `kindred/tracking/sending`, where a page bundles it. Without it that code is loaded once something may leave. */
  readonly code?: SendingCode | undefined;
  /** Loads that code instead, with whatever else it needs. */
  readonly loadCode?: () => Promise<SendingCode>;
}

/** The way of events to one collector, as far as the person allows it. */
export interface Outlet extends Pick<Outbox, 'start' | 'put' | 'flush' | 'clear' | 'size' | 'waiting' | 'dropped'> {
  /** Loads the code that sends, so that nothing need wait for it. Never rejects. */
  ready(): Promise<void>;
}

const REMEMBER: Need = { purpose: 'storage' };
const COLLECT: Need = { purpose: 'analytics', degree: 'anonymous' };
/** Where the code cannot be loaded, the oldest go. */
const MAX_EARLY = 1000;
const NONE: DropCounts = /* @__PURE__ */ Object.freeze({
  corrupt: 0,
  overflow: 0,
  oversized: 0,
  refused: 0,
  unjournaled: 0,
  unserializable: 0,
});

/** The way itself, for whoever brings the code along: a page that has it from its start shall not ask for it again. */
export function createOutletWith(options: OutletOptions): Outlet {
  const { gate, need = COLLECT, report, loadCode } = options;
  const journal = options.journal && gate.text([REMEMBER, need], options.journal);
  /** What came before the code that sends. */
  const early = new Map<string, KindredEvent>();
  let lost = 0;
  let sending: Outbox | undefined;
  let loading: Promise<void> | undefined;
  let isRunning = false;
  let stopSending: (() => void) | undefined;
  let stopFollowing: (() => void) | undefined;

  const begin = ({ createSending }: SendingCode) => {
    sending = createSending({ ...options, need, ...(journal && { journal }) });
    leave();
    if (isRunning) stopSending = sending.start();
  };

  const load = async () => {
    try {
      const code = await loadCode?.();
      if (code) begin(code);
    } catch (error) {
      loading = undefined;
      report(error);
    }
  };

  const ready = async () => {
    if (!sending) loading ??= load();
    await loading;
  };

  const hold = (event: KindredEvent) => {
    let held = event;
    try {
      const text = JSON.stringify(event);
      // The page may go on changing what it passed.
      held = JSON.parse(text);
      journal?.set(EARLY_KEYS + event.messageId, text);
    } catch {
      // Where there is no room it waits in memory. What has no JSON is counted when it is its turn.
    }
    early.set(event.messageId, held);
    const [oldest] = early.keys();
    if (early.size > MAX_EARLY && oldest !== undefined) {
      forget(oldest);
      lost++;
    }
    void ready();
  };

  const forget = (messageId: string) => {
    early.delete(messageId);
    journal?.delete(EARLY_KEYS + messageId);
  };

  /** What came early goes first; in a pause it stays. */
  const leave = () => {
    if (!sending || gate.answer([need]) !== 'open') return;
    for (const [messageId, event] of early) {
      sending.put(event);
      forget(messageId);
    }
  };

  const clear = () => {
    for (const messageId of early.keys()) forget(messageId);
    sending?.clear();
  };

  // What waits was written for a higher degree.
  for (const degree of ['anonymous', 'pseudonymous', 'identified'] as const)
    gate.onClosed([{ ...need, degree }], clear);
  const events = gate.events([need], (event) => {
    if (!sending) return hold(event);
    leave();
    sending.put(event);
  });
  gate.onOpened([need], () => void ready());
  if (options.code) begin(options.code);

  const stop = () => {
    isRunning = false;
    stopSending?.();
    stopFollowing?.();
  };

  return {
    ready,
    start() {
      if (isRunning) return stop;
      isRunning = true;
      stopSending = sending?.start();
      // A pause may be over.
      stopFollowing = options.consent.onChange(leave);
      return stop;
    },
    put: events.put,
    async flush() {
      if (early.size > 0) await ready();
      await loading;
      await sending?.flush();
    },
    clear,
    size: () => events.waiting() + early.size + (sending?.size() ?? 0),
    waiting: () => [...events.held(), ...early.values(), ...(sending?.waiting() ?? [])],
    dropped() {
      const counts = sending?.dropped() ?? NONE;
      return lost > 0 ? Object.freeze({ ...counts, overflow: counts.overflow + lost }) : counts;
    },
  };
}
