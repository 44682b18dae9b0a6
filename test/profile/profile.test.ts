import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { KeyValueStore } from '../../src/core/index.ts';
import type { KindredEvent, Properties } from '../../src/events/index.ts';
import { createProfile } from '../../src/profile/index.ts';
import { memoryStore, memoryTextStore } from '../../src/storage/index.ts';
import { memoryPlatform } from '../../src/testing/index.ts';

const START = Date.UTC(2026, 0, 1);
const DAY = 86_400_000;
let serial = 0;

function event(name: string, properties: Properties = {}, at = START, own: Partial<KindredEvent> = {}): KindredEvent {
  serial += 1;
  return {
    type: 'track',
    event: name,
    properties,
    messageId: `m${serial}`,
    timestamp: new Date(at).toISOString(),
    ...own,
  };
}

const view = (item: string, category: string, at = START) =>
  event('Product Viewed', { product_id: item, category }, at);

function setUp(store: KeyValueStore = memoryStore()) {
  const platform = memoryPlatform();
  return { platform, store, profile: createProfile({ ...platform, store, halfLifeDays: 10 }) };
}

describe('what events leave behind', () => {
  test('views count, age and come first in what was seen', () => {
    const { profile, platform } = setUp();
    profile.record(view('a', 'tea'));
    profile.record(view('b', 'tea'));
    profile.record(view('c', 'cups'));
    profile.record(view('a', 'tea'));
    platform.clock.advance(10 * DAY);
    const known = profile.snapshot();
    expect(known.counters['Product Viewed']).toBe(4);
    expect(known.views.category).toEqual({ tea: 3, cups: 1 });
    expect(known.affinity.category.tea).toBeCloseTo(1.5, 9);
    expect(known.top).toEqual({ category: 'tea' });
    expect(known.recent.items).toEqual(['a', 'c', 'b']);
    expect(known.recent.categories).toEqual(['tea', 'cups']);
  });

  test('an order empties the cart of what was bought and counts its value', () => {
    const { profile } = setUp();
    profile.record(event('Product Added', { product_id: 'a', category: 'tea', price: 4, quantity: 2 }));
    profile.record(event('Product Added', { product_id: 'b', category: 'cups', price: 9 }));
    expect(profile.snapshot().cart).toMatchObject({ count: 3, value: 17 });
    profile.record(
      event('Order Completed', {
        order_id: 'o1',
        products: [{ product_id: 'a', category: 'tea', price: 4, quantity: 2 }],
      }),
    );
    const known = profile.snapshot();
    expect(known.orders).toEqual({ count: 1, value: 8 });
    expect(known.cart).toMatchObject({ count: 1, value: 9 });
    expect(known.purchased).toEqual(['a']);
    expect(known.affinity.category.tea).toBeCloseTo(8, 9);
    profile.record(event('Product Removed', { product_id: 'b' }));
    expect(profile.snapshot().cart.count).toBe(0);
  });

  test('a page of thanks that is loaded again is no second order', () => {
    const { profile } = setUp();
    const order = (order_id?: string) => event('Order Completed', { ...(order_id && { order_id }), total: 8 });
    for (const id of ['o1', 'o1', 'o2', 'o1']) profile.record(order(id));
    expect(profile.snapshot().orders).toEqual({ count: 2, value: 16 });
    expect(profile.snapshot().counters['Order Completed']).toBe(4);
    // Other events name the order as well, and orders without a name are told apart by their events.
    profile.record(event('Checkout Started', { order_id: 'o3' }));
    for (const id of ['o3', undefined, undefined]) profile.record(order(id));
    expect(profile.snapshot().orders.count).toBe(5);
  });

  test('a session counts once', () => {
    const { profile } = setUp();
    const inSession = (session: string) => event('Cart Viewed', {}, START, { context: { kindred: { session } } });
    for (const session of ['s1', 's1', 's2', 's2']) profile.record(inSession(session));
    expect(profile.snapshot().sessions).toBe(2);
  });

  test('names that are special to JavaScript are names like any other', () => {
    const { profile } = setUp();
    profile.record(view('__proto__', '__proto__'));
    profile.record(event('constructor', { product_id: 'x' }));
    profile.record(event('x', {}, START, { type: 'identify', traits: JSON.parse('{"__proto__":"a","toString":"b"}') }));
    const known = profile.snapshot();
    expect(Object.hasOwn(known.views.category, '__proto__')).toBe(true);
    expect(known.counters.constructor).toBe(1);
    expect(Object.getPrototypeOf(known.traits)).toBe(Object.prototype);
    expect(Object.prototype).not.toHaveProperty('a');
  });

  test('what is kept has bounds', () => {
    const { profile } = setUp();
    for (let index = 0; index < 400; index += 1) {
      profile.record(view(`i${index}`, `c${index}`));
      profile.record(event(`e${index}`));
      profile.addInterest(`t${index}`);
    }
    profile.record(event('Product Viewed', { product_id: 'x'.repeat(10_000), category: 'y'.repeat(10_000) }));
    const known = profile.snapshot();
    expect(known.recentItems.length).toBe(50);
    expect(Object.keys(known.affinity.category).length).toBeLessThanOrEqual(100);
    expect(Object.keys(known.counters).length).toBeLessThanOrEqual(100);
    expect(known.interests.length).toBe(50);
    expect(known.recentItems[0]?.item.length).toBe(200);
  });

  test.each([
    event('Product Viewed', { product_id: 7, category: {} }),
    event('Product Viewed', { product_id: '', category: null }),
    event('Order Completed', { products: 'none', total: Number.NaN }),
    event('Order Completed', { products: [null, 3, { product_id: 'a', price: -5, quantity: 'two' }] }),
    event('Order Completed', { total: 1e308 }),
    event('Product Added', { product_id: 'a', price: 1e308, quantity: 1e308 }),
    event('Cart Viewed', {}, START, { timestamp: 'yesterday' }),
    event('Product Viewed', {}, START, JSON.parse('{"properties":null}')),
    event('x', {}, START, JSON.parse('{"type":"identify","traits":null,"properties":"none"}')),
  ])('odd properties do no harm: $event $properties', (odd) => {
    const { profile } = setUp();
    for (const messageId of ['1', '2']) profile.record({ ...odd, messageId });
    const known = profile.snapshot();
    expect(Number.isFinite(known.orders.value)).toBe(true);
    expect(JSON.stringify(known)).not.toContain('null');
  });

  test('the snapshot is frozen, and the same while nothing changes', () => {
    const { profile, platform } = setUp();
    profile.record(view('a', 'tea'));
    const known = profile.snapshot();
    expect(profile.snapshot()).toBe(known);
    expect(Object.isFrozen(known.affinity.category)).toBe(true);
    expect(Object.isFrozen(known.recentItems[0])).toBe(true);
    platform.clock.advance(DAY);
    expect(profile.snapshot()).not.toBe(known);
  });
});

describe('what the person changes', () => {
  test('interests are added and removed', () => {
    const { profile } = setUp();
    profile.addInterest(' green tea ');
    profile.addInterest('green tea');
    profile.addInterest('');
    profile.addInterest('books');
    profile.removeInterest('books');
    expect(profile.snapshot().interests).toEqual(['green tea']);
  });

  test('an item, a category or everything is forgotten', () => {
    const { profile } = setUp();
    profile.record(view('a', 'tea'));
    profile.record(view('b', 'tea'));
    profile.record(view('c', 'cups'));
    profile.forget({ item: 'a' });
    expect(profile.snapshot().recent.items).toEqual(['c', 'b']);
    profile.forget({ category: 'tea' });
    expect(profile.snapshot().recent.items).toEqual(['c']);
    expect(profile.snapshot().affinity.category).toEqual({ cups: 1 });
    profile.forget('everything');
    expect(profile.snapshot().counters).toEqual({});
    expect(profile.snapshot().recentItems).toEqual([]);
  });
});

describe('storing', () => {
  test('a reload keeps the profile', async () => {
    const { profile, store } = setUp();
    profile.record(view('a', 'tea'));
    profile.addInterest('books');
    await profile.save();
    const again = setUp(store).profile;
    await again.load();
    expect(again.snapshot()).toEqual(profile.snapshot());
  });

  test('without permission to store, the profile lives in memory', async () => {
    const closed: KeyValueStore = {
      ...memoryStore(),
      get: async () => undefined,
      set: async () => {},
      update: async () => {},
    };
    const { profile } = setUp(closed);
    profile.record(view('a', 'tea'));
    await profile.save();
    expect(profile.snapshot().recent.items).toEqual(['a']);
  });

  test('once storing is allowed, what happened before is stored as well', async () => {
    const memory = memoryStore();
    let allowed = false;
    const gated: KeyValueStore = {
      ...memory,
      update: async (key, change) => (allowed ? memory.update(key, change) : undefined),
    };
    const { profile } = setUp(gated);
    profile.record(view('a', 'tea'));
    await profile.save();
    allowed = true;
    await profile.save();
    const again = setUp(memory).profile;
    await again.load();
    expect(again.snapshot().recent.items).toEqual(['a']);
  });

  test('two tabs add to one profile', async () => {
    const store = memoryStore();
    const one = setUp(store).profile;
    const two = setUp(store).profile;
    one.record(view('a', 'tea'));
    await one.save();
    await two.load();
    one.record(view('b', 'tea'));
    two.record(view('c', 'tea'));
    await Promise.all([one.save(), two.save()]);
    const later = setUp(store).profile;
    await later.load();
    expect(later.snapshot().views.category).toEqual({ tea: 3 });
  });

  test('what is read while something is being stored does not take it away', async () => {
    const store = memoryStore();
    const { profile } = setUp(store);
    profile.record(view('a', 'tea'));
    await profile.save();
    profile.record(view('b', 'tea'));
    const other = setUp(store).profile;
    other.record(view('c', 'cups'));
    await Promise.all([profile.load(), other.save(), profile.load()]);
    await profile.load();
    expect(profile.snapshot().recent.items.toSorted()).toEqual(['a', 'b', 'c']);
  });

  test('what one tab erased, another does not bring back', async () => {
    const store = memoryStore();
    const one = setUp(store).profile;
    const two = setUp(store).profile;
    one.record(view('a', 'tea'));
    await one.save();
    await two.load();
    await store.clear();
    two.record(view('b', 'cups'));
    await two.save();
    expect(two.snapshot().recent.items).toEqual(['b']);
  });

  test('what a page did not finish storing is folded in by the next, once', async () => {
    const store = memoryStore();
    const journal = memoryTextStore();
    const open = (over: Partial<KeyValueStore> = {}) =>
      createProfile({ ...memoryPlatform(), store: { ...store, ...over }, journal });
    const first = open();
    first.record(view('a', 'tea'));
    await first.save();
    expect(journal.keys()).toEqual([]);
    // The page ends before anything is written; and again after the write, before it could tidy up.
    const never = new Promise<void>(() => {});
    open({ update: () => never }).record(view('b', 'tea'));
    const late = open({ update: (key, change) => store.update(key, change).then(() => never) });
    await late.load();
    late.record(view('c', 'tea'));
    await expect.poll(async () => JSON.stringify([...(await storedViews(store))])).toBe('[["tea",3]]');
    expect(journal.keys()).toHaveLength(2);
    const next = open();
    await next.load();
    await next.save();
    expect(next.snapshot().views.category).toEqual({ tea: 3 });
    expect(journal.keys()).toEqual([]);
  });

  test('a journal that somebody broke is tidied up', async () => {
    const journal = memoryTextStore();
    for (const [key, text] of [
      ['a', '{'],
      ['b', '{"type":7}'],
      ['c', 'null'],
      ['d', '{"messageId":"x","type":"track","timestamp":""}'],
    ] as const) {
      journal.set(key, text);
    }
    const profile = createProfile({ ...memoryPlatform(), store: memoryStore(), journal });
    await profile.load();
    expect(profile.snapshot().counters).toEqual({});
  });

  test('clearing while a write is under way leaves the page empty', async () => {
    const { profile } = setUp();
    profile.record(view('a', 'tea'));
    const saving = profile.save();
    profile.clear();
    await saving;
    expect(profile.snapshot().recentItems).toEqual([]);
  });

  test('a burst of events is written in few writes', async () => {
    const memory = memoryStore();
    let writes = 0;
    const counting: KeyValueStore = {
      ...memory,
      update: (key, change) => {
        writes += 1;
        return memory.update(key, change);
      },
    };
    const { profile } = setUp(counting);
    for (let index = 0; index < 100; index += 1) profile.record(view(`i${index}`, 'tea'));
    await profile.save();
    expect(profile.snapshot().views.category.tea).toBe(100);
    expect(writes).toBeLessThanOrEqual(2);
  });

  test('a store that fails leaves the profile in memory', async () => {
    const fail = async () => {
      throw new Error('QuotaExceededError');
    };
    const { profile, platform } = setUp({ ...memoryStore(), get: fail, update: fail });
    await profile.load();
    profile.record(view('a', 'tea'));
    await profile.save();
    expect(profile.snapshot().recent.items).toEqual(['a']);
    expect(platform.reports.length).toBeGreaterThan(0);
  });

  test('a forged or broken stored profile counts as none', async () => {
    await fc.assert(
      fc.asyncProperty(fc.anything({ withMap: true }), async (forged) => {
        const store = memoryStore();
        await store.set('profile', forged);
        const { profile } = setUp(store);
        await profile.load();
        expect(profile.snapshot().recentItems).toEqual([]);
      }),
    );
    const store = memoryStore();
    await store.set('profile', {
      v: 1,
      orders: { count: 'many' },
      recent: [{ item: 5 }, { item: 'a', at: 1 }],
      affinity: { tea: 1 },
    });
    const { profile } = setUp(store);
    await profile.load();
    expect(profile.snapshot()).toMatchObject({
      orders: { count: 0 },
      recent: { items: ['a'] },
      affinity: { category: {} },
    });
  });
});

async function storedViews(store: KeyValueStore): Promise<ReadonlyMap<string, number>> {
  const stored = await store.get('profile');
  const views = typeof stored === 'object' && stored !== null && 'views' in stored ? stored.views : undefined;
  return views instanceof Map ? views : new Map();
}

describe('laws', () => {
  test('an event counts once, however often it comes', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(9), { maxLength: 30 }), (picks) => {
        const { profile } = setUp();
        const events = Array.from({ length: 10 }, (_, index) => view(`i${index}`, 'tea'));
        for (const pick of picks) profile.record(events[pick] ?? view('x', 'x'));
        expect(profile.snapshot().counters['Product Viewed'] ?? 0).toBe(new Set(picks).size);
      }),
    );
  });

  const anyView = fc.record({
    item: fc.constantFrom('a', 'b', 'c', '__proto__'),
    category: fc.constantFrom('tea', 'cups', 'constructor'),
    at: fc.integer({ min: START - 100 * DAY, max: START }),
  });

  test('the same events give the same profile anywhere', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyView, { maxLength: 30 }), fc.nat(30), async (views, cut) => {
        const events = views.map(({ item, category, at }) => view(item, category, at));
        const whole = setUp().profile;
        for (const one of events) whole.record(one);
        const first = setUp();
        for (const one of events.slice(0, cut)) first.profile.record(one);
        await first.profile.save();
        const second = setUp(first.store).profile;
        await second.load();
        for (const one of events.slice(cut)) second.record(one);
        expect(second.snapshot()).toEqual(whole.snapshot());
      }),
      { numRuns: 50 },
    );
  });

  test('the order in which views come does not change what is liked', () => {
    const shuffled = fc
      .array(anyView, { maxLength: 20 })
      .chain((views) =>
        fc.tuple(fc.constant(views), fc.shuffledSubarray(views, { minLength: views.length, maxLength: views.length })),
      );
    fc.assert(
      fc.property(shuffled, ([views, others]) => {
        const [one, two] = [views, others].map((list) => {
          const { profile } = setUp();
          for (const { item, category, at } of list) profile.record(view(item, category, at));
          return profile.snapshot();
        });
        for (const name of ['tea', 'cups', 'constructor']) {
          const a = Object.hasOwn(one?.affinity.category ?? {}, name) ? one?.affinity.category[name] : 0;
          const b = Object.hasOwn(two?.affinity.category ?? {}, name) ? two?.affinity.category[name] : 0;
          expect(a).toBeCloseTo(b ?? 0, 6);
        }
        expect(one?.counters).toEqual(two?.counters);
      }),
    );
  });
});

describe('the history that conditions ask about', () => {
  test('keeps name, time and plain properties, in the order of the events’ own times', () => {
    const { profile } = setUp();
    profile.record(view('b', 'cups', START + 1000));
    profile.record(event('Product Viewed', { product_id: 'a', nested: { secret: 1 }, price: 4 }, START));
    expect(profile.history().events()).toMatchObject([
      { name: 'Product Viewed', at: START, properties: { product_id: 'a', price: 4 } },
      { name: 'Product Viewed', at: START + 1000, properties: { product_id: 'b', category: 'cups' } },
    ]);
    expect(profile.history().events()[0]?.properties).not.toHaveProperty('nested');
  });

  test('tells the products of an order by their ids and categories', () => {
    const { profile } = setUp();
    const products = [
      { product_id: 'a', category: 'tea' },
      { product_id: 'b', category: 'tea' },
    ];
    profile.record(event('Order Completed', { order_id: 'o', products }));
    expect(profile.history().events()[0]?.properties).toEqual({
      order_id: 'o',
      product_ids: ['a', 'b'],
      categories: ['tea'],
    });
  });

  test('has the newest events only, and none older than half a year', async () => {
    const store = memoryStore();
    const { profile, platform } = setUp(store);
    for (let at = 0; at < 600; at++) profile.record(view(`i${at}`, 'tea', START + at));
    expect(profile.history().events()).toHaveLength(500);
    expect(profile.history().events()[0]?.properties.product_id).toBe('i100');
    await profile.save();
    platform.clock.advance(181 * DAY);
    const later = createProfile({ ...platform, store });
    await later.load();
    expect(later.history().events()).toEqual([]);
  });

  test('forgets an item, a category, and everything', () => {
    const { profile } = setUp();
    profile.record(view('a', 'tea'));
    profile.record(view('b', 'cups'));
    profile.record(event('Order Completed', { products: [{ product_id: 'c', category: 'books' }] }));
    const names = () =>
      profile
        .history()
        .events()
        .map(({ properties }) => properties.product_id ?? properties.product_ids);
    profile.forget({ item: 'c' });
    expect(names()).toEqual(['a', 'b']);
    profile.forget({ category: 'tea' });
    expect(names()).toEqual(['b']);
    profile.forget('everything');
    expect(names()).toEqual([]);
  });

  test('who buckets are drawn for stays the same over pages, and changes when everything is forgotten', async () => {
    const store = memoryStore();
    const { profile, platform } = setUp(store);
    expect(profile.unit()).toBeUndefined();
    profile.record(view('a', 'tea'));
    const unit = profile.unit();
    profile.record(view('b', 'tea'));
    await profile.save();
    const later = createProfile({ ...platform, store });
    await later.load();
    later.record(view('c', 'tea'));
    expect([unit, later.unit()]).toEqual([expect.any(String), unit]);
    later.forget('everything');
    later.record(view('d', 'tea'));
    expect(later.unit()).not.toBe(unit);
  });
});
