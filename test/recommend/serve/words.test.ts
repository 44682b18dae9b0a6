import { describe, expect, test } from 'vitest';
import {
  ENGLISH_REASONS,
  GERMAN_REASONS,
  RECOMMENDATION_REASONS,
  reasonsInWords,
  SHORT_REASONS,
} from '../../../src/recommend/index.ts';
import { serve } from './shop.ts';

describe('reasons in words', () => {
  test('name the items that led to each, the strongest first', async () => {
    const { recommend } = await serve();
    const list = recommend({
      items: ['bell cup red', { item: 'coil spoon', weight: 0.1 }, 'bell cup blue'],
      count: 1,
      explain: true,
    });
    expect(reasonsInWords(list, { name: (item) => item.toUpperCase() })).toEqual({
      list: 'Chosen by what you had or looked at.',
      items: ['Because of BELL CUP RED and BELL CUP BLUE.'],
    });
  });

  test('say what the shop did, what was filled up and what is missing', async () => {
    const { recommend } = await serve();
    const query = {
      items: ['zen pot'],
      pins: ['coil spoon'],
      boost: { 'acme tea green': 2 },
      caps: { brand: 1 },
      count: 9,
      explain: true,
    };
    const { items, short } = reasonsInWords(recommend(query));
    expect(items).toEqual([
      'Put here by the shop.',
      'Because of zen pot. The shop puts it forward.',
      'Because of zen pot.',
    ]);
    expect(short).toBe('There are no more items.');
    expect(reasonsInWords(recommend({ items: ['coil spoon'], fill: 'popular', count: 2 })).items[1]).toBe('Popular.');
  });

  test('say what variety costs', async () => {
    const { recommend } = await serve();
    const list = recommend({ items: ['zen pot'], count: 3, diversity: { strength: 0.6, by: 'kind' } });
    expect(reasonsInWords(list).rearranged).toBe('For more variety this list gives up 21 % of its best score.');
  });

  test('say that nobody was looked at', async () => {
    const { popular } = await serve();
    const words = reasonsInWords(popular({ count: 1 }, 'no-consent'), { texts: GERMAN_REASONS });
    expect(words).toEqual({ list: 'Was bei allen beliebt ist. Über Sie wurde nichts angesehen.', items: ['Beliebt.'] });
  });

  test('take names as they are, with whatever signs', () => {
    const because = [{ item: '$& {items} <b>', share: 1 }];
    const list = { kind: 'personal', reason: 'history', items: [{ item: 'a', score: 1, because }] } as const;
    expect(reasonsInWords(list).items).toEqual(['Because of $& {items} <b>.']);
  });

  test.each([ENGLISH_REASONS, GERMAN_REASONS])('there is a sentence for everything: $language', (texts) => {
    expect(Object.keys(texts.lists).sort()).toEqual([...RECOMMENDATION_REASONS].sort());
    expect(Object.keys(texts.short).sort()).toEqual([...SHORT_REASONS].sort());
    for (const text of [...Object.values(texts.lists), ...Object.values(texts.short)])
      expect(text).toMatch(/^\p{Lu}.*\.$/u);
  });
});
