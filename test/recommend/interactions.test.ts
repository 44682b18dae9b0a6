import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createInteractions } from '../../src/recommend/index.ts';
import { additions, interactionsOf } from './fixtures.ts';

describe('interactions', () => {
  test('keeps one entry for each pair, with the sum of the weights and the newest time', () => {
    const interactions = interactionsOf([
      ['ben', 'oolong', 2, 500],
      ['ann', 'teapot', 1],
      ['ben', 'oolong', 3, 700],
      ['ben', 'oolong', 1, 600],
      ['ben', 'oolong', 1],
      ['ben', 'cup'],
    ]);
    expect(interactions.users).toEqual(['ann', 'ben']);
    expect(interactions.items).toEqual(['cup', 'oolong', 'teapot']);
    expect([...interactions.userStart]).toEqual([0, 1, 3]);
    expect([...interactions.itemIndex]).toEqual([2, 0, 1]);
    expect([...interactions.weight]).toEqual([1, 1, 7]);
    expect([...interactions.time]).toEqual([Number.NaN, Number.NaN, 700]);
  });

  test('does not depend on the order in which interactions were added', () => {
    fc.assert(
      fc.property(
        additions().chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        ([list, shuffled]) => {
          expect(interactionsOf(shuffled)).toEqual(interactionsOf(list));
        },
      ),
    );
  });

  test('equals a plain twin made of maps', () => {
    fc.assert(
      fc.property(additions({ minLength: 0 }), (list) => {
        const twin = new Map<string, number>();
        for (const [user, item, weight = 1] of list) {
          const pair = JSON.stringify([user, item]);
          twin.set(pair, (twin.get(pair) ?? 0) + weight);
        }
        const { users, items, userStart, itemIndex, weight } = interactionsOf(list);
        const built = new Map<string, number>();
        users.forEach((user, place) => {
          for (let p = userStart[place] ?? 0; p < (userStart[place + 1] ?? 0); p++) {
            built.set(JSON.stringify([user, items[itemIndex[p] ?? 0]]), weight[p] ?? 0);
          }
        });
        expect(built).toEqual(twin);
        expect(itemIndex.length).toBe(twin.size);
      }),
    );
  });

  test('indexes ids that are all whole numbers by number, and others by code units', () => {
    const { users, items } = interactionsOf([
      ['10', '-3'],
      ['9', '100'],
      ['010', '20'],
    ]);
    expect(users).toEqual(['010', '10', '9']);
    expect(items).toEqual(['-3', '20', '100']);
  });

  test.each([['01'], ['1e3'], ['-0'], ['1.5'], ['9007199254740993'], [' 2'], ['0x1'], ['Infinity'], ['ä']])(
    'takes %j for no whole number, so that the order is that of code units',
    (odd) => {
      const ids = ['10', '9', '100', odd];
      expect(interactionsOf(ids.map((id) => ['ann', id])).items).toEqual([...ids].sort());
    },
  );

  test('orders whole numbers as a plain sort by number does', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.maxSafeInteger(), { minLength: 1 }), (numbers) => {
        const { items } = interactionsOf(numbers.map((number) => ['ann', String(number)]));
        expect(items).toEqual([...numbers].sort((a, b) => a - b).map(String));
      }),
    );
  });

  test('takes ids that are names of object members for ids like any other', () => {
    const { users, items } = interactionsOf([
      ['__proto__', 'constructor'],
      ['hasOwnProperty', '__proto__'],
    ]);
    expect(users).toEqual(['__proto__', 'hasOwnProperty']);
    expect(items).toEqual(['__proto__', 'constructor']);
  });

  test('may be built, added to, and built again', () => {
    const builder = createInteractions();
    builder.add('ann', 'tea');
    const before = builder.build();
    builder.add('ann', 'cup');
    expect(before.itemIndex.length).toBe(1);
    expect(builder.build().itemIndex.length).toBe(2);
    expect(builder.size).toBe(2);
  });

  test('grows to a hundred thousand additions', () => {
    const builder = createInteractions();
    for (let n = 0; n < 100_000; n++) builder.add(`user ${n % 1000}`, `item ${n % 777}`);
    const { weight } = builder.build();
    expect(weight.reduce((sum, w) => sum + w, 0)).toBe(100_000);
  });

  test('takes weights and times that begin after thousands of additions without', () => {
    const builder = createInteractions();
    for (let n = 0; n < 5000; n++) builder.add('ann', `item ${n % 100}`);
    for (let n = 0; n < 5000; n++) builder.add('ann', `item ${n % 100}`, 2, n);
    builder.add('ben', 'item 0');
    const { userStart, weight, time } = builder.build();
    expect([...userStart]).toEqual([0, 100, 101]);
    expect([...weight]).toEqual([...Array.from({ length: 100 }, () => 150), 1]);
    expect(time.slice(0, 100).sort()).toEqual(Float64Array.from({ length: 100 }, (_, n) => 4900 + n));
    expect(time[100]).toBeNaN();
  });

  test('keeps each single interaction, the oldest first, when it is told to', () => {
    const builder = createInteractions({ events: true });
    builder.add('ann', 'tea', 2, 300);
    builder.add('ben', 'tea', 1, 50);
    builder.add('ann', 'cup', 4);
    builder.add('ann', 'tea', 1, 100);
    builder.add('ann', 'tea', 7);
    const { itemIndex, weight, events } = builder.build();
    expect([[...itemIndex], [...weight]]).toEqual([
      [0, 1, 1],
      [4, 10, 1],
    ]);
    expect([...(events?.start ?? [])]).toEqual([0, 1, 4, 5]);
    expect([...(events?.weight ?? [])]).toEqual([4, 7, 1, 2, 1]);
    expect([...(events?.time ?? [])]).toEqual([Number.NaN, Number.NaN, 100, 300, 50]);
    expect(createInteractions().build().events).toBeUndefined();
  });

  test('events leave no trace of the order in which they were added', () => {
    fc.assert(
      fc.property(
        additions().chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        ([list, shuffled]) => {
          const eventsOf = (some: typeof list) => {
            const builder = createInteractions({ events: true });
            for (const addition of some) builder.add(...addition);
            return builder.build().events;
          };
          expect(eventsOf(shuffled)).toEqual(eventsOf(list));
        },
      ),
    );
  });

  test('builds nothing of nothing', () => {
    const { users, items, userStart } = createInteractions().build();
    expect({ users, items, userStart: [...userStart] }).toEqual({ users: [], items: [], userStart: [0] });
  });

  test.each([
    ['an empty user id', ['', 'tea']],
    ['an empty item id', ['ann', '']],
    ['a weight that is not a number', ['ann', 'tea', Number.NaN]],
    ['a weight of zero', ['ann', 'tea', 0]],
    ['a weight below zero', ['ann', 'tea', -1]],
    ['an infinite weight', ['ann', 'tea', Number.POSITIVE_INFINITY]],
    ['a time that is not a number', ['ann', 'tea', 1, Number.NaN]],
  ] as const)('refuses %s and keeps what was there', (_, addition) => {
    const builder = createInteractions();
    builder.add('ann', 'cup');
    expect(() => builder.add(...(addition as unknown as [string, string]))).toThrow(
      expect.objectContaining({ name: 'KindredError', code: 'invalid-input' }),
    );
    expect(builder.size).toBe(1);
    expect(builder.build().items).toEqual(['cup']);
  });
});
