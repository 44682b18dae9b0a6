import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createInteractions, type ModelBase } from '../../../src/recommend/index.ts';
import { placesOf, readHistory, usersOf } from '../../../src/recommend/serve/history.ts';
import { DAY, names, pair, serve } from './shop.ts';

const places = placesOf(['cup', 'pot', 'tea']);
const read = (known: readonly unknown[] | undefined, query = {}) => readHistory(known, query, places);

function counted(
  rows: readonly (readonly [user: string, item: string, weight: number, timeMs: number | undefined])[],
  weights: string,
): ModelBase {
  const builder = createInteractions();
  for (const [user, item, weight, timeMs] of rows) builder.add(user, item, weight, timeMs);
  const histories = builder.build();
  const { items } = histories;
  return {
    spec: { algorithm: 'popularity', weights },
    seed: 0,
    data: { users: histories.users.length, interactions: histories.itemIndex.length },
    items,
    popularity: new Float32Array(items.length),
    histories,
  };
}

describe('a history', () => {
  test('is read from the oldest to the newest, those without a time first', () => {
    const { entries } = read([{ item: 'tea', timeMs: 2 }, { item: 'cup', timeMs: 1 }, 'pot']);
    expect(entries).toEqual([
      { index: 1, weight: 1 },
      { index: 0, weight: 1, timeMs: 1 },
      { index: 2, weight: 1, timeMs: 2 },
    ]);
  });

  test('has an item once, with the sum of its weights and the newest of its times', () => {
    const { entries } = read(
      [
        { item: 'tea', timeMs: 2, weight: 3 },
        { item: 'tea', timeMs: 1 },
      ],
      { items: ['tea'] },
    );
    expect(entries).toEqual([{ index: 2, weight: 5, timeMs: 2 }]);
  });

  test('ends with the session, as it was given', () => {
    const query = { session: ['tea', 'unicorn', { item: 'pot' }, 'tea'] };
    const { entries, session, consumed } = read(
      [
        { item: 'tea', timeMs: 5 },
        { item: 'cup', timeMs: 9 },
      ],
      query,
    );
    expect(entries.map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(session).toEqual([2, -1, 1, 2]);
    expect([0, 1, 2, 3].map((index) => consumed.has(index))).toEqual([true, true, true, false]);
  });

  test('names the user whose it is only where nothing was added to it', () => {
    const historyOf = usersOf(counted([['ann', 'tea', 1, undefined]], 'binary'))?.historyOf;
    expect(historyOf?.({ user: 'ann' })?.user).toBe(0);
    expect(historyOf?.({ user: 'ann', items: [] })?.user).toBe(0);
    expect(historyOf?.({ user: 'ann', items: ['cup'] })).toBeUndefined();
    expect(historyOf?.({ user: 'ann', session: ['cup'] })).toBeUndefined();
    expect(historyOf?.({ user: 'nobody' })).toBeUndefined();
    expect(historyOf?.({})).toBeUndefined();
  });

  test('of a user whom the model knows is what reading it item by item gives, whatever the catalogue', () => {
    const row = fc.tuple(
      fc.constantFrom('ann', 'ben'),
      fc.constantFrom('cup', 'pot', 'tea', 'tray'),
      fc.integer({ min: 1, max: 3 }),
      fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
    );
    const weights = fc.constantFrom('binary', 'given');
    fc.assert(
      fc.property(fc.array(row, { minLength: 1 }), weights, fc.boolean(), (rows, weighing, isOther) => {
        const model = counted(rows, weighing);
        const items = isOther ? ['bowl', 'cup', 'tea'] : model.items;
        const users = usersOf({ ...model, items });
        for (const user of ['ann', 'ben']) {
          const expected = readHistory(users?.lookUp(user), {}, placesOf(items));
          const found = users?.historyOf({ user });
          if (found === undefined) expect(model.histories?.users).not.toContain(user);
          else {
            expect(found.entries).toEqual(expected.entries);
            expect(found.isNamed).toBe(expected.isNamed);
            expect(found.consumed.size).toBe(expected.consumed.size);
            for (const index of items.keys()) expect(found.consumed.has(index)).toBe(expected.consumed.has(index));
          }
        }
      }),
    );
  });

  test('of whatever is given has only items that are known, with weights and times that make sense', () => {
    fc.assert(
      fc.property(fc.array(fc.anything()), fc.array(fc.anything()), (known, session) => {
        const { entries, consumed } = read(known, { session });
        for (const { index, weight, timeMs } of entries) {
          expect([0, 1, 2]).toContain(index);
          expect(weight).toBeGreaterThan(0);
          expect(timeMs === undefined || Number.isFinite(timeMs)).toBe(true);
          expect(consumed.has(index)).toBe(true);
        }
      }),
    );
  });
});

describe('a half-life', () => {
  const TASTES = [...pair('tea', 'pot', 4), ...pair('kite', 'string', 3)];
  const items = [
    { item: 'tea', timeMs: 0 },
    { item: 'kite', timeMs: 20 * DAY },
  ];

  test('lets older items count less, exactly', async () => {
    const { recommend } = await serve(TASTES);
    const nowMs = 20 * DAY;
    expect(names(recommend({ items, nowMs }))).toEqual(['pot', 'string']);
    const faded = recommend({ items, nowMs, halfLifeDays: 10, explain: true });
    expect(faded.items).toEqual([
      { item: 'string', score: 3, because: [{ item: 'kite', share: 3 }] },
      { item: 'pot', score: 1, because: [{ item: 'tea', share: 1 }] },
    ]);
  });

  test('takes the recommender’s clock, and the end of the data where there is none', async () => {
    const timed = TASTES.map(([user, item]) => [user, item, 1, 40 * DAY] as const);
    const query = { items: [{ item: 'tea', timeMs: 20 * DAY }], halfLifeDays: 10 };
    const byClock = await serve(timed, { now: () => 30 * DAY });
    expect(byClock.recommend(query).items[0]?.score).toBe(2);
    expect((await serve(timed)).recommend(query).items[0]?.score).toBe(1);
  });

  test('of the training’s users counts from their times', async () => {
    const { recommend } = await serve([...TASTES, ['ann', 'tea', 1, 0], ['ann', 'kite', 1, 20 * DAY]]);
    expect(names(recommend({ user: 'ann' }))).toEqual(['pot', 'string']);
    expect(names(recommend({ user: 'ann', halfLifeDays: 10 }))).toEqual(['string', 'pot']);
  });

  test('that makes no sense is named', async () => {
    const { recommend } = await serve(TASTES);
    expect(recommend({ items, halfLifeDays: 0 }).ignored).toEqual(['/halfLifeDays']);
  });
});

test('a session is a history of its own', async () => {
  const { recommend } = await serve([...pair('tea', 'pot', 4), ...pair('kite', 'string', 3)]);
  expect(recommend({ session: ['kite'] })).toMatchObject({ kind: 'personal', items: [{ item: 'string' }] });
  expect(recommend({ session: ['unicorn'] }).reason).toBe('unknown-items');
  expect(recommend({ user: 'nobody', session: ['kite'] }).reason).toBe('history');
});
