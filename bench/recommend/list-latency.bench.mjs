// @ts-check
// How long single lists take, for each user of Online Retail: median and p99 over users. A list that is late once in a hundred is what people notice,
// and a mean hides it. Of a user's passes the quickest counts, because a busy machine makes any of them late. First lists are in
// first-list.bench.mjs. `npm run bench -- list-latency`.
import { performance } from 'node:perf_hooks';
import { createRecommender } from 'kindred/recommend';
import { accelerateModel } from 'kindred/recommend/kernels';
import { train } from 'kindred/recommend/train';
import { madeUp, onlineRetail } from './data.mjs';

const PASSES = 5;
const interactions = onlineRetail() ?? madeUp(4_000, 3_800, 230_000);
const attributes = { letter: (/** @type {string} */ item) => item[0] };
/** @type {Record<string, object>} */
const QUERIES = {
  'list of 10': {},
  'with explanations': { explain: true },
  'with caps and boosts': { caps: { letter: 2 }, boost: { [interactions.items[0] ?? '']: 2 } },
  'with diversity': { diversity: { strength: 0.3, by: 'letter' } },
  'with diversity of what led to the items': { diversity: 0.3 },
  'with calibration': { calibration: { by: 'letter' } },
};

const ease = await train(interactions, { algorithm: 'ease', lambda: 300 });
const models = {
  rp3beta: await train(interactions, { algorithm: 'rp3beta', neighbours: 100 }),
  popularity: await train(interactions, { algorithm: 'popularity' }),
  ease,
  'ease, accelerated': await accelerateModel(ease),
};

for (const [algorithm, model] of Object.entries(models)) {
  for (const [name, query] of Object.entries(QUERIES)) {
    const { recommend } = createRecommender(model, { attributes });
    const quickest = new Float64Array(interactions.users.length).fill(Number.POSITIVE_INFINITY);
    for (let pass = 0; pass < PASSES; pass++) {
      interactions.users.forEach((user, n) => {
        const before = performance.now();
        recommend({ user, ...query });
        const took = performance.now() - before;
        quickest[n] = Math.min(quickest[n] ?? took, took);
      });
    }
    const sorted = quickest.sort();
    const at = (/** @type {number} */ share) => (sorted[Math.floor(share * sorted.length)] ?? 0).toFixed(3);
    console.error(`${algorithm}, ${name}: median ${at(0.5)} ms, p99 ${at(0.99)} ms`);
  }
}
