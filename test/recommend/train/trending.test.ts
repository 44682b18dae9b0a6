import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createInteractions, createRecommender } from '../../../src/recommend/index.ts';
import { train } from '../../../src/recommend/train/index.ts';
import { interactionsOf, timedAdditions } from '../fixtures.ts';

const DAY = 86_400_000;

describe('trending', () => {
  test('counts every single event, half after each half-life', async () => {
    await fc.assert(
      fc.asyncProperty(
        timedAdditions(),
        fc.constantFrom(0.5, 3, 30),
        fc.constantFrom('binary' as const, 'given' as const),
        async (list, halfLifeDays, weights) => {
          const builder = createInteractions({ events: true });
          for (const addition of list) builder.add(...addition);
          const { items, popularity } = await train(builder.build(), { algorithm: 'trending', halfLifeDays, weights });
          const newest = Math.max(...list.map(([, , , timeMs]) => timeMs));
          items.forEach((item, index) => {
            const sum = list.reduce((total, [, other, weight, timeMs]) => {
              const left = 0.5 ** ((newest - timeMs) / (halfLifeDays * DAY));
              return other === item ? total + (weights === 'given' ? weight : 1) * left : total;
            }, 0);
            expect((popularity[index] ?? 0) / sum).toBeCloseTo(1, 6);
          });
        },
      ),
    );
  });

  test('counts a pair once, at its newest time, where single events were not kept', async () => {
    const model = await train(
      interactionsOf([
        ['ann', 'tea', 1, 0],
        ['ann', 'tea', 1, 30 * DAY],
        ['ben', 'cup', 1, 60 * DAY],
      ]),
      { algorithm: 'trending' },
    );
    expect([...model.popularity]).toEqual([1, 0.5]);
  });

  test('gives the list of a category by a filter, filled to its length', async () => {
    const model = await train(
      interactionsOf([
        ['ann', 'cup', 1, 0],
        ['ann', 'green tea', 1, 10 * DAY],
        ['ben', 'black tea', 1, 20 * DAY],
        ['ben', 'pot', 1, 30 * DAY],
      ]),
      { algorithm: 'trending' },
    );
    const { items } = createRecommender(model).popular({ count: 2, where: (item) => item.endsWith('tea') });
    expect(items.map(({ item }) => item)).toEqual(['black tea', 'green tea']);
  });

  test.each(['trending', 'buy-again'] as const)('%s needs times', async (algorithm) => {
    await expect(train(interactionsOf([['ann', 'tea']]), { algorithm })).rejects.toMatchObject({
      code: 'invalid-input',
      at: 'time',
    });
  });
});
