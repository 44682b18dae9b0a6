// @ts-check
// EASE from interactions to weights beside numpy, on sets as large as MovieLens-1M and less: 32 bits.
import { train } from 'kindred/recommend/train';
import { madeUp } from './data.mjs';
import { compare, timed } from './peers/compare.mjs';
import { ourKernels } from './peers/our-kernels.mjs';
import { forPeers, startPeers } from './peers/peers.mjs';

const SIZES = [463, 926, 1853, 3706];
const peers = await startPeers();
const ours = await ourKernels();
/** @type {Map<number, { interactions: import('kindred/recommend').Interactions, order: object }>} */
const sets = new Map();
for (const items of SIZES) {
  const interactions = madeUp(6040, items, Math.round((1_000_209 * items) / 3706));
  sets.set(items, { interactions, order: forPeers(interactions) });
}

const theirs = ['inv', 'potri'].map((how) => ({
  name: how === 'inv' ? 'numpy' : 'scipy, potrf and potri',
  seconds: (/** @type {number} */ size) =>
    peers?.seconds({ work: 'ease', how, bits: 32, ...sets.get(size)?.order }) ?? Promise.resolve(Number.NaN),
}));
const ways = ours.map(({ name, kernels }) => ({
  name,
  seconds: (/** @type {number} */ size) => {
    const interactions = sets.get(size)?.interactions;
    if (interactions === undefined) throw new Error(`no set of ${size} items`);
    return timed(() => train(interactions, { algorithm: 'ease', lambda: 300 }, { kernels }));
  },
}));
await compare('EASE, by items: seconds, speed by that of numpy', SIZES, peers ? [...theirs, ...ways] : ways);
for (const { kernels } of ours) kernels.stop();
peers?.stop();
