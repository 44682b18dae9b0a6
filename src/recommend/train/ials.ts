// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import { type Random, seededRandom } from '../../core/index.ts';
import { ALS_OBJECTIVES, type AlsTerms, readObjective } from '../als-objective.ts';
import type { FactorModel, Interactions, ModelSpec } from '../index.ts';
import type { AlsSweep, Kernels } from '../kernels/kernels.ts';
import { breathe, type LongRun, stepOf } from '../long-run.ts';
import { type AlgorithmEntry, defineAlgorithm } from './algorithm.ts';
import { WEIGHTS } from './counts/neighbour-options.ts';
import { modelBase } from './model-base.ts';
import { invalid } from './option-table.ts';
import { withKernels } from './with-kernels.ts';

/**
 * iALS: factors of users and items whose products predict who had what, every pair that is missing counting as a weak no. Users and
 * items are solved in turns, each from the others, by a few steps of conjugate gradients; see `als-objective.ts` for what is
 * minimised.
 *
 * Time for each iteration: (pairs · d + (users + items) · d²) · steps, for d factors. Memory: 4 bytes for each factor, and 16 for each
 * pair of user and item.
 */
export const ials: AlgorithmEntry = defineAlgorithm({
  name: 'ials',
  kind: 'factors',
  reads: 'pairs',
  summary: 'factors of users and items by alternating least squares',
  paper:
    'Hu, Koren, Volinsky 2008, "Collaborative filtering for implicit feedback datasets"; Rendle, Krichene, Zhang, Koren 2021, "Revisiting the performance of iALS"; Takács, Pilászy, Tikk 2011 (conjugate gradients)',
  options: {
    factors: {
      kind: 'whole',
      default: 64,
      min: 1,
      max: 4096,
      help: 'how many factors each user and item has',
      tries: [16, 32, 64, 128, 256],
    },
    iterations: {
      kind: 'whole',
      default: 16,
      min: 1,
      max: 10_000,
      help: 'how often users and items are solved',
      tries: [8, 16, 32],
    },
    objective: {
      kind: 'choice',
      default: 'rendle',
      choices: ALS_OBJECTIVES,
      help: 'what is minimised, by who states it: rendle (scaled regularization), hu, implicit (the library), spark',
    },
    alpha: {
      kind: 'number',
      default: 1,
      min: 0,
      max: 1e6,
      help: 'how much more an observed pair counts',
      tries: [1, 2, 5, 10, 20, 40],
    },
    regularization: {
      kind: 'number',
      default: 0.01,
      min: 0,
      max: 1e6,
      help: 'how strongly factors are held back',
      tries: [0.001, 0.003, 0.01, 0.03, 0.1],
    },
    unobservedWeight: {
      kind: 'number',
      default: 0.1,
      min: 0,
      max: 1e6,
      help: 'rendle: how much a missing pair counts',
      tries: [0.01, 0.03, 0.1, 0.3, 1],
    },
    regularizationExponent: {
      kind: 'number',
      default: 1,
      min: 0,
      max: 2,
      help: 'rendle: 1 holds frequent users and items back more, 0 all alike',
      tries: [0, 0.5, 1],
    },
    steps: { kind: 'whole', default: 3, min: 1, max: 1000, help: 'steps of conjugate gradients for each solution' },
    weights: WEIGHTS,
  },
  async train(interactions, options, run) {
    const spec = { algorithm: 'ials', ...options };
    const terms = readObjective(spec);
    if (terms === undefined)
      throw invalid('objective', options.objective, `Give one of: ${ALS_OBJECTIVES.join(', ')}.`);
    const factors = await withKernels(run, (kernels) =>
      alternate(interactions, { spec, terms, ...options }, kernels, run),
    );
    return { kind: 'factors', ...modelBase(interactions, spec, run), factors: options.factors, ...factors };
  },
});

interface AlsOptions {
  readonly spec: ModelSpec;
  readonly terms: AlsTerms;
  readonly factors: number;
  readonly iterations: number;
  readonly steps: number;
  readonly weights: 'binary' | 'given';
}

async function alternate(
  interactions: Interactions,
  { terms, factors, iterations, steps, weights }: AlsOptions,
  kernels: Kernels,
  run: LongRun & { readonly seed?: number },
): Promise<Pick<FactorModel, 'itemFactors' | 'userFactors' | 'userIds'>> {
  const { users, items } = interactions;
  const random = seededRandom(run.seed ?? 0);
  const itemFactors = drawFactors(items.length, factors, random);
  const userFactors = drawFactors(users.length, factors, random);
  const byUser = toRows(interactions, weights);
  const forUsers = toSweep(byUser, items.length, terms, { factors, steps, fixed: itemFactors, solved: userFactors });
  const forItems = toSweep(transposed(byUser, items.length), users.length, terms, {
    factors,
    steps,
    fixed: userFactors,
    solved: itemFactors,
  });
  // The users come first and last: in the end their factors fit those of the items.
  const sweeps = 2 * iterations + 1;
  for (let sweep = 0; sweep < sweeps; sweep++) {
    await kernels.alsSweep(sweep % 2 === 0 ? forUsers : forItems, stepOf(run, sweep, sweep + 1, sweeps));
    await breathe(run, sweep + 1, sweeps);
  }
  return { itemFactors, userFactors, userIds: users };
}

/** The entries of one side, compressed. */
interface Rows {
  readonly start: Uint32Array;
  readonly column: Uint32Array;
  /** Absent where all are 1. */
  readonly weight?: Float32Array;
}

function toRows({ userStart, itemIndex, weight }: Interactions, weights: 'binary' | 'given'): Rows {
  return { start: userStart, column: itemIndex, ...(weights === 'given' && { weight }) };
}

/** The same entries by item. */
function transposed({ start, column, weight }: Rows, items: number): Rows {
  const itemStart = new Uint32Array(items + 1);
  for (const item of column) itemStart[item + 1]!++;
  for (let item = 0; item < items; item++) itemStart[item + 1]! += itemStart[item]!;
  const next = itemStart.slice();
  const user = new Uint32Array(column.length);
  const moved = weight === undefined ? undefined : new Float32Array(column.length);
  for (let row = 0; row + 1 < start.length; row++) {
    for (let p = start[row]!; p < start[row + 1]!; p++) {
      const place = next[column[p]!]!++;
      user[place] = row;
      if (moved !== undefined && weight !== undefined) moved[place] = weight[p]!;
    }
  }
  return { start: itemStart, column: user, ...(moved && { weight: moved }) };
}

function toSweep(
  { start, column, weight }: Rows,
  others: number,
  terms: AlsTerms,
  sides: Pick<AlsSweep, 'factors' | 'steps' | 'fixed' | 'solved'>,
): AlsSweep {
  return {
    start,
    column,
    squareWeight: weight?.map(terms.confidence) ?? terms.confidence(1),
    targetWeight: weight?.map(terms.target) ?? terms.target(1),
    gramWeight: terms.unobserved,
    regularization: Float32Array.from({ length: start.length - 1 }, (_, row) =>
      terms.regularization(start[row + 1]! - start[row]!, others),
    ),
    ...sides,
  };
}

const DEVIATION = 0.1;
const DRAWS = 12;

/**
 * Small and about normal, with a variance of 0.1²/d. The sum of twelve even draws, less six, has the variance 1 (Irwin–Hall); unlike
 * a true normal it needs no logarithm, whose last bit is the platform's own.
 */
function drawFactors(rows: number, factors: number, random: Random): Float32Array {
  const deviation = DEVIATION / Math.sqrt(factors);
  return Float32Array.from({ length: rows * factors }, () => {
    let sum = -DRAWS / 2;
    for (let draw = 0; draw < DRAWS; draw++) sum += random.next();
    return deviation * sum;
  });
}
