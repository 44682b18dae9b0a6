import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keepNeighbours, train } from '../../../src/recommend/train/index.ts';
import { additions, interactionsOf, plain } from '../fixtures.ts';

test('A model that keeps fewer neighbours is the model that would have been trained so.', async () => {
  await fc.assert(
    fc.asyncProperty(
      additions(),
      fc.constantFrom('candidate' as const, 'history-item' as const),
      fc.integer({ min: 1, max: 6 }),
      async (list, cut, neighbours) => {
        const interactions = interactionsOf(list);
        const all = await train(interactions, { algorithm: 'rp3beta' });
        const fewer = await train(interactions, { algorithm: 'rp3beta', neighbours, cut });
        expect(plain(keepNeighbours(all, neighbours, { cut }))).toEqual(plain(fewer));
      },
    ),
  );
});

test('leaves a popularity model as it is', async () => {
  const model = await train(interactionsOf([['ann', 'tea']]), { algorithm: 'popularity' });
  expect(keepNeighbours(model, 3)).toBe(model);
});

test.each([0, -1, 1.5, Number.NaN])('refuses to keep %d neighbours', async (neighbours) => {
  const model = await train(interactionsOf([['ann', 'tea']]), { algorithm: 'cosine' });
  expect(() => keepNeighbours(model, neighbours)).toThrow(expect.objectContaining({ code: 'invalid-options' }));
});
