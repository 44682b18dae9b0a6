import type { KindredEvent, StoredEvent } from '../events/index.ts';

/** Nothing in this package's world happened before: an earlier time is a device whose clock was never set. */
const EARLIEST_MS = Date.UTC(2000, 0, 1);

/**
 * The events with the times at which they really happened, as far as anyone can tell: Segment's rule,
 * `receivedAt − (sentAt − timestamp)`, in which the error of the device's clock cancels out. Where the device did not say when
 * it sent, its time is taken as it is. No event lies in the future, and none before the year 2000: such a one happened, for
 * all we know, when it was received.
 */
export function withTrustedTimes(events: readonly KindredEvent[], receivedAtMs: number): readonly StoredEvent[] {
  const receivedAt = new Date(receivedAtMs).toISOString();
  return events.map((event) => {
    const said = Date.parse(event.timestamp);
    // Correcting a time that was cut to the hour would tell how wrong this device's clock is: something of its own.
    if (isCut(event, said) && said === bounded(said, receivedAtMs)) return { ...event, receivedAt };
    const sent = event.sentAt === undefined ? receivedAtMs : Date.parse(event.sentAt);
    const time = bounded(receivedAtMs - (sent - said), receivedAtMs);
    if (time === said) return { ...event, receivedAt };
    return { ...event, timestamp: new Date(time).toISOString(), receivedAt, originalTimestamp: event.timestamp };
  });
}

const HOUR_MS = 3_600_000;

function isCut({ context }: KindredEvent, said: number): boolean {
  return context?.kindred?.degree !== undefined && said % HOUR_MS === 0;
}

function bounded(time: number, receivedAtMs: number): number {
  return time < EARLIEST_MS ? receivedAtMs : Math.min(time, receivedAtMs);
}
