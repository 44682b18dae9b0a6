import type { KindredEvent, StoredEvent } from '../events/index.ts';

/** Nothing in this package's world happened before: an earlier time is a device whose clock was never set. */
const EARLIEST_MS = Date.UTC(2000, 0, 1);

/**
 * The event with the time at which it really happened, as far as anyone can tell: Segment's rule,
 * `receivedAt − (sentAt − timestamp)`, in which the error of the device's clock cancels out. Where the device did not say when
 * it sent, its time is taken as it is. No event lies in the future, and none before the year 2000: such a one happened, for
 * all we know, when it was received.
 */
export function withTrustedTime(event: KindredEvent, receivedAtMs: number): StoredEvent {
  const receivedAt = new Date(receivedAtMs).toISOString();
  const timestamp = new Date(trustedTime(event, receivedAtMs)).toISOString();
  if (timestamp === event.timestamp) return { ...event, receivedAt };
  return { ...event, timestamp, receivedAt, originalTimestamp: event.timestamp };
}

function trustedTime(event: KindredEvent, receivedAtMs: number): number {
  const said = Date.parse(event.timestamp);
  const ageMs = event.sentAt === undefined ? receivedAtMs - said : Date.parse(event.sentAt) - said;
  const time = receivedAtMs - ageMs;
  return time < EARLIEST_MS ? receivedAtMs : Math.min(time, receivedAtMs);
}
