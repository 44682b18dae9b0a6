import type { KindredEvent, StoredEvent } from '../../src/events/index.ts';

/** 2026-11-22T12:00:00Z, the time at which the tests happen. */
export const NOW: number = Date.UTC(2026, 10, 22, 12);

/** An event that is right; its id and its time follow from `n`. */
export function trackEvent(n: number, members: Partial<KindredEvent> = {}): KindredEvent {
  return {
    type: 'track',
    event: 'Product Viewed',
    messageId: `m${n}`,
    anonymousId: 'a1',
    timestamp: new Date(NOW - 60_000 + n).toISOString(),
    properties: { product_id: `p${n % 10}` },
    ...members,
  };
}

export function storedEvent(n: number, members: Partial<StoredEvent> = {}): StoredEvent {
  return { ...trackEvent(n), receivedAt: new Date(NOW).toISOString(), ...members };
}
