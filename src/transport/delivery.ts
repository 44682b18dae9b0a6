import type { SendOutcome } from '../core/index.ts';
import type { Entry } from './entry.ts';

/** What a delivery needs. */
export interface DeliveryDesk {
  /** What still waits: entries that were cleared meanwhile are neither sent again nor finished. */
  readonly entries: ReadonlySet<Entry>;
  /** Never rejects. */
  send(batch: readonly Entry[], keepalive: boolean): Promise<SendOutcome>;
  /** The entry is done with: delivered, or refused for good. */
  finish(entry: Entry, outcome: SendOutcome): void;
}

// These refuse the sender or the address, not an event: each half would only hear the same again.
const REFUSED_WHOLE = [401, 404, 405, 410];

/**
 * Sends a batch. One that is refused is halved until the events at fault are alone: one bad event among n costs about
 * 2 log2 n more sendings, and the others arrive. Gives the last outcome; after a failure nothing more is tried.
 */
export async function deliver(
  batch: readonly Entry[],
  flight: 'plain' | 'keepalive',
  desk: DeliveryDesk,
): Promise<SendOutcome> {
  const waiting = batch.filter((entry) => desk.entries.has(entry));
  if (waiting.length === 0) return { kind: 'delivered' };
  for (const entry of waiting) entry.flight = flight;
  const outcome = await desk.send(waiting, flight === 'keepalive');
  for (const entry of waiting) {
    if (entry.flight === flight) entry.flight = undefined;
  }
  if (outcome.kind === 'refused' && waiting.length > 1 && !REFUSED_WHOLE.includes(outcome.status)) {
    const middle = waiting.length >> 1;
    const first = await deliver(waiting.slice(0, middle), flight, desk);
    return first.kind === 'failed' ? first : deliver(waiting.slice(middle), flight, desk);
  }
  if (outcome.kind !== 'failed') for (const entry of waiting) desk.finish(entry, outcome);
  return outcome;
}
