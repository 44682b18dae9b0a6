import { expect, test } from 'vitest';
import type { KindredEvent } from '../../src/events/index.ts';
import { createProfile } from '../../src/profile/index.ts';
import { createReplayedProfile } from '../../src/profile/replayed-profile.ts';
import { memoryStore } from '../../src/storage/index.ts';
import { memoryPlatform } from '../../src/testing/index.ts';

const START = Date.parse('2026-11-22T10:00:00Z');

const event = (index: number, name: string, properties: object = {}): KindredEvent => ({
  type: 'track',
  event: name,
  messageId: `m${index}`,
  timestamp: new Date(START + index * 60_000).toISOString(),
  properties: { ...properties },
});

const EVENTS = [
  event(0, 'Product Viewed', { product_id: 'p1', category: 'tea', price: 4 }),
  event(1, 'Product Added', { product_id: 'p1', category: 'tea', price: 4 }),
  event(2, 'Order Completed', { total: 4, products: [{ product_id: 'p1', category: 'tea' }] }),
  event(2, 'Order Completed', { total: 4, products: [{ product_id: 'p1', category: 'tea' }] }),
];

test('a log that is replayed gives the profile that a page has', () => {
  const profile = createProfile({ ...memoryPlatform({ startMs: START }), store: memoryStore() });
  const replayed = createReplayedProfile();
  const recorded = EVENTS.map((each) => {
    profile.record(each);
    return replayed.record(each);
  });
  expect(recorded).toEqual([true, true, true, false]);
  expect(replayed.snapshot(START)).toEqual(profile.snapshot());
  expect(replayed.unit()).toBe(profile.unit());
  expect(replayed.history().events()).toEqual(profile.history().events());
  expect(replayed.history()).toBe(replayed.history());
});

test('nobody is known before the first event', () => {
  expect(createReplayedProfile().unit()).toBeUndefined();
  expect(createReplayedProfile().snapshot(START).sessions).toBe(0);
});
