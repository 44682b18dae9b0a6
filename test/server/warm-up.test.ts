import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { createRecommender, type Recommender, type RecommendQuery } from '../../src/recommend/index.ts';
import { train } from '../../src/recommend/train/index.ts';
import { warmUp } from '../../src/server/index.ts';
import { additions, interactionsOf } from '../recommend/fixtures.ts';

function recording(items: readonly string[]) {
  const asked: RecommendQuery[] = [];
  const list = { kind: 'popular', reason: 'cold-start', items: [] } as const;
  const popular = vi.fn(() => list);
  const recommend = (query: RecommendQuery = {}) => {
    asked.push(query);
    return list;
  };
  const recommender: Recommender = { items, recommend, popular };
  return { asked, popular, recommender };
}

const pause = async () => {};

describe('warmUp', () => {
  test('asks for lists by items, by users and for nobody, with what the queries ask for besides', async () => {
    const { asked, popular, recommender } = recording(['cup', 'pot', 'tea']);
    await warmUp(recommender, { users: ['ann', 'ben'], queries: [{ count: 4, explain: true }], rounds: 20, pause });
    expect(asked).toHaveLength(40);
    expect(asked.every(({ count, explain }) => count === 4 && explain === true)).toBe(true);
    expect(new Set(asked.map(({ user }) => user))).toEqual(new Set([undefined, 'ann', 'ben']));
    expect(new Set(asked.flatMap(({ items = [] }) => items))).toEqual(new Set(['cup', 'pot', 'tea']));
    expect(popular).toHaveBeenCalledTimes(20);
  });

  test('lets others have their turn now and then', async () => {
    const turns = vi.fn(pause);
    await warmUp(recording(['cup']).recommender, { rounds: 100, pause: turns });
    expect(turns).toHaveBeenCalledTimes(10);
  });

  test('takes an empty catalogue as it is', async () => {
    const { asked, recommender } = recording([]);
    await warmUp(recommender, { rounds: 1, pause });
    expect(asked).toEqual([{ items: [] }]);
  });

  test('leaves no trace: lists are the same before and after', async () => {
    await fc.assert(
      fc.asyncProperty(additions(), async (rows) => {
        const interactions = interactionsOf(rows);
        const model = await train(interactions, { algorithm: 'cosine' });
        const [user = ''] = interactions.users;
        const [cold, warm] = [createRecommender(model), createRecommender(model)];
        await warmUp(warm, { users: interactions.users, rounds: 3, pause });
        expect(warm.recommend({ user, explain: true })).toEqual(cold.recommend({ user, explain: true }));
      }),
    );
  });
});
