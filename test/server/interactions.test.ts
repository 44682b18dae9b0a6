import { describe, expect, test } from 'vitest';
import type { StoredEvent } from '../../src/events/index.ts';
import type { Interactions } from '../../src/recommend/index.ts';
import { type InteractionsOptions, interactionsFrom, memoryEventStore } from '../../src/server/index.ts';
import { NOW, storedEvent } from './samples.ts';

async function interactionsOf(
  events: readonly Partial<StoredEvent>[],
  options?: InteractionsOptions,
): Promise<Interactions> {
  const store = memoryEventStore();
  await store.append(events.map((members, n) => storedEvent(n, members)));
  return interactionsFrom(store, options);
}

/** Readable: `user item weight`, sorted as the interactions are. */
function linesOf({ users, items, userStart, itemIndex, weight }: Interactions): readonly string[] {
  return users.flatMap((user, u) => {
    const from = userStart[u] ?? 0;
    const entries = itemIndex.subarray(from, userStart[u + 1]);
    return Array.from(entries, (item, n) => `${user} ${items[item]} ${weight[from + n]}`);
  });
}

const viewed = (product_id: unknown, members: Partial<StoredEvent> = {}) => ({
  properties: { product_id },
  ...members,
});

describe('interactions from a store', () => {
  test('looking counts 1, putting into the cart 3, and buying 5 for each product', async () => {
    const order = {
      event: 'Order Completed',
      properties: { products: [{ product_id: 'tea' }, { product_id: 'pot' }] },
    };
    const events = [viewed('tea'), viewed('tea'), viewed('tea', { event: 'Product Added' }), order];
    expect(linesOf(await interactionsOf(events))).toEqual(['a1 pot 5', 'a1 tea 10']);
  });

  test('other events and what names no product count nothing', async () => {
    const events = [
      viewed('tea', { event: 'Product Clicked' }),
      viewed('tea', { type: 'page' as const }),
      viewed(''),
      viewed({ id: 1 }),
      viewed(undefined),
      { event: 'Order Completed', properties: { products: ['tea', null, { sku: 'x' }] } },
      { event: 'Order Completed', properties: JSON.parse('{"__proto__":{"product_id":"x"}}') },
    ];
    expect(linesOf(await interactionsOf(events))).toEqual([]);
  });

  test('a product counts once per event, and a number means the same product as its digits', async () => {
    const products = [{ product_id: 42 }, { product_id: '42' }, { product_id: 42, quantity: 9 }];
    expect(linesOf(await interactionsOf([{ event: 'Order Completed', properties: { products } }]))).toEqual([
      'a1 42 5',
    ]);
  });

  test('what a device did before its person signed in counts for the person', async () => {
    const events = [viewed('tea'), { type: 'identify' as const, userId: 'ann' }, viewed('pot', { userId: 'ann' })];
    expect(linesOf(await interactionsOf(events))).toEqual(['ann pot 1', 'ann tea 1']);
  });

  test('a device on which several people signed in stays itself', async () => {
    const events = [
      viewed('tea'),
      { type: 'identify' as const, userId: 'ann' },
      { type: 'identify' as const, userId: 'ben' },
      { type: 'identify' as const, userId: 'ann' },
      viewed('pot', { userId: 'ben' }),
    ];
    expect(linesOf(await interactionsOf(events))).toEqual(['a1 tea 1', 'ben pot 1']);
  });

  test('weights, times and a condition choose the events', async () => {
    const events = [viewed('a'), viewed('b', { event: 'Rated' }), viewed('c', { userId: 'no' }), viewed('d')];
    const at = (n: number) => new Date(NOW - 60_000 + n).toISOString();
    expect(linesOf(await interactionsOf(events, { weights: { Rated: 2 } }))).toEqual(['a1 b 2']);
    expect(linesOf(await interactionsOf(events, { from: at(1), until: at(3) }))).toEqual(['no c 1']);
    expect(linesOf(await interactionsOf(events, { where: ({ userId }) => userId === undefined }))).toEqual([
      'a1 a 1',
      'a1 d 1',
    ]);
    await expect(interactionsOf(events, { weights: { Rated: 0 } })).rejects.toThrow(/"Rated" has 0/);
  });

  test('each pair knows its newest time', async () => {
    const { time } = await interactionsOf([viewed('tea'), viewed('tea')]);
    expect([...time]).toEqual([NOW - 60_000 + 1]);
  });
});
