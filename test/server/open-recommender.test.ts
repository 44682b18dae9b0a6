import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { createRecommender } from '../../src/recommend/index.ts';
import { train } from '../../src/recommend/train/index.ts';
import { openRecommender } from '../../src/server/index.ts';
import { additions, interactionsOf } from '../recommend/fixtures.ts';

const pause = async () => {};

describe('openRecommender', () => {
  test('gives the lists that any recommender gives', async () => {
    await fc.assert(
      fc.asyncProperty(additions(), fc.constantFrom('cosine', 'ease', 'popularity'), async (list, algorithm) => {
        const interactions = interactionsOf(list);
        const model = { ...(await train(interactions, { algorithm })), histories: interactions };
        const opened = await openRecommender(model, { warmUp: { rounds: 2, pause } });
        const plain = createRecommender(model);
        for (const user of [...interactions.users, 'nobody']) {
          expect(opened.recommend({ user, explain: true })).toEqual(plain.recommend({ user, explain: true }));
        }
        expect(opened.popular()).toEqual(plain.popular());
      }),
      { numRuns: 30 },
    );
  });

  test('makes lists before anybody asks, unless that is turned off', async () => {
    const interactions = interactionsOf([
      ['ann', 'cup'],
      ['ann', 'pot'],
      ['ben', 'pot'],
    ]);
    const model = { ...(await train(interactions, { algorithm: 'cosine' })), histories: interactions };
    const where = vi.fn(() => true);
    await openRecommender(model, { where, warmUp: false });
    expect(where).not.toHaveBeenCalled();
    await openRecommender(model, { where, warmUp: { rounds: 1, pause } });
    expect(where).toHaveBeenCalled();
  });

  test('warms up with the users of the training', async () => {
    const model = await train(interactionsOf([['ann', 'cup']]), { algorithm: 'cosine' });
    const histories = vi.fn(() => []);
    const known = { ...model, histories: interactionsOf([['ann', 'cup']]) };
    await openRecommender(known, { histories, warmUp: { rounds: 1, pause } });
    expect(histories).toHaveBeenCalledWith('ann');
  });
});
