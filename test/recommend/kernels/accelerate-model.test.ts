import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { blendModels, createRecommender, type DenseModel, quantizeRows } from '../../../src/recommend/index.ts';
import { accelerateModel } from '../../../src/recommend/kernels/index.ts';
import { train } from '../../../src/recommend/train/index.ts';
import { additions, interactionsOf } from '../fixtures.ts';
import { numbersFrom } from './made-up.ts';

afterEach(() => vi.unstubAllGlobals());

/** Weights of which some are zero and some below. */
function denseModel(count: number, seed: number): DenseModel {
  const next = numbersFrom(seed);
  const weights = Float32Array.from({ length: count * count }, () => (next() < 0.1 ? 0 : next() - 0.4));
  for (let n = 0; n < count; n++) weights[n * (count + 1)] = 0;
  return {
    kind: 'dense',
    spec: { algorithm: 'ease' },
    seed: 0,
    data: { users: 1, interactions: 1 },
    items: Array.from({ length: count }, (_, n) => `item ${n}`),
    popularity: new Float32Array(count).fill(1),
    weights,
  };
}

describe('an accelerated model', () => {
  test('An accelerated model gives the lists of the model, to the last bit.', async () => {
    const sizes = fc.integer({ min: 1, max: 60 });
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(), fc.nat(70), fc.boolean(), async (count, seed, length, isWeighted) => {
        const model = denseModel(count, seed);
        const next = numbersFrom(seed + 1);
        const items = Array.from({ length }, () => ({
          item: `item ${Math.floor(next() * count)}`,
          weight: isWeighted ? next() + 0.1 : 1,
        }));
        const quick = createRecommender(await accelerateModel(model));
        const plain = createRecommender(model);
        // Twice: what the first list left in the memory may not come into the second.
        for (const given of [items, items.slice(1)]) {
          const query = { items: given, count: 20, explain: true };
          expect(quick.recommend(query)).toEqual(plain.recommend(query));
        }
      }),
    );
  });

  test('adds to what the scores were, as the model says', async () => {
    const model = await accelerateModel(denseModel(9, 4));
    if (model.kind !== 'dense') throw new Error('It is of another kind.');
    const score = Float64Array.from({ length: 9 }, (_, n) => n);
    model.addRows?.([3, 5], [1, 0.5], score);
    const { weights } = model;
    expect(score).toEqual(score.map((_, n) => n + (weights[27 + n] ?? 0) + 0.5 * (weights[45 + n] ?? 0)));
  });

  test('is one in a blend, too, and a part that is named twice is moved once', async () => {
    await fc.assert(
      fc.asyncProperty(additions(), async (list) => {
        const ease = await train(interactionsOf(list), { algorithm: 'ease', lambda: 1 });
        const counts = await train(interactionsOf(list), { algorithm: 'cosine' });
        const blended = blendModels({
          kind: 'weighted',
          parts: [ease, counts, ease].map((model) => ({ model, weight: 1 })),
        });
        const quick = await accelerateModel(blended);
        if (quick.kind !== 'blend') throw new Error('It is of another kind.');
        expect(quick.parts[0]).toBe(quick.parts[2]);
        expect(quick.parts[1]).toBe(counts);
        const query = { items: list.slice(0, 3).map(([, item]) => item), explain: true };
        expect(createRecommender(quick).recommend(query)).toEqual(createRecommender(blended).recommend(query));
      }),
      { numRuns: 20 },
    );
  });

  test('is the same model where there are no rows of floats, no WebAssembly, or no such memory', async () => {
    const dense = denseModel(5, 1);
    const bytes = quantizeRows(dense);
    expect(await accelerateModel(bytes)).toBe(bytes);
    vi.stubGlobal('WebAssembly', {
      ...globalThis.WebAssembly,
      compile: globalThis.WebAssembly.compile,
      Memory: class {
        constructor() {
          throw new RangeError('no room');
        }
      },
    });
    expect(await accelerateModel(dense)).toBe(dense);
    vi.stubGlobal('WebAssembly', undefined);
    expect(await accelerateModel(dense)).toBe(dense);
  });
});
