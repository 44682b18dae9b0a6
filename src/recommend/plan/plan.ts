import { KindredError } from '../../core/index.ts';
import { ALGORITHM_TABLE } from '../train/algorithms.ts';
import type { TrainSpec } from '../train/spec.ts';
import { ownCostOf, type PlannedParts, partsOf, peakOf, type Stored } from './costs.ts';
import type { DataShape } from './shape.ts';

/** Where to train. */
export type TrainingPlace = 'here' | 'worker' | 'threads' | 'elsewhere';

/** What a training will take, predicted before it starts. */
export interface TrainingPlan {
  readonly shape: DataShape;
  /** Bytes at the peak, all in all. */
  readonly bytes: number;
  /** What they are made of. */
  readonly parts: PlannedParts;
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
  /** Whether the model is stored afterwards. @defaultValue `'nowhere'` */
  readonly stored?: Stored;
}

const MOMENT_MS = 50;
/** From here on threads are worth their start. */
const LONG_MS = 1_000;

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
  const { memoryBytes = 2e9, stored = 'nowhere' } = options;
  const { milliseconds, ...own } = ownCostOf(shape, spec);
  const parts = partsOf(shape, { ...own, milliseconds }, stored);
  const bytes = Math.round(peakOf(parts));
  const fits = bytes <= memoryBytes;
  const { place, why } = placeOf(spec, milliseconds, fits, parts.base + parts.reading <= memoryBytes);
  return { shape, bytes, parts, milliseconds, fits, place, why: why + longHistory(shape, spec, milliseconds) };
}

/** Pairs of a history grow with its square, so that one machine among people can take longer than all of them. */
function longHistory({ meetings, longest = 0 }: DataShape, { algorithm }: TrainSpec, milliseconds: number): string {
  const share = longest ** 2 / meetings;
  if (ALGORITHM_TABLE[algorithm].options.maxHistory === undefined || share < 0.25 || milliseconds < MOMENT_MS)
    return '';
  return ` One history of ${longest} items is ${Math.round(100 * share)} % of the work, which grows with its square: leave that user out, or set maxHistory.`;
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

function placeOf(
  { algorithm }: TrainSpec,
  milliseconds: number,
  fits: boolean,
  isReadable: boolean,
): { readonly place: TrainingPlace; readonly why: string } {
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
