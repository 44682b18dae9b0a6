import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createInteractions, createRecommender, type Interactions } from '../../../src/recommend/index.ts';
import { train } from '../../../src/recommend/train/index.ts';
import { timedAdditions } from '../fixtures.ts';

const DAY = 86_400_000;

function eventsOf(list: readonly (readonly [string, string, number, number])[]): Interactions {
  const builder = createInteractions({ events: true });
  for (const addition of list) builder.add(...addition);
  return builder.build();
}

describe('buy again', () => {
  test('lists what somebody had often and lately, equals by what is trending', async () => {
    await fc.assert(
      fc.asyncProperty(timedAdditions(), async (list) => {
        const { recommend } = createRecommender(await train(eventsOf(list), { algorithm: 'buy-again' }));
        const newest = Math.max(...list.map(([, , , timeMs]) => timeMs));
        const fadedOf = (some: typeof list) =>
          some.reduce((sum, [, , , timeMs]) => sum + 0.5 ** ((newest - timeMs) / (30 * DAY)), 0);
        const trendOf = (item: string) => fadedOf(list.filter(([, other]) => other === item));
        const most = Math.max(...list.map(([, item]) => trendOf(item)));
        for (const user of new Set(list.map(([name]) => name))) {
          const own = list.filter(([other]) => other === user);
          const answer = recommend({ user, count: 100, explain: true });
          expect(answer.items.map(({ item }) => item).sort()).toEqual([...new Set(own.map(([, item]) => item))].sort());
          for (const { item, score, because } of answer.items) {
            const faded = fadedOf(own.filter(([, other]) => other === item));
            expect(score).toBeCloseTo(faded + (1e-6 * trendOf(item)) / most, 6);
            expect(because).toEqual([{ item, share: score }]);
          }
        }
      }),
    );
  });

  test('holds back what was bought less than its usual interval ago, when it is told to', async () => {
    const list = [0, 30, 60].map((day) => ['ann', 'soap', 2, day * DAY] as const);
    const tea = [55, 60].map((day) => ['ann', 'tea', 1, day * DAY] as const);
    const model = await train(eventsOf([...list, ...tea]), { algorithm: 'buy-again', cadence: true, weights: 'given' });
    if (model.kind !== 'repurchase') throw new Error(`a model of kind ${model.kind}`);
    expect([...model.cadence]).toEqual([30, 5]);
    const listAfter = (days: number) =>
      createRecommender(model)
        .recommend({ user: 'ann', nowMs: (60 + days) * DAY })
        .items.map(({ item }) => item);
    expect([listAfter(3), listAfter(90)]).toEqual([
      ['tea', 'soap'],
      ['soap', 'tea'],
    ]);
  });

  test('fades histories that come with a query by their times', async () => {
    const model = await train(
      eventsOf([
        ['ann', 'tea', 1, 0],
        ['ann', 'cup', 1, 60 * DAY],
      ]),
      { algorithm: 'buy-again' },
    );
    const items = [
      { item: 'tea', weight: 3, timeMs: 0 },
      { item: 'cup', weight: 1, timeMs: 60 * DAY },
    ];
    const list = createRecommender(model).recommend({ items });
    expect(list.items.map(({ item, score }) => [item, Math.round(score * 1000)])).toEqual([
      ['cup', 1000],
      ['tea', 750],
    ]);
  });

  test('counts purchases of one day as one for the cadence', async () => {
    const hours = [0, 1, 2, 240].map((hour) => ['ann', 'tea', 1, hour * 3_600_000] as const);
    const model = await train(eventsOf(hours), { algorithm: 'buy-again' });
    expect(model.kind === 'repurchase' && [...model.cadence]).toEqual([10]);
  });
});
