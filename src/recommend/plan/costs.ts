import { ALGORITHM_TABLE } from '../train/algorithms.ts';
import { keptOf } from '../train/counts/neighbour-options.ts';
import { resolveOptions } from '../train/option-table.ts';
import type { TrainSpec } from '../train/spec.ts';
import type { DataShape, SampledItem } from './shape.ts';

/** What takes memory, in bytes. Not all of it at the same time: a peak is the larger of reading and of the rest. */
export interface PlannedParts {
  /** The program itself, and what it leaves behind until that is collected; ids. */
  readonly base: number;
  /** While interactions are read and sorted. */
  readonly reading: number;
  /** The interactions. */
  readonly interactions: number;
  /** What the algorithm needs besides them, its model among it. */
  readonly training: number;
  /** The model alone. */
  readonly model: number;
  /** The files that the model is written to, before they are on the disk. */
  readonly files: number;
}

/** What becomes of the model. */
export type Stored = 'nowhere' | 'model' | 'model-and-histories';

/** As measured of the command. */
const BASE_BYTES = 125_000_000;
/** An id in a list, in a map, and as text. */
const BYTES_PER_ID = 110;
/** Text of histories on its way into the file, until it is collected. */
const TEXT_PER_PAIR = 160;
const TEXT_PER_USER = 600;
const MOST_TEXT = 190_000_000;

/** What an algorithm takes. */
export interface OwnCost {
  readonly training: number;
  readonly model: number;
  readonly file: number;
  readonly milliseconds: number;
}

export function partsOf(shape: DataShape, own: OwnCost, stored: Stored): PlannedParts {
  const { users, items, pairs, rows = pairs, hasWeights = true } = shape;
  const text = Math.min(MOST_TEXT, TEXT_PER_PAIR * pairs + TEXT_PER_USER * users);
  const histories = stored === 'model-and-histories' ? 17 * pairs + text : 0;
  return {
    base: BASE_BYTES + (users + items) * BYTES_PER_ID,
    // The log (users, items, times, weights), and all but the users once more, sorted.
    reading: rows * (hasWeights ? 48 : 32),
    interactions: 16 * pairs + 4 * users,
    training: own.training,
    model: own.model,
    files: stored === 'nowhere' ? 0 : own.file + histories,
  };
}

export function peakOf({ base, reading, interactions, training, model, files }: PlannedParts): number {
  return base + Math.max(reading, interactions + training, interactions + model + files);
}

/** @throws KindredError `invalid-options` */
export function ownCostOf(shape: DataShape, { algorithm, ...given }: TrainSpec): OwnCost {
  const { kind, reads, options: table } = ALGORITHM_TABLE[algorithm];
  const options: Readonly<Record<string, unknown>> = resolveOptions(algorithm, table, { ...given });
  switch (kind) {
    case 'dense':
      return denseCost(shape, options.precision === 'f64' ? 8 : 4);
    case 'factors':
      return factorCost(shape, Number(options.factors ?? 64), Number(options.iterations ?? 15));
    case 'neighbours':
      return neighbourCost(shape, options, reads === 'order' ? Number(options.window) : undefined);
    default:
      return {
        training: 16 * shape.pairs,
        model: 8 * shape.items + (kind === 'sessions' ? 4 * shape.pairs : 0),
        file: 16 * shape.items + (kind === 'sessions' ? 4 * shape.pairs : 0),
        milliseconds: shape.pairs / 20_000,
      };
  }
}

/** The matrix and what the kernels hold of it, in f64 the weights besides; then the weights, and the weights as they are written. */
function denseCost({ items, meetings }: DataShape, size: number): OwnCost {
  const cells = items ** 2;
  const milliseconds = meetings / 200_000 + items ** 3 / (size === 4 ? 2.5e7 : 1.3e7);
  return { training: (size === 4 ? 10 : 20) * cells, model: 4 * cells, file: 6 * cells, milliseconds };
}

/** Both sides' factors twice, and three steps of conjugate gradients for each row of either side. */
function factorCost({ users, items, pairs }: DataShape, factors: number, iterations: number): OwnCost {
  const rows = users + items;
  const flops = iterations * 2 * (8 * pairs * factors * 2 + 4 * rows * factors ** 2);
  const model = 4 * rows * factors;
  return { training: 2 * model + 24 * pairs, model, file: model, milliseconds: flops / 4e6 };
}

/** The pairs by item; what is counted of one item; each neighbour while it is collected, and while it is turned round. */
function neighbourCost(
  shape: DataShape,
  { neighbours, weights }: Readonly<Record<string, unknown>>,
  window: number | undefined,
): OwnCost {
  const { users, items, pairs, rows = pairs, meetings } = shape;
  const wanted = typeof neighbours === 'number' || neighbours === 'all' ? neighbours : 'auto';
  const most = keptOf({ neighbours: wanted, cut: 'candidate' }, items).neighbours;
  const kept = keptCount(shape, most, window);
  const sums = window === undefined ? 4 * pairs + (weights === 'given' ? 20 * pairs : 0) + 8 * users : 28 * rows;
  const collected = (most < items ? 16 : 8) * kept;
  return {
    training: sums + 48 * items + collected,
    model: 8 * kept,
    file: 6 * kept,
    milliseconds:
      (window === undefined ? meetings + 2 * alike(shape, most) : 2 * window * rows) / 120_000 + kept / 20_000,
  };
}

/** A sample of the candidates says which are out of the question from so many times more than are kept on. */
const MANY = 16;

/**
 * Candidates to choose among that are nearly all alike, since one history brought most of them: then a sample rules out none, and each is looked
 * at again. Measured: one user with 100,000 items takes three times as long as its meetings alone.
 */
function alike({ items, longest = 0, sample = [] }: DataShape, most: number): number {
  const sum = sample
    .filter(({ neighbours }) => neighbours > MANY * most && longest > neighbours / 2)
    .reduce((total, { neighbours }) => total + neighbours, 0);
  return (sum / Math.max(1, sample.length)) * items;
}

/** How many neighbours are left: as many as there could be, or as a sample has. */
function keptCount({ items, meetings, sample }: DataShape, most: number, window: number | undefined): number {
  if (sample === undefined || sample.length === 0) return Math.min(items * Math.min(most, items), meetings);
  const sum = sample.reduce((total, item) => total + Math.min(most, neighboursOf(item, window)), 0);
  return (sum / sample.length) * items;
}

/** Those in the windows behind an item are drawn from those whom its users have at all, and some of them more than once. */
function neighboursOf({ users, neighbours }: SampledItem, window: number | undefined): number {
  if (window === undefined || neighbours === 0) return neighbours;
  return neighbours * (1 - Math.exp((-users * window) / neighbours));
}
