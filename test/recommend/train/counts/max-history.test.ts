import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createOnlineCounts, leftOutBy, train } from '../../../../src/recommend/train/index.ts';
import { additions, interactionsOf } from '../../fixtures.ts';

describe('maxHistory', () => {
  const robot = interactionsOf([
    ['ann', 'cup', 1, 1],
    ['ann', 'pot', 1, 2],
    ['robot', 'cup', 1, 30],
    ['robot', 'oolong', 1, 10],
    ['robot', 'pot', 1, 20],
    ['robot', 'tray', 1],
  ]);

  test('counts the newest items of longer histories, and these alone', async () => {
    const model = await train(robot, { algorithm: 'cooccurrence', maxHistory: 2 });
    const twin = await train(
      interactionsOf([
        ['ann', 'cup'],
        ['ann', 'pot'],
        ['robot', 'cup'],
        ['robot', 'pot'],
        ['nobody', 'oolong'],
        ['no-one', 'tray'],
      ]),
      { algorithm: 'cooccurrence' },
    );
    const { neighbourStart, neighbour, similarity, spec } = model.kind === 'neighbours' ? model : expect.unreachable();
    expect(twin).toMatchObject({ neighbourStart, neighbour, similarity });
    expect(spec).toMatchObject({ maxHistory: 2 });
    expect(leftOutBy(robot, 2)).toEqual({ users: 1, pairs: 2 });
  });

  test('leaves popularity and histories whole', async () => {
    const model = await train(robot, { algorithm: 'rp3beta', maxHistory: 1 });
    expect([...model.popularity]).toEqual([2, 1, 2, 1]);
    expect(model.histories).toBe(robot);
  });

  test('changes nothing where no history is longer, and says nothing where it was not asked for', async () => {
    await fc.assert(
      fc.asyncProperty(additions({ minLength: 1 }), async (list) => {
        const interactions = interactionsOf(list);
        const whole = await train(interactions, { algorithm: 'cosine' });
        const limited = await train(interactions, { algorithm: 'cosine', maxHistory: interactions.items.length });
        expect(whole.spec).not.toHaveProperty('maxHistory');
        expect({ ...limited, spec: whole.spec }).toEqual(whole);
      }),
      { numRuns: 30 },
    );
  });

  test('one user with 100,000 items is trained at once with a limit', async () => {
    const rows = Array.from({ length: 100_000 }, (_, n) => ['robot', `${n}`, 1, n] as const);
    const model = await train(interactionsOf([...rows, ['ann', '7'], ['ann', '8']]), {
      algorithm: 'rp3beta',
      maxHistory: 100,
    });
    expect(model.kind === 'neighbours' && model.neighbour.length).toBe(100 * 99 + 2);
  });

  test.each([0, -1, 1.5, 'none'])('refuses %j', async (maxHistory) => {
    const spec = { algorithm: 'rp3beta', maxHistory } as unknown as { readonly algorithm: 'rp3beta' };
    await expect(train(robot, spec)).rejects.toMatchObject({ code: 'invalid-options', at: 'maxHistory' });
  });

  test('is refused by online counts, which take whole histories', () => {
    expect(() => createOnlineCounts(robot, { algorithm: 'rp3beta', maxHistory: 2 })).toThrow(
      expect.objectContaining({ code: 'invalid-options', at: 'maxHistory' }),
    );
  });
});
