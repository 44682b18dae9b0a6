// @ts-check
// The inverse of a symmetric positive definite matrix beside OpenBLAS: LAPACK's potrf and potri, which use the symmetry, and
// numpy.linalg.inv, which does not. GFLOP/s are those of a general inverse (2n³), whatever is done in fact: n³ where the symmetry is used.
import { compare, timed } from './peers/compare.mjs';
import { ourKernels } from './peers/our-kernels.mjs';
import { measurePeak } from './peers/peak.mjs';
import { startPeers } from './peers/peers.mjs';

const SIZES = [512, 1024, 2048, 4096];
const peak = await measurePeak();
const peers = await startPeers();
const ours = await ourKernels();

for (const bits of /** @type {const} */ ([32, 64])) {
  const floor = peak[bits];
  console.error(
    `${bits} bits, 128 at a time, nothing fused: ${floor.toFixed(0)} GFLOP/s at most, so ${(2 * floor).toFixed(0)} in the table.`,
  );
  const theirs = ['potri', 'inv'].map((how) => ({
    name: how === 'inv' ? 'numpy.linalg.inv' : 'OpenBLAS potrf, potri',
    seconds: (/** @type {number} */ size) =>
      peers?.seconds({ work: 'inverse', how, bits, size }) ?? Promise.resolve(Number.NaN),
  }));
  const ways = ours.map(({ name, kernels }) => ({
    name,
    seconds: (/** @type {number} */ size) => {
      const matrix = positiveDefinite(
        size,
        bits === 32 ? new Float32Array(size * size) : new Float64Array(size * size),
      );
      return timed(() => kernels.invertSpd(matrix, size));
    },
  }));
  await compare(
    `SPD inverse, ${bits} bits: seconds, GFLOP/s, speed by that of OpenBLAS`,
    SIZES,
    peers ? [...theirs, ...ways] : ways,
    (n, seconds) => `${((2 * n ** 3) / seconds / 1e9).toFixed(0)} GF`,
  );
}
for (const { kernels } of ours) kernels.stop();
peers?.stop();

function positiveDefinite(/** @type {number} */ n, /** @type {Float32Array | Float64Array} */ matrix) {
  for (let at = 0; at < matrix.length; at++) matrix[at] = ((at * 2_654_435_761) % 1000) / 1000;
  for (let i = 0; i < n; i++) matrix[i * n + i] = n / 3;
  return matrix;
}
