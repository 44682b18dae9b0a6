// @ts-check
// One iteration of ALS by conjugate gradients (users, then items; 3 steps) beside implicit, on a set as large as MovieLens-1M.
import { madeUp } from './data.mjs';
import { compare, timed } from './peers/compare.mjs';
import { ourKernels } from './peers/our-kernels.mjs';
import { forPeers, startPeers } from './peers/peers.mjs';

const FACTORS = [32, 64, 128, 256];
const peers = await startPeers();
const ours = await ourKernels();
const interactions = madeUp(6040, 3706, 1_000_209);
const order = forPeers(interactions);
const byUser = { start: interactions.userStart, column: interactions.itemIndex };
const byItem = transpose(interactions);
/** Confidence 1 for each pair, in the words of `AlsSweep`. */
const terms = { squareWeight: 0, targetWeight: 1, gramWeight: 1, regularization: 0.01 };

const theirs = {
  name: 'implicit',
  seconds: (/** @type {number} */ size) =>
    peers?.seconds({ work: 'als', size, ...order }) ?? Promise.resolve(Number.NaN),
};
const ways = ours.map(({ name, kernels }) => ({
  name,
  seconds: async (/** @type {number} */ factors) => {
    const users = madeUpFactors(interactions.users.length * factors);
    const items = madeUpFactors(interactions.items.length * factors);
    const iterate = async () => {
      await kernels.alsSweep({ ...byUser, ...terms, factors, fixed: items, solved: users });
      await kernels.alsSweep({ ...byItem, ...terms, factors, fixed: users, solved: items });
    };
    await iterate();
    return timed(iterate);
  },
}));
await compare(
  'ALS, by factors: seconds of an iteration, speed by that of implicit',
  FACTORS,
  peers ? [theirs, ...ways] : ways,
);
for (const { kernels } of ours) kernels.stop();
peers?.stop();

function madeUpFactors(/** @type {number} */ length) {
  return Float32Array.from({ length }, (_, at) => (((at * 2_654_435_761) % 1000) / 1000 - 0.5) / 10);
}

function transpose(/** @type {import('kindred/recommend').Interactions} */ { userStart, itemIndex, items }) {
  const start = new Uint32Array(items.length + 1);
  for (const item of itemIndex) start[item + 1] = (start[item + 1] ?? 0) + 1;
  for (let item = 0; item < items.length; item++) start[item + 1] = (start[item + 1] ?? 0) + (start[item] ?? 0);
  const next = start.slice();
  const column = new Uint32Array(itemIndex.length);
  for (let user = 0; user + 1 < userStart.length; user++) {
    for (const item of itemIndex.subarray(userStart[user], userStart[user + 1])) {
      column[next[item] ?? 0] = user;
      next[item] = (next[item] ?? 0) + 1;
    }
  }
  return { start, column };
}
