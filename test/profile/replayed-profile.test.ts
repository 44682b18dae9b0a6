import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { KindredEvent } from '../../src/events/index.ts';
import { createProfile } from '../../src/profile/index.ts';
import {
  createReplayedHistories,
  factsOf,
  foldLogged,
  NOBODY,
  withoutHistory,
} from '../../src/profile/replayed-profile.ts';
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

const foldAll = (events: readonly KindredEvent[]) => events.reduce(foldLogged, NOBODY);
const MEMBERS = Object.keys(createProfile({ ...memoryPlatform(), store: memoryStore() }).snapshot());

test('a log that is replayed gives the profile that a page has', () => {
  const profile = createProfile({ ...memoryPlatform({ startMs: START }), store: memoryStore() });
  const identified = { ...event(3, 'x'), type: 'identify' as const, traits: { city: 'Bern' } };
  for (const each of [...EVENTS, identified]) profile.record(each);
  const replayed = foldAll([...EVENTS, identified]);
  expect(factsOf(replayed, START, [...MEMBERS, 'nothing', 'constructor'])).toEqual(profile.snapshot());
  expect(factsOf(replayed, START, ['orders'])).toEqual({ orders: { count: 1, value: 4 } });
  expect(replayed.unit).toBe(profile.unit());
  const histories = createReplayedHistories();
  expect(histories.of(profile, replayed).events()).toEqual(profile.history().events());
  expect(histories.of(profile, replayed)).toBe(histories.of(profile, replayed));
});

test('an event that is known already changes nothing', () => {
  const replayed = foldAll(EVENTS);
  for (const each of EVENTS) expect(foldLogged(replayed, each)).toBe(replayed);
});

test('without its history a profile says the same', () => {
  const replayed = foldAll(EVENTS);
  expect(withoutHistory(replayed).history).toEqual([]);
  expect(factsOf(withoutHistory(replayed), START, MEMBERS)).toEqual(factsOf(replayed, START, MEMBERS));
  expect(withoutHistory(NOBODY)).toBe(NOBODY);
});

test('the history is the same however its events come: in order, late, too many, forgotten, or after a while', () => {
  const names = fc.constantFrom('Product Viewed', 'Item Forgotten', 'Profile Forgotten');
  const steps = fc.array(fc.tuple(fc.nat(30), names, fc.nat(3), fc.nat(2)), { maxLength: 40 });
  fc.assert(
    fc.property(steps, (all) => {
      const people = [{}, {}, {}];
      const profiles = people.map(() => NOBODY);
      const [few, many] = [createReplayedHistories(1), createReplayedHistories()];
      all.forEach(([minute, name, item, who], index) => {
        const each = { ...event(minute, name, { product_id: `p${item}`, item: `p${item}` }), messageId: `n${index}` };
        profiles[who] = foldLogged(profiles[who] ?? NOBODY, each);
        few.of(people[who] ?? {}, profiles[who]);
        many.of(people[who] ?? {}, profiles[who]);
      });
      people.forEach((person, who) => {
        const profile = profiles[who] ?? NOBODY;
        const anew = createReplayedHistories().of({}, profile).events();
        expect(few.of(person, profile).events()).toEqual(anew);
        expect(many.of(person, profile).events()).toEqual(anew);
      });
    }),
  );
});

test('of too many events the newest are kept', () => {
  const histories = createReplayedHistories();
  const key = {};
  let profile = NOBODY;
  for (let index = 0; index < 520; index++) {
    profile = foldLogged(profile, event(index, 'Product Viewed', { product_id: `p${index}` }));
    histories.of(key, profile);
  }
  const ids = histories
    .of(key, profile)
    .events()
    .map(({ id }) => id);
  expect(ids).toEqual(Array.from({ length: 500 }, (_, i) => `m${i + 20}`));
});
