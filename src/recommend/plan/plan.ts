// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import { KindredError } from '../../core/index.ts';
import type { Interactions } from '../index.ts';
import { ALGORITHM_TABLE } from '../train/algorithms.ts';
import { keptOf } from '../train/counts/neighbour-options.ts';
import { resolveOptions } from '../train/option-table.ts';
import type { TrainSpec } from '../train/spec.ts';

/** What of interactions decides what a training takes. */
export interface DataShape {
  readonly users: number;
  readonly items: number;
  readonly pairs: number;
  /** Σ_u |items of u|²: how many times two items meet at a user. */
  readonly meetings: number;
}

/** Where to train. */
export type TrainingPlace = 'here' | 'worker' | 'threads' | 'elsewhere';

/** What a training will take, predicted before it starts. */
export interface TrainingPlan {
  readonly shape: DataShape;
  /** Bytes at the peak: the interactions, what the algorithm needs, and its model. */
  readonly bytes: number;
  /** Milliseconds on one thread of a common machine; a rough figure. */
  readonly milliseconds: number;
  readonly fits: boolean;
  readonly place: TrainingPlace;
  /** Why there, and what to do where it does not fit. */
  readonly why: string;
}

/** Where the training would run. */
export interface PlanOptions {
  /** How much memory there is, in bytes. @defaultValue `2e9` */
  readonly memoryBytes?: number;
}

/** What is taken by the program itself, and by what reading leaves behind until it is collected; as measured of the command. */
const BASE_BYTES = 230_000_000;
/** An id in a list and in a map. */
const BYTES_PER_ID = 120;
/** The log of additions (24 bytes for each), its orders, and the pairs that it becomes. */
const BYTES_PER_PAIR = 24 + 8 + 16 + 16;
const MOMENT_MS = 50;
const LONG_MS = 20_000;

/**
 * The shape of interactions: what a plan is made from. Time: O(users).
 *
 * @example
 * ```ts
 * import { createInteractions } from 'kindred/recommend';
 * import { planTraining, shapeOf } from 'kindred/recommend/train';
 *
 * const interactions = createInteractions();
 * interactions.add('ann', 'teapot');
 * console.log(planTraining(shapeOf(interactions.build()), { algorithm: 'rp3beta' }).fits); // true
 * ```
 */
export function shapeOf({ users, items, userStart, itemIndex }: Interactions): DataShape {
  let meetings = 0;
  for (let user = 0; user < users.length; user++) meetings += (userStart[user + 1]! - userStart[user]!) ** 2;
  return { users: users.length, items: items.length, pairs: itemIndex.length, meetings };
}

/**
 * Predicts what a training takes, from the shape of the data alone, and says where to run it.
 *
 * @throws KindredError `invalid-options` for a bad spec
 *
 * @example
 * ```ts
 * import { planTraining } from 'kindred/recommend/train';
 *
 * const shape = { users: 50_000, items: 200_000, pairs: 2_000_000, meetings: 400_000_000 };
 * console.log(planTraining(shape, { algorithm: 'ease' }, { memoryBytes: 8e9 }).fits); // false
 * ```
 */
export function planTraining(shape: DataShape, spec: TrainSpec, options: PlanOptions = {}): TrainingPlan {
  const { memoryBytes = 2e9 } = options;
  const { bytes: own, milliseconds } = costOf(shape, spec);
  const read = BASE_BYTES + (shape.users + shape.items) * BYTES_PER_ID + shape.pairs * BYTES_PER_PAIR;
  const bytes = Math.round(read + own);
  const fits = bytes <= memoryBytes;
  return { shape, bytes, milliseconds, fits, ...placeOf(spec, milliseconds, fits, read <= memoryBytes) };
}

/**
 * Refuses a training that cannot fit, before it fails half-way.
 *
 * @throws KindredError `invalid-options`; `at` is `algorithm`
 *
 * @example
 * ```ts
 * import { planTraining, refuseUnfit } from 'kindred/recommend/train';
 *
 * const shape = { users: 10, items: 10, pairs: 50, meetings: 250 };
 * refuseUnfit(planTraining(shape, { algorithm: 'cosine' }), { algorithm: 'cosine' });
 * ```
 */
export function refuseUnfit(plan: TrainingPlan, { algorithm }: TrainSpec): void {
  if (plan.fits) return;
  const gigabytes = (plan.bytes / 1e9).toFixed(1);
  const message = `Training ${algorithm} on ${plan.shape.items} items would take about ${gigabytes} GB, which is more than there is. ${plan.why}`;
  throw new KindredError('invalid-options', message, { at: 'algorithm' });
}

interface OwnCost {
  readonly bytes: number;
  readonly milliseconds: number;
}

function costOf(shape: DataShape, { algorithm, ...given }: TrainSpec): OwnCost {
  const { kind, options: table } = ALGORITHM_TABLE[algorithm];
  const options: Readonly<Record<string, unknown>> = resolveOptions(algorithm, table, { ...given });
  switch (kind) {
    case 'dense':
      return denseCost(shape, options.precision === 'f64' ? 8 : 4);
    case 'factors':
      return factorCost(shape, Number(options.factors ?? 64), Number(options.iterations ?? 15));
    case 'neighbours':
      return neighbourCost(shape, keptCount(shape, options));
    default:
      return { bytes: 16 * shape.pairs, milliseconds: shape.pairs / 20_000 };
  }
}

/** The matrix and, in f32, its copy in the kernels' memory: 8 bytes; the weights, and the weights as they are written: 8. */
function denseCost({ items, meetings }: DataShape, size: number): OwnCost {
  return { bytes: 16 * items ** 2, milliseconds: meetings / 200_000 + items ** 3 / (size === 4 ? 2.5e7 : 1.3e7) };
}

/** Both sides' factors twice, and three steps of conjugate gradients for each row of either side. */
function factorCost({ users, items, pairs }: DataShape, factors: number, iterations: number): OwnCost {
  const rows = users + items;
  const flops = iterations * 2 * (8 * pairs * factors * 2 + 4 * rows * factors ** 2);
  return { bytes: 8 * rows * factors + 24 * pairs, milliseconds: flops / 4e6 };
}

/** The pairs in both directions; 48 bytes an item; each neighbour while it is collected, and while it is turned round. */
function neighbourCost({ items, pairs, meetings }: DataShape, neighbours: number): OwnCost {
  const kept = Math.min(items * Math.min(neighbours, items), meetings);
  return { bytes: 28 * pairs + 48 * items + 20 * kept, milliseconds: meetings / 150_000 + kept / 20_000 };
}

function keptCount({ items }: DataShape, { neighbours = 'auto' }: Readonly<Record<string, unknown>>): number {
  const wanted = typeof neighbours === 'number' || neighbours === 'all' ? neighbours : 'auto';
  return keptOf({ neighbours: wanted, cut: 'candidate' }, items).neighbours;
}

function placeOf(
  { algorithm }: TrainSpec,
  milliseconds: number,
  fits: boolean,
  isReadable: boolean,
): Pick<TrainingPlan, 'place' | 'why'> {
  const hasKernels = ['dense', 'factors'].includes(ALGORITHM_TABLE[algorithm].kind);
  if (!isReadable)
    return {
      place: 'elsewhere',
      why: 'The interactions alone do not fit: train with Apache Spark, and import the model.',
    };
  if (!fits) return { place: 'elsewhere', why: unfitRemedy(algorithm) };
  if (hasKernels && milliseconds > LONG_MS)
    return { place: 'threads', why: 'It is long, and its loops can be shared by threads.' };
  if (milliseconds > MOMENT_MS) return { place: 'worker', why: 'It is longer than a page may pause.' };
  return { place: 'here', why: 'It takes a moment only.' };
}

function unfitRemedy(algorithm: string): string {
  if (algorithm === 'ease') return 'Train rp3beta, or EASE over the most popular items (headOf).';
  return 'Keep fewer neighbours or factors, take fewer items, or train with Apache Spark.';
}
