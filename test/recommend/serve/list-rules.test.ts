import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRecommender, type RecommendQuery } from '../../../src/recommend/index.ts';
import { train } from '../../../src/recommend/train/index.ts';
import { additions, interactionsOf } from '../fixtures.ts';
import { attributes, DAY, names, SHELF, serve } from './shop.ts';

const POT = { items: ['zen pot'] } as const;
const IDS = ['tea', 'pot', 'cup', 'jug', '__proto__', 'constructor', 'ä', '茶', 'a\nb', '"', '<b>', 'toString'];
const item = fc.constantFrom(...IDS);

/** The length of the name, so that some share it; and one that most have none of. */
const facts = {
  length: (id: string) => `${id.length}`,
  letters: (id: string) => [...id].filter((letter) => 'tcu'.includes(letter)),
};

const anyRules = fc.record(
  {
    boost: fc.dictionary(item, fc.constantFrom(0.25, 1, 2, 8)),
    pins: fc.uniqueArray(item, { maxLength: 4 }),
    caps: fc.record(
      { length: fc.integer({ min: 0, max: 3 }), letters: fc.integer({ min: 0, max: 3 }) },
      { requiredKeys: [] },
    ),
    fill: fc.constantFrom('none' as const, 'popular' as const),
    exclude: fc.array(item, { maxLength: 3 }),
    count: fc.integer({ min: 0, max: 14 }),
  },
  { requiredKeys: [] },
);
const anyHistory = fc.uniqueArray(item, { maxLength: 5 });

describe('laws', () => {
  test('Caps hold, whatever else is asked, unless pins break them.', async () => {
    await fc.assert(
      fc.asyncProperty(additions(), anyHistory, anyRules, async (list, items, { pins: _pins, ...rules }) => {
        const { recommend } = createRecommender(await train(interactionsOf(list), { algorithm: 'cosine' }), {
          attributes: facts,
        });
        const answer = recommend({ items, ...rules, diversity: { strength: 0.4, by: 'letters' } });
        for (const [name, most] of Object.entries(rules.caps ?? {})) {
          const values = names(answer).flatMap((id) =>
            name === 'length' ? [facts.length(id)] : [...new Set(facts.letters(id))],
          );
          for (const value of values)
            expect(values.filter((other) => other === value).length).toBeLessThanOrEqual(most ?? 0);
        }
      }),
    );
  });

  test('Caps give what taking one by one from the whole list gives.', async () => {
    await fc.assert(
      fc.asyncProperty(
        additions(),
        anyHistory,
        fc.integer({ min: 0, max: 3 }),
        fc.integer({ min: 0, max: 9 }),
        async (list, items, most, count) => {
          const { recommend } = createRecommender(await train(interactionsOf(list), { algorithm: 'cosine' }), {
            attributes: facts,
          });
          const taken = new Map<string, number>();
          const expected = names(recommend({ items, count: 99 })).filter((id) => {
            const before = taken.get(facts.length(id)) ?? 0;
            if (before < most) taken.set(facts.length(id), before + 1);
            return before < most;
          });
          expect(names(recommend({ items, count, caps: { length: most } }))).toEqual(expected.slice(0, count));
        },
      ),
    );
  });

  test('A boost gives what boosting all scores and sorting gives.', async () => {
    await fc.assert(
      fc.asyncProperty(
        additions(),
        anyHistory,
        fc.dictionary(item, fc.constantFrom(0.25, 2, 8)),
        async (list, items, boost) => {
          const { recommend } = createRecommender(await train(interactionsOf(list), { algorithm: 'cosine' }));
          const factor = (id: string) => (Object.hasOwn(boost, id) ? (boost[id] ?? 1) : 1);
          const expected = recommend({ items, count: 99 })
            .items.map(({ item: id, score }, place) => ({ id, place, score: score * factor(id) }))
            .sort((a, b) => b.score - a.score || IDS.indexOf(a.id) - IDS.indexOf(b.id));
          const scores = (answer: readonly { readonly score: number }[]) => answer.map(({ score }) => score);
          const asked = recommend({ items, count: 99, boost });
          expect(scores(asked.items)).toEqual(scores(expected));
          expect(names(recommend({ items, count: 99, boost: factor }))).toEqual(names(asked));
        },
      ),
    );
  });

  test('Whatever the rules, the list holds no item twice, none that is kept away, and is full or says why not.', async () => {
    await fc.assert(
      fc.asyncProperty(
        additions(),
        anyHistory,
        anyRules,
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (list, items, rules, diversity) => {
          const model = await train(interactionsOf(list), { algorithm: 'rp3beta' });
          const answer = createRecommender(model, { attributes: facts }).recommend({
            items,
            ...rules,
            diversity,
            calibration: { by: 'length', strength: diversity },
            explain: true,
          });
          const listed = names(answer);
          expect(new Set(listed).size).toBe(listed.length);
          expect(listed.some((id) => rules.exclude?.includes(id))).toBe(false);
          expect(listed.length).toBeLessThanOrEqual(rules.count ?? 10);
          expect(answer.short === undefined).toBe(listed.length === (rules.count ?? 10));
          for (const { score, because = [], placed } of answer.items) {
            if (answer.kind === 'popular' || placed !== undefined) continue;
            const total = because.reduce((sum, { share }) => sum + share, 0);
            expect(Math.abs(total / score - 1)).toBeLessThan(1e-12);
          }
        },
      ),
    );
  });

  test('Whatever the rules hold, the answer is a list.', async () => {
    const { recommend, popular } = await serve();
    const odd = fc.oneof(
      fc.anything(),
      fc.constantFrom(Number.NaN, -1, '1', null, { kind: -1, brand: 'x' }, [null, {}, { item: 7 }]),
    );
    fc.assert(
      fc.property(
        odd,
        odd,
        odd,
        odd,
        odd,
        odd,
        odd,
        odd,
        (boost, pins, caps, diversity, calibration, session, halfLifeDays, nowMs) => {
          const query = {
            ...POT,
            boost,
            pins,
            caps,
            diversity,
            calibration,
            session,
            halfLifeDays,
            nowMs,
          } as unknown as RecommendQuery;
          for (const answer of [recommend(query), popular(query)]) {
            expect(answer.items.every(({ item: id, score }) => typeof id === 'string' && !Number.isNaN(score))).toBe(
              true,
            );
          }
        },
      ),
    );
  });

  test('Diversity and calibration of strength 0 change nothing and lose nothing.', async () => {
    await fc.assert(
      fc.asyncProperty(additions(), anyHistory, fc.integer({ min: 0, max: 9 }), async (list, items, count) => {
        const { recommend } = createRecommender(await train(interactionsOf(list), { algorithm: 'cosine' }), {
          attributes: facts,
        });
        const answer = recommend({ items, count, diversity: 0, calibration: { by: 'length', strength: 0 } });
        expect(names(answer)).toEqual(names(recommend({ items, count })));
        expect(answer.rearranged?.relevanceLoss ?? 0).toBe(0);
      }),
    );
  });
});

describe('boosts', () => {
  test('lift an item, and stand in the answer with it', async () => {
    const { recommend } = await serve();
    const { items } = recommend({ ...POT, count: 2, boost: { 'coil spoon': 3 }, explain: true });
    expect(items).toEqual([
      { item: 'coil spoon', score: 12, because: [{ item: 'zen pot', share: 12 }], boost: 3 },
      { item: 'acme tea green', score: 9, because: [{ item: 'zen pot', share: 9 }] },
    ]);
  });

  test('that make no sense change nothing', async () => {
    const { recommend } = await serve();
    const fails = () => {
      throw new Error('the prices are away');
    };
    const plain = recommend(POT);
    for (const boost of [{ 'coil spoon': Number.NaN, 'bell cup red': -1, 'no such item': 9 }, fails]) {
      expect(recommend({ ...POT, boost })).toEqual(plain);
    }
  });

  test('change what is popular, too, for this list only', async () => {
    const { popular } = await serve();
    expect(names(popular({ count: 1, boost: { 'coil spoon': 100 } }))).toEqual(['coil spoon']);
    expect(names(popular({ count: 1 }))).toEqual(['zen pot']);
  });
});

describe('pins', () => {
  test('take the first places in their order, and say so', async () => {
    const { recommend } = await serve();
    expect(recommend({ ...POT, count: 3, pins: ['coil spoon', 'bell cup red'] }).items).toEqual([
      { item: 'coil spoon', score: 4, placed: 'pinned' },
      { item: 'bell cup red', score: 6, placed: 'pinned' },
      { item: 'acme tea green', score: 9 },
    ]);
  });

  test('take the place that is named, or the end of a shorter list', async () => {
    const { recommend } = await serve();
    const pins = [{ item: 'coil spoon', position: 2 }, { item: 'bell cup red', position: 99 }, 'bell cup blue'];
    expect(names(recommend({ ...POT, count: 5, pins }))).toEqual([
      'bell cup blue',
      'coil spoon',
      'acme tea green',
      'acme tea black',
      'bell cup red',
    ]);
  });

  test('may be items that the model has never seen', async () => {
    const { recommend, popular } = await serve();
    expect(recommend({ ...POT, count: 1, pins: ['brand new'], explain: true }).items).toEqual([
      { item: 'brand new', score: 0, because: [], placed: 'pinned' },
    ]);
    expect(names(popular({ count: 2, pins: ['brand new'] }))).toEqual(['brand new', 'zen pot']);
  });

  test('stay away when they are excluded, turned down, over, or the person’s own', async () => {
    const { recommend } = await serve(SHELF, {
      expires: (id) => (id === 'bell cup red' ? 5 : undefined),
      now: () => 5,
    });
    const pins = ['zen pot', 'coil spoon', 'bell cup red', 'bell cup blue'];
    const answer = recommend({ ...POT, pins, exclude: ['coil spoon'], where: (id) => id !== 'bell cup blue' });
    expect(names(answer)).toEqual(['acme tea green', 'acme tea black', 'acme tea white']);
  });

  test('count for the caps', async () => {
    const { recommend } = await serve();
    const answer = recommend({ ...POT, count: 3, pins: ['acme tea white'], caps: { brand: 1 } });
    expect(names(answer)).toEqual(['acme tea white', 'bell cup red', 'coil spoon']);
  });

  test('that are no pins are named', async () => {
    const { recommend } = await serve();
    const pins = ['coil spoon', '', { item: 'bell cup red', position: 1.5 }] as const;
    expect(recommend({ ...POT, pins }).ignored).toEqual(['/pins/1', '/pins/2']);
  });
});

describe('caps', () => {
  test('let the next ones in, and a list that stays short says why', async () => {
    const { recommend } = await serve();
    expect(names(recommend({ ...POT, count: 4, caps: { brand: 2 } }))).toEqual([
      'acme tea green',
      'acme tea black',
      'bell cup red',
      'bell cup blue',
    ]);
    expect(recommend({ ...POT, count: 4, caps: { brand: 1 } })).toMatchObject({
      short: 'capped',
      items: { length: 3 },
    });
  });

  test('hold among items that fill a list, too', async () => {
    const { recommend } = await serve();
    const answer = recommend({ items: ['coil spoon'], count: 4, fill: 'popular', caps: { brand: 1 } });
    expect(names(answer)).toEqual(['zen pot', 'acme tea green', 'bell cup red']);
    expect(answer.short).toBe('capped');
  });

  test('of an attribute that is not known, or that are no number, are named', async () => {
    const { recommend } = await serve();
    const caps = { brnad: 1, kind: Number.NaN };
    expect(recommend({ ...POT, caps }).ignored).toEqual(['/caps/brnad', '/caps/kind']);
  });

  test('spare items without a value, or where it fails', async () => {
    const failing = { mood: (id: string) => (id.startsWith('acme') ? undefined : fail()) };
    const fail = (): string => {
      throw new Error('no such item');
    };
    const { recommend } = await serve(SHELF, { attributes: failing });
    expect(names(recommend({ ...POT, caps: { mood: 0 } }))).toHaveLength(6);
  });
});

describe('diversity', () => {
  test('by an attribute takes the next of another kind, and says what that costs', async () => {
    const { recommend } = await serve();
    const answer = recommend({ ...POT, count: 3, diversity: { strength: 0.6, by: 'kind' } });
    expect(names(answer)).toEqual(['acme tea green', 'bell cup red', 'coil spoon']);
    expect(answer.rearranged).toEqual({ relevanceLoss: 5 / 24, similarity: { before: 1, after: 0 } });
  });

  test('without an attribute takes what other items of the history speak for', async () => {
    const { recommend } = await serve([
      ['a', 'tea'],
      ['a', 'pot'],
      ['b', 'tea'],
      ['b', 'cup'],
      ['c', 'tea'],
      ['c', 'pot'],
      ['d', 'tea'],
      ['d', 'cup'],
      ['e', 'kite'],
      ['e', 'string'],
    ]);
    const query = { items: ['tea', 'kite'], count: 2 };
    expect(names(recommend(query))).toEqual(['cup', 'pot']);
    const answer = recommend({ ...query, diversity: 0.8 });
    expect(names(answer)).toEqual(['cup', 'string']);
    expect(answer.rearranged).toEqual({ relevanceLoss: 0.25, similarity: { before: 1, after: 0 } });
  });

  test('that cannot be had is named', async () => {
    const { recommend, popular } = await serve();
    expect(recommend({ ...POT, diversity: { strength: 0.5, by: 'knid' } }).ignored).toEqual(['/diversity']);
    expect(recommend({ ...POT, diversity: 7 }).ignored).toEqual(['/diversity']);
    expect(popular({ diversity: 0.5 }).ignored).toEqual(['/diversity']);
    expect(popular({ diversity: { strength: 0.5, by: 'kind' } }).ignored).toBeUndefined();
  });
});

describe('calibration', () => {
  test('keeps the proportions of the history, and says what that costs', async () => {
    const { recommend } = await serve();
    // Half of the history is cups, half is spoons; by score alone three teas would come.
    const items = [{ item: 'zen pot', weight: 0.01 }, 'bell cup red', 'coil spoon'];
    const query = { items, count: 3, repeats: 'allow' as const, exclude: ['zen pot'] };
    const answer = recommend({ ...query, calibration: { by: 'kind', strength: 0.9 } });
    expect(names(recommend(query)).every((id) => id.includes('tea'))).toBe(true);
    expect([...names(answer)].sort()).toEqual(['bell cup blue', 'bell cup red', 'coil spoon']);
    const { miscalibration, relevanceLoss = 0 } = answer.rearranged ?? {};
    expect(miscalibration?.after).toBeLessThan(miscalibration?.before ?? 0);
    expect(relevanceLoss).toBeGreaterThan(0);
    expect(relevanceLoss).toBeLessThan(1);
  });

  test('without a history that has the attribute is named', async () => {
    const { recommend } = await serve(SHELF, { attributes: { ...attributes, none: () => undefined } });
    expect(recommend({ ...POT, calibration: { by: 'none' } }).ignored).toEqual(['/calibration']);
    expect(recommend({ calibration: { by: 'kind' } }).ignored).toEqual(['/calibration']);
    expect(recommend({ ...POT, calibration: { by: 'kind', strength: 2 } }).ignored).toEqual(['/calibration']);
  });
});

describe('what is over', () => {
  const expires = (id: string) => (id.startsWith('acme') ? 10 * DAY : undefined);

  test('stays away from the moment on, by the clock or by the query', async () => {
    let now = 10 * DAY - 1;
    const { recommend, popular } = await serve(SHELF, { expires, now: () => now });
    expect(names(recommend({ ...POT, count: 1 }))).toEqual(['acme tea green']);
    now++;
    expect(names(recommend({ ...POT, count: 1 }))).toEqual(['bell cup red']);
    expect(names(popular({ count: 2 }))).toEqual(['zen pot', 'bell cup red']);
    expect(names(recommend({ ...POT, count: 1, nowMs: 0 }))).toEqual(['acme tea green']);
    expect(recommend({ ...POT, count: 4 }).short).toBe('filtered');
  });

  test('cannot be told without a clock', async () => {
    await expect(serve(SHELF, { expires })).rejects.toMatchObject({ code: 'invalid-options', at: 'now' });
  });

  test('is taken for over when nobody can say', async () => {
    const fails = (): number => {
      throw new Error('the catalogue is away');
    };
    const answer = (await serve(SHELF, { expires: fails, now: () => 0 })).recommend(POT);
    expect(answer).toMatchObject({ items: [], short: 'filter-failed' });
  });
});

test('a standing filter holds for every list', async () => {
  const { recommend, popular } = await serve(SHELF, { where: (id) => id !== 'acme tea green' });
  expect(names(recommend({ ...POT, count: 1 }))).toEqual(['acme tea black']);
  expect(names(popular({ pins: ['acme tea green'], count: 1 }))).toEqual(['zen pot']);
});

test('a filter is asked once about an item, however often a list is searched for', async () => {
  const { recommend } = await serve();
  const asked: string[] = [];
  recommend({ ...POT, count: 6, fill: 'popular', caps: { brand: 1 }, where: (id) => asked.push(id) > 0 });
  expect(new Set(asked).size).toBe(asked.length);
});
