import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRecommender, type RecommendQuery } from '../../../src/recommend/index.ts';
import { train } from '../../../src/recommend/train/index.ts';
import { type Addition, additions, interactionsOf, matrixOf } from '../fixtures.ts';

const SHOP: readonly Addition[] = [
  ['ann', 'oolong'],
  ['ann', 'teapot'],
  ['ben', 'oolong'],
  ['ben', 'teapot'],
  ['ben', 'cup'],
  ['cleo', 'oolong'],
  ['cleo', 'cup'],
  ['dan', 'kite'],
  ['eve', 'oolong'],
];

async function shop(algorithm: 'cooccurrence' | 'popularity' = 'cooccurrence') {
  return createRecommender(await train(interactionsOf(SHOP), { algorithm }));
}

const anyQuery = fc.record({
  items: fc.array(
    fc.record({
      item: fc.constantFrom('tea', 'pot', 'cup', '__proto__', '茶', 'no such item'),
      weight: fc.integer({ min: 1, max: 9 }),
    }),
  ),
  count: fc.integer({ min: 0, max: 14 }),
  repeats: fc.constantFrom('exclude' as const, 'allow' as const),
  exclude: fc.array(fc.constantFrom('jug', 'ä', 'constructor')),
});

describe('laws', () => {
  test('A filter inside the list gives what filtering the whole list gives.', async () => {
    await fc.assert(
      fc.asyncProperty(additions(), anyQuery, fc.func(fc.boolean()), async (list, query, where) => {
        const { recommend } = createRecommender(await train(interactionsOf(list), { algorithm: 'cosine' }));
        const whole = recommend({ ...query, count: Number.POSITIVE_INFINITY, exclude: [] }).items;
        const filtered = whole.filter(
          ({ item }) => where(item) && !query.exclude.some((excluded) => excluded === item),
        );
        expect(recommend({ ...query, where }).items).toEqual(filtered.slice(0, query.count));
      }),
    );
  });

  test('The list is the best of a full sort, and ties go to the lower index.', async () => {
    await fc.assert(
      fc.asyncProperty(additions(), anyQuery, async (list, query) => {
        const model = await train(interactionsOf(list), { algorithm: 'cooccurrence' });
        const matrix = matrixOf(model);
        const scores = model.items.map((item) =>
          query.items.reduce((sum, own) => sum + own.weight * (matrix.get(own.item)?.get(item) ?? 0), 0),
        );
        const own = new Set<string>(query.repeats === 'allow' ? [] : query.items.map(({ item }) => item));
        const best = model.items
          .map((item, index) => ({ item, score: scores[index] ?? 0, index }))
          .filter(
            ({ item, score }) => score > 0 && !own.has(item) && !query.exclude.some((excluded) => excluded === item),
          )
          .sort((a, b) => b.score - a.score || a.index - b.index)
          .slice(0, query.count)
          .map(({ item, score }) => ({ item, score }));
        const answer = createRecommender(model).recommend(query);
        if (answer.kind === 'personal') expect(answer.items).toEqual(best);
        else expect(scores.every((score) => score === 0)).toBe(true);
      }),
    );
  });

  test('The shares of an item add up to its score.', async () => {
    await fc.assert(
      fc.asyncProperty(additions(), anyQuery, async (list, query) => {
        const { recommend } = createRecommender(await train(interactionsOf(list), { algorithm: 'rp3beta' }));
        const answer = recommend({ ...query, explain: true });
        if (answer.kind === 'popular') return;
        const named = new Set<string>(query.items.map(({ item }) => item));
        for (const { score, because = [] } of answer.items) {
          const total = because.reduce((sum, { share }) => sum + share, 0);
          expect(Math.abs(total / score - 1)).toBeLessThan(1e-12);
          expect(because.every(({ item, share }) => share > 0 && named.has(item))).toBe(true);
          expect(because.map(({ share }) => share)).toEqual(because.map(({ share }) => share).sort((a, b) => b - a));
        }
      }),
    );
  });

  test('A list is as long as asked for, or says why not.', async () => {
    await fc.assert(
      fc.asyncProperty(
        additions(),
        anyQuery,
        fc.constantFrom('none' as const, 'popular' as const),
        async (list, query, fill) => {
          const { recommend } = createRecommender(await train(interactionsOf(list), { algorithm: 'cosine' }));
          const answer = recommend({ ...query, fill });
          expect(answer.items.length).toBeLessThanOrEqual(query.count);
          expect(answer.short === undefined).toBe(answer.items.length === query.count);
          expect(new Set(answer.items.map(({ item }) => item)).size).toBe(answer.items.length);
        },
      ),
    );
  });

  test('Whatever is asked, the answer is a list.', async () => {
    const { recommend, popular, items } = await shop();
    const odd = fc.oneof(
      fc.anything(),
      fc.constantFrom(Number.NaN, -1, 1e300, '10', null, {}, [null, {}, { item: 7 }, 'cup']),
    );
    fc.assert(
      fc.property(odd, odd, odd, odd, odd, odd, (user, list, count, where, exclude, repeats) => {
        const query = { user, items: list, count, where, exclude, repeats, explain: true } as unknown as RecommendQuery;
        for (const answer of [recommend(query), popular(query)]) {
          expect(answer.items.every(({ item, score }) => items.includes(item) && !Number.isNaN(score))).toBe(true);
        }
      }),
    );
  });
});

describe('a list', () => {
  test('holds what goes with a known user, and nothing that the user has', async () => {
    const { recommend } = await shop();
    expect(recommend({ user: 'ann', count: 4 })).toEqual({
      kind: 'personal',
      reason: 'history',
      items: [{ item: 'cup', score: 3 }],
      short: 'few-neighbours',
    });
  });

  test('holds what the user has when repeats are allowed', async () => {
    const { recommend } = await shop();
    expect(recommend({ user: 'ann', repeats: 'allow' }).items.map(({ item }) => item)).toEqual([
      'cup',
      'oolong',
      'teapot',
    ]);
  });

  test('adds what is looked at to what is known', async () => {
    const { recommend } = await shop();
    const { items } = recommend({ user: 'eve', items: ['cup'], explain: true });
    expect(items).toEqual([
      {
        item: 'teapot',
        score: 3,
        because: [
          { item: 'oolong', share: 2 },
          { item: 'cup', share: 1 },
        ],
      },
    ]);
  });

  test('weighs items as asked, and adds up those that are named twice', async () => {
    const { recommend } = await shop();
    const { items } = recommend({
      items: [
        { item: 'cup', weight: 2 },
        { item: 'cup', weight: 3 },
      ],
      explain: true,
    });
    expect(items[0]).toEqual({ item: 'oolong', score: 10, because: [{ item: 'cup', share: 10 }] });
  });

  test('leaves items without a sensible weight out of the scores, yet never recommends them', async () => {
    const { recommend } = await shop();
    for (const weight of [Number.NaN, -1, 0, Number.POSITIVE_INFINITY]) {
      const answer = recommend({ items: ['oolong', { item: 'cup', weight }] });
      expect(answer.items).toEqual([{ item: 'teapot', score: 2 }]);
    }
  });

  test('counts a history by its weights when the model was trained so', async () => {
    const interactions = interactionsOf([
      ['ann', 'tea', 4],
      ['ann', 'cup', 2],
      ['ben', 'tea', 3],
    ]);
    const given = createRecommender(await train(interactions, { algorithm: 'cooccurrence', weights: 'given' }));
    const binary = createRecommender(await train(interactions, { algorithm: 'cooccurrence' }));
    expect(given.recommend({ user: 'ben' }).items).toEqual([{ item: 'cup', score: 24 }]);
    expect(binary.recommend({ user: 'ben' }).items).toEqual([{ item: 'cup', score: 1 }]);
  });

  test('asks a filter only about items that would make the list', async () => {
    const { recommend } = await shop();
    const asked: string[] = [];
    recommend({ items: ['oolong'], count: 1, where: (item) => asked.push(item) > 0 });
    expect(asked).toEqual(['cup']);
  });

  test('is not disturbed by a filter that asks for recommendations itself', async () => {
    const { recommend } = await shop();
    const where = () => recommend({ items: ['cup'] }).items.length > 0;
    expect(recommend({ items: ['oolong'], where })).toEqual(recommend({ items: ['oolong'] }));
  });

  test('is filled up with popular items on request, which have no score and no cause', async () => {
    const { recommend } = await shop();
    const { items, short } = recommend({ user: 'ann', fill: 'popular', explain: true, count: 3 });
    expect(items.map(({ item, score }) => [item, score])).toEqual([
      ['cup', 3],
      ['kite', 0],
    ]);
    expect(items[1]?.because).toEqual([]);
    expect(short).toBe('filtered');
  });

  test('survives destructuring', async () => {
    const { recommend, popular, items } = await shop();
    expect([recommend({ count: 1 }).items.length, popular({ count: 1 }).items.length, items.length]).toEqual([1, 1, 4]);
  });
});

describe('a list without a history', () => {
  test('Where nothing is known the list is what is popular, and says why.', async () => {
    const { recommend, popular } = await shop();
    const best = [
      { item: 'oolong', score: 4 },
      { item: 'cup', score: 2 },
    ];
    expect(recommend({ count: 2 })).toEqual({ kind: 'popular', reason: 'cold-start', items: best });
    expect(recommend({ user: 'nobody', count: 2 })).toEqual({ kind: 'popular', reason: 'unknown-user', items: best });
    expect(recommend({ items: ['unicorn'], count: 2 })).toEqual({
      kind: 'popular',
      reason: 'unknown-items',
      items: best,
    });
    expect(recommend({ items: ['kite'], count: 2 })).toEqual({ kind: 'popular', reason: 'no-neighbours', items: best });
    expect(popular({ count: 2 }, 'no-consent')).toEqual({ kind: 'popular', reason: 'no-consent', items: best });
  });

  test('comes from what is looked at when the user is unknown', async () => {
    const { recommend } = await shop();
    expect(recommend({ user: 'nobody', items: ['cup'] }).reason).toBe('history');
  });

  test('takes names of object members for ids that nobody knows', async () => {
    const { recommend } = await shop();
    expect(recommend({ user: '__proto__', items: ['constructor'] }).reason).toBe('unknown-items');
    expect(recommend({ user: 'toString' }).reason).toBe('unknown-user');
  });

  test('leaves out what the user has, also from a popularity model', async () => {
    const { recommend } = await shop('popularity');
    expect(recommend({ user: 'ann', count: 2 })).toEqual({
      kind: 'popular',
      reason: 'popularity-model',
      items: [
        { item: 'cup', score: 2 },
        { item: 'kite', score: 1 },
      ],
    });
  });

  test('knows nobody when the lookup of histories fails', async () => {
    const model = await train(interactionsOf(SHOP), { algorithm: 'cosine' });
    const histories = () => {
      throw new Error('the database is away');
    };
    expect(createRecommender(model, { histories }).recommend({ user: 'ann' }).reason).toBe('unknown-user');
  });

  test('uses the histories of a lookup instead of those of the model', async () => {
    const model = await train(interactionsOf(SHOP), { algorithm: 'cooccurrence' });
    const histories = (user: string) => (user === 'zoe' ? ['cup'] : undefined);
    const { recommend } = createRecommender(model, { histories });
    expect(recommend({ user: 'zoe' }).items[0]).toEqual({ item: 'oolong', score: 2 });
    expect(recommend({ user: 'ann' }).reason).toBe('unknown-user');
  });
});

describe('a count', () => {
  test.each([
    [0, 0, undefined],
    [-3, 0, undefined],
    [1.9, 1, undefined],
    [Number.NaN, 4, 'small-catalogue'],
    [5, 4, 'small-catalogue'],
    [Number.POSITIVE_INFINITY, 4, 'small-catalogue'],
    [1e300, 4, 'small-catalogue'],
  ])('of %d gives %d items, short: %s', async (count, length, short) => {
    const { popular } = await shop();
    const answer = popular({ count });
    expect([answer.items.length, answer.short]).toEqual([length, short]);
  });

  test('that a filter leaves unmet is called filtered', async () => {
    const { popular, recommend } = await shop();
    expect(popular({ count: 2, where: (item) => item === 'cup' }).short).toBe('filtered');
    expect(recommend({ items: ['oolong'], count: 2, exclude: ['cup'] }).short).toBe('filtered');
  });

  test('that a failing filter leaves unmet is called so, and the failing items stay away', async () => {
    const { popular } = await shop();
    const where = (item: string) => {
      if (item === 'oolong') throw new Error('no stock data');
      return true;
    };
    expect(popular({ count: 4, where })).toMatchObject({
      items: [{ item: 'cup' }, { item: 'teapot' }, { item: 'kite' }],
      short: 'filter-failed',
    });
  });
});
