import { describe, expect, test } from 'vitest';
import { countsAbove, memoryEventStore } from '../../src/server/index.ts';
import { seededRandom } from '../../src/testing/index.ts';
import { storedEvent } from './samples.ts';

async function storeOf(views: readonly (readonly [device: string | undefined, product: unknown])[]) {
  const store = memoryEventStore();
  await store.append(
    views.map(([device, product_id], n) => {
      const { anonymousId: _, ...nobody } = storedEvent(n, { properties: { product_id } });
      return device === undefined ? nobody : { ...nobody, anonymousId: device };
    }),
  );
  return store;
}

describe('counts that give nobody away', () => {
  test('a value is told only when at least k people share it', async () => {
    const views = [...'abcde'].map((device) => [device, 'tea'] as const);
    const store = await storeOf([...views, ['a', 'pot'], ['b', 'pot'], ['c', 'cup']]);
    expect(await countsAbove(store, { k: 5, by: 'product_id' })).toEqual([{ value: 'tea', people: 5 }]);
    expect(await countsAbove(store, { k: 2, by: 'product_id' })).toEqual([
      { value: 'tea', people: 5 },
      { value: 'pot', people: 2 },
    ]);
    expect(await countsAbove(store, { k: 6, by: 'product_id' })).toEqual([]);
  });

  test('one person counts once, however often they look; an event without an id counts for itself', async () => {
    const store = await storeOf([...Array(9).fill(['a', 'tea']), ['b', 'tea'], [undefined, 'pot'], [undefined, 'pot']]);
    expect(await countsAbove(store, { k: 2, by: 'product_id' })).toEqual([
      { value: 'pot', people: 2 },
      { value: 'tea', people: 2 },
    ]);
  });

  test('a user id is not the id of a device', async () => {
    const store = memoryEventStore();
    await store.append([storedEvent(1, { anonymousId: 'x' }), storedEvent(11, { anonymousId: 'y', userId: 'x' })]);
    expect(await countsAbove(store, { k: 2, by: 'product_id' })).toEqual([{ value: 'p1', people: 2 }]);
  });

  test('the products of an order count each, and what is no plain value does not', async () => {
    const store = memoryEventStore();
    const order = {
      products: [{ product_id: 'tea' }, { product_id: 'pot' }, { product_id: {} }, null, { product_id: '' }],
    };
    await store.append([
      storedEvent(1, { anonymousId: 'a', properties: order }),
      storedEvent(2, { anonymousId: 'b', properties: order }),
      storedEvent(3, { anonymousId: 'c', properties: JSON.parse('{"__proto__":{"product_id":"tea"}}') }),
    ]);
    expect(await countsAbove(store, { k: 2, by: 'product_id' })).toEqual([
      { value: 'pot', people: 2 },
      { value: 'tea', people: 2 },
    ]);
  });

  test('a filter chooses the events', async () => {
    const store = await storeOf([...'abc'].map((device) => [device, 'tea'] as const));
    expect(await countsAbove(store, { k: 2, by: 'product_id', where: { event: 'Other' } })).toEqual([]);
  });

  test('with noise the same seed tells the same, and the threshold still holds', async () => {
    const store = await storeOf(
      Array.from({ length: 400 }, (_, n) => [`d${n}`, `p${Math.floor(Math.sqrt(n))}`] as const),
    );
    const noisy = (seed: number) =>
      countsAbove(store, { k: 10, by: 'product_id', noise: { epsilon: 0.5, random: seededRandom(seed) } });
    expect(await noisy(1)).toEqual(await noisy(1));
    expect(await noisy(1)).not.toEqual(await noisy(2));
    for (const { people } of await noisy(3)) expect(people).toBeGreaterThanOrEqual(10);
  });

  test('options are checked', async () => {
    const store = memoryEventStore();
    await expect(countsAbove(store, { k: 1, by: 'x' })).rejects.toMatchObject({ code: 'invalid-options', at: 'k' });
    await expect(countsAbove(store, { k: 2, by: '' })).rejects.toMatchObject({ code: 'invalid-options', at: 'by' });
  });
});
