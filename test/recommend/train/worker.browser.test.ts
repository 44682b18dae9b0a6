import { expect, onTestFinished, test } from 'vitest';
import { createInteractions, createRecommender } from '../../../src/recommend/index.ts';
import { train, trainInWorker } from '../../../src/recommend/train/index.ts';

test('a page trains a small model in a worker, the same as here', async () => {
  const worker = new Worker(new URL('./page-worker.ts', import.meta.url), { type: 'module' });
  onTestFinished(() => worker.terminate());
  const interactions = createInteractions();
  for (let n = 0; n < 5000; n++) interactions.add(`user ${n % 97}`, `item ${(n * 31) % 211}`);
  const spec = { algorithm: 'rp3beta' } as const;
  const [there, here] = await Promise.all([
    trainInWorker(worker, interactions.build(), spec),
    train(interactions.build(), spec),
  ]);
  const lists = [there, here].map((model) => createRecommender(model).recommend({ items: ['item 7'], explain: true }));
  expect(lists[0]).toEqual(lists[1]);
  expect(lists[0]?.items).toHaveLength(10);
});
