import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keepNeighbours, train } from '../../../src/recommend/train/index.ts';
import { additions, asDense, interactionsOf, matrixOf, plain } from '../fixtures.ts';

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

test('Of an EASE model the greatest weights above zero are kept, on the side that is named.', async () => {
  await fc.assert(
    fc.asyncProperty(
      additions(),
      fc.constantFrom('candidate' as const, 'history-item' as const),
      fc.integer({ min: 1, max: 4 }),
      async (list, cut, neighbours) => {
        const model = asDense(await train(interactionsOf(list), { algorithm: 'ease', lambda: 2 }));
        const n = model.items.length;
        if (neighbours >= n) return;
        const kept = matrixOf(keepNeighbours(model, neighbours, { cut }));
        const weight = (item: number, candidate: number) => model.weights[item * n + candidate] ?? 0;
        const expected = new Map(model.items.map((item) => [item, new Map<string, number>()]));
        model.items.forEach((_, line) => {
          const pairs = model.items
            .map((_unused, other) => (cut === 'candidate' ? ([other, line] as const) : ([line, other] as const)))
            .filter(([item, candidate]) => weight(item, candidate) > 0)
            .sort((a, b) => weight(...b) - weight(...a) || a[0] - b[0] || a[1] - b[1]);
          for (const [item, candidate] of pairs.slice(0, neighbours)) {
            expected.get(model.items[item] ?? '')?.set(model.items[candidate] ?? '', weight(item, candidate));
          }
        });
        for (const [item, row] of expected)
          expect(Object.fromEntries(kept.get(item) ?? [])).toEqual(Object.fromEntries(row));
      },
    ),
    { numRuns: 40 },
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
