// @ts-check
// RP3beta training: the typed-array engine beside maps of maps; and alone on a set of Gowalla's size, for which maps take minutes.
import { train } from 'kindred/recommend/train';
import { bench, group, summary } from 'mitata';
import { madeUp, onlineRetail } from './data.mjs';
import { plainRp3beta } from './plain-twin.mjs';

const options = { alpha: 0.8, beta: 0.3, count: 100 };
/** @type {import('kindred/recommend/train').TrainSpec} */
const spec = { algorithm: 'rp3beta', alpha: options.alpha, beta: options.beta, neighbours: options.count };

const sets = {
  'made up, 1,500 users, 2,000 items, 40,000 pairs': madeUp(1500, 2000, 40_000),
  'Online Retail': onlineRetail(),
};

for (const [name, interactions] of Object.entries(sets)) {
  if (interactions === undefined) continue;
  group(`train RP3beta, ${name}`, () => {
    summary(() => {
      bench('typed arrays', () => train(interactions, spec)).baseline(true);
      bench('maps of maps', () => plainRp3beta(interactions, options));
    });
  });
}

const large = madeUp(30_000, 41_000, 810_000);
group('train RP3beta, made up, 30,000 users, 41,000 items, 810,000 pairs, K 200', () => {
  bench('typed arrays alone', () => train(large, { ...spec, algorithm: 'rp3beta', neighbours: 200 }));
});
