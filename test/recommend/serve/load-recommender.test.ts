import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRecommender, loadRecommender, packModel, type RecommendQuery } from '../../../src/recommend/index.ts';
import { type TrainSpec, train } from '../../../src/recommend/train/index.ts';
import { digest, interactionsOf } from '../fixtures.ts';
import { attributes, SHELF } from './shop.ts';

const SPECS: readonly TrainSpec[] = [
  { algorithm: 'cosine' },
  { algorithm: 'popularity' },
  { algorithm: 'ease', lambda: 2 },
  { algorithm: 'vmis' },
];

const anyQuery: fc.Arbitrary<RecommendQuery> = fc.record(
  {
    items: fc.array(fc.constantFrom('zen pot', 'coil spoon', 'bell cup red', 'no such item')),
    count: fc.integer({ min: 0, max: 9 }),
    boost: fc.constant({ 'coil spoon': 3 }),
    pins: fc.constant(['new', 'coil spoon']),
    caps: fc.constant({ brand: 1 }),
    diversity: fc.constant({ strength: 0.7, by: 'kind' }),
    calibration: fc.constant({ by: 'brand' }),
    explain: fc.boolean(),
  },
  { requiredKeys: [] },
);

describe('what a page loads', () => {
  test('What a page loads step by step gives the lists that the whole gives.', async () => {
    for (const spec of SPECS) await isTheSame(spec);
  });

  async function isTheSame(spec: TrainSpec): Promise<void> {
    const { histories: _histories, ...model } = await train(interactionsOf(SHELF), spec);
    const packed = await packModel(model, { digest });
    const whole = createRecommender(model, { attributes });
    await fc.assert(
      fc.asyncProperty(anyQuery, async (query) => {
        const { prepare, recommend, popular } = await loadRecommender(packed, { digest, attributes });
        await prepare(query);
        expect(recommend(query)).toEqual(whole.recommend(query));
        expect(popular(query)).toEqual(whole.popular(query));
      }),
      { numRuns: 25 },
    );
  }

  test('names what it has not loaded', async () => {
    const model = await train(interactionsOf(SHELF), { algorithm: 'cosine' });
    const { recommend } = await loadRecommender(await packModel(model, { digest }), { digest });
    const query = { items: ['zen pot'], pins: ['new'], boost: { 'zen pot': 2 } };
    expect(recommend(query).ignored).toEqual(['/boost', '/pins']);
  });

  test('is refused when it is damaged', async () => {
    const loading = loadRecommender(new Uint8Array([1, 2, 3]), { digest });
    await expect(loading).rejects.toMatchObject({ code: 'model-corrupt' });
  });
});
