import * as fc from 'fast-check';
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

test('the parts of what is known are those of the whole', () => {
  const profile = createReplayedProfile();
  for (const each of EVENTS) profile.record(each);
  profile.record({ ...event(3, 'x'), type: 'identify', traits: { city: 'Bern' } });
  const whole = profile.snapshot(START);
  expect(profile.facts(START, [...Object.keys(whole), 'nothing', 'constructor'])).toEqual(whole);
  expect(profile.facts(START, ['orders'])).toEqual({ orders: { count: 1, value: 4 } });
});

test('the history is the same however its events come: in order, late, too many, forgotten', () => {
  const names = fc.constantFrom('Product Viewed', 'Item Forgotten', 'Profile Forgotten');
  const steps = fc.array(fc.tuple(fc.nat(30), names, fc.nat(3)), { maxLength: 40 });
  fc.assert(
    fc.property(steps, (all) => {
      const asked = createReplayedProfile();
      const once = createReplayedProfile();
      all.forEach(([minute, name, item], index) => {
        const each = { ...event(minute, name, { product_id: `p${item}`, item: `p${item}` }), messageId: `n${index}` };
        asked.record(each);
        once.record(each);
        asked.history();
      });
      expect(asked.history().events()).toEqual(once.history().events());
    }),
  );
  const asked = createReplayedProfile();
  for (let index = 0; index < 520; index++) {
    asked.record(event(index, 'Product Viewed', { product_id: `p${index}` }));
    asked.history();
  }
  expect(
    asked
      .history()
      .events()
      .map(({ id }) => id),
  ).toEqual(Array.from({ length: 500 }, (_, i) => `m${i + 20}`));
});
