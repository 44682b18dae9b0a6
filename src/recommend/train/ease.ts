// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import { isKindredError, KindredError } from '../../core/index.ts';
import type { Interactions } from '../index.ts';
import type { Kernels } from '../kernels/kernels.ts';
import { breathe, type LongRun, stepOf } from '../long-run.ts';
import { type AlgorithmEntry, defineAlgorithm } from './algorithm.ts';
import { WEIGHTS } from './counts/neighbour-options.ts';
import { modelBase, type Weights } from './model-base.ts';
import { type OptionTable, resolveOptions } from './option-table.ts';
import { withKernels } from './with-kernels.ts';

/** How many bits a number has while the matrix is inverted. */
export type Precision = 'f32' | 'f64';

const OPTIONS = {
  lambda: {
    kind: 'number',
    default: 300,
    min: 0,
    max: 1e9,
    help: 'how strongly weights are held back; more for fewer interactions',
    tries: [50, 100, 200, 300, 500, 1000, 2000],
  },
  precision: {
    kind: 'choice',
    default: 'f32',
    choices: ['f32', 'f64'],
    help: 'numbers of 4 bytes, or of 8 for small lambdas',
  },
  weights: WEIGHTS,
} as const satisfies OptionTable;

/**
 * EASE: of all weights between items with a diagonal of zero, those with which every history best predicts itself,
 *
 *     min ‖X − X·B‖² + λ‖B‖²   with diag(B) = 0
 *     P = (XᵀX + λI)⁻¹          B[i][j] = −P[i][j] / P[j][j]        i ≠ j
 *
 * (Steck 2019, "Embarrassingly shallow autoencoders for sparse data"). One closed form, no randomness. `X` holds 1 for each pair, or
 * the weights.
 *
 * Time: Σ_u |items of u|² for XᵀX, then n³ multiplications for n items. Memory: n² numbers of 4 bytes (f32) or 12 (f64), and half of that
 * again while the matrix is inverted. In f32 the weights agree with those in f64 to four digits where lambda is 100 or more.
 */
export const ease: AlgorithmEntry = defineAlgorithm({
  name: 'ease',
  kind: 'dense',
  reads: 'pairs',
  summary: 'the linear weights between all pairs of items that predict histories best, in closed form',
  paper: 'Steck 2019, "Embarrassingly shallow autoencoders for sparse data"',
  options: OPTIONS,
  train(interactions, { lambda, precision, weights }, run) {
    return withKernels(run, async (kernels) => {
      const matrix = await invertedGram(interactions, { lambda, precision, weights }, kernels, run);
      const spec = { algorithm: 'ease', lambda, precision, weights };
      return {
        kind: 'dense',
        ...modelBase(interactions, spec, run),
        weights: toWeights(matrix, interactions.items.length),
      };
    });
  },
});

/** The options of EASE, nothing left open. */
export interface EaseOptions {
  readonly lambda: number;
  readonly precision: Precision;
  readonly weights: Weights;
}

/** @throws KindredError `invalid-options` */
export function resolveEase(given: Readonly<Record<string, unknown>>): EaseOptions {
  return resolveOptions('ease', OPTIONS, given);
}

/** Of a training, about how much building XᵀX and inverting it take. */
const GRAM_PARTS = 1;
const PARTS = 5;

/**
 * P = (XᵀX + λI)⁻¹, items × items, row-major and symmetric.
 *
 * @throws KindredError (as a rejection) `singular-matrix`, `invalid-options` where the matrix does not fit into memory, `aborted`
 */
export async function invertedGram(
  interactions: Interactions,
  { lambda, precision, weights }: EaseOptions,
  kernels: Kernels,
  run: LongRun,
): Promise<Float32Array | Float64Array> {
  const { items, userStart, itemIndex, weight } = interactions;
  const n = items.length;
  const matrix = allocate(n, precision);
  const rows = { start: userStart, column: itemIndex, columns: n, ...(weights === 'given' && { value: weight }) };
  await kernels.gram(rows, matrix, stepOf(run, 0, GRAM_PARTS, PARTS));
  for (let item = 0; item < n; item++) matrix[item * n + item]! += lambda;
  await kernels.invertSpd(matrix, n, stepOf(run, GRAM_PARTS, PARTS, PARTS)).catch((error) => {
    throw withRemedy(error, lambda, precision);
  });
  await breathe(run, PARTS, PARTS);
  return matrix;
}

function withRemedy(error: unknown, lambda: number, precision: Precision): unknown {
  if (!isKindredError(error) || error.code !== 'singular-matrix') return error;
  const remedy = precision === 'f32' ? 'Raise lambda, or set precision to f64.' : 'Raise lambda.';
  const message = `Cannot train ease: with a lambda of ${lambda} the matrix has no inverse that its precision (${precision}) could hold. ${remedy}`;
  return new KindredError('singular-matrix', message, { at: 'lambda', cause: error });
}

/** B from P; overwrites P where it is in single precision already. */
export function toWeights(inverse: Float32Array | Float64Array, n: number): Float32Array {
  const weights = inverse instanceof Float32Array ? inverse : new Float32Array(n * n);
  const negative = Float64Array.from({ length: n }, (_, item) => -1 / inverse[item * n + item]!);
  for (let row = 0; row < n; row++) {
    for (let column = 0; column < n; column++) {
      weights[row * n + column] = row === column ? 0 : inverse[row * n + column]! * negative[column]!;
    }
  }
  return weights;
}

/** Half of the matrix has to fit into the memory of WebAssembly, which ends at 4 GB. */
const MOST_BYTES = 2 ** 33;

/** Before anything else is done: who waits for XᵀX should not wait in vain. */
function allocate(n: number, precision: Precision): Float32Array | Float64Array {
  const bytes = n * n * (precision === 'f32' ? 4 : 8);
  if (bytes > MOST_BYTES) throw tooLarge(n, bytes);
  try {
    return precision === 'f32' ? new Float32Array(n * n) : new Float64Array(n * n);
  } catch (cause) {
    throw tooLarge(n, bytes, cause);
  }
}

function tooLarge(n: number, bytes: number, cause?: unknown): KindredError {
  const gigabytes = (bytes / 2 ** 30).toFixed(1);
  const remedy = 'Train it over the head alone (headOf), or train rp3beta.';
  const message = `Cannot train: ease needs a matrix of ${gigabytes} GB for ${n} items. ${remedy}`;
  return new KindredError('invalid-options', message, { at: 'algorithm', cause });
}
