import { KindredError, type Random, seededRandom } from '../../core/index.ts';
import type { Interactions } from '../index.ts';
import {
  ALGORITHM_TABLE,
  type Algorithm,
  type OptionForm,
  type OptionValue,
  parseSpec,
  type TrainSpec,
} from '../train/index.ts';
import { type ComparedRow, type CompareOptions, compare } from './compare.ts';
import { type ProtocolSpec, splitInteractions } from './protocols/protocols.ts';

/** What to search, and how. */
export interface TuneOptions extends Omit<CompareOptions, 'specs'> {
  readonly algorithm: Algorithm;
  /** Values to try for each option; left out, those that the algorithm's table names. */
  readonly values?: Readonly<Record<string, readonly OptionValue[]>>;
  /** Options that stay as they are. */
  readonly fixed?: Readonly<Record<string, OptionValue>>;
  /**
   * `grid` tries every combination; `random` draws `trials` of them, numbers between the smallest and the largest value, evenly in their
   * logarithm where all are above zero (Bergstra & Bengio 2012). @defaultValue `'grid'`
   */
  readonly search?: 'grid' | 'random';
  /** How many specs `random` draws. @defaultValue `20` */
  readonly trials?: number;
  /** How the validation part is split off. @defaultValue `{ protocol: 'temporal' }` */
  readonly protocol?: ProtocolSpec;
}

/** What tuning found. */
export interface Tuning {
  /** The first is the best by the first metric on the validation part. Train it again on all of the training. */
  readonly rows: readonly ComparedRow[];
  /** The spec of the first row, as it was given. */
  readonly best: TrainSpec;
}

const MAX_GRID = 1000;

/**
 * Searches for the options of an algorithm. It sees the training only and splits a validation part off that: a holdout that chose the
 * options would no longer measure them. Give single events where people buy again (`createInteractions({ events: true })`): of pairs alone a split by time
 * takes what is bought again for new.
 *
 * @throws KindredError (as a rejection) `invalid-options`, and those of `splitInteractions` and `compare`
 *
 * @example
 * ```ts
 * import type { Interactions } from 'kindred/recommend';
 * import { tune } from 'kindred/recommend/evaluate';
 * import { train } from 'kindred/recommend/train';
 *
 * export async function trainTuned(training: Interactions) {
 *   const { best } = await tune(training, { algorithm: 'rp3beta', values: { alpha: [0.6, 0.8, 1], beta: [0, 0.3, 0.6] } });
 *   return train(training, best);
 * }
 * ```
 */
export async function tune(training: Interactions, options: TuneOptions): Promise<Tuning> {
  const { protocol = { protocol: 'temporal' }, ...others } = options;
  const specs = specsToTry(options);
  const rows = await compare(splitInteractions(training, protocol), { ...others, specs });
  const [first] = rows;
  if (first === undefined)
    throw new KindredError('invalid-options', 'There is nothing to try: give values.', { at: 'values' });
  return { rows, best: first.given };
}

/**
 * What {@link tune} would try, without trying it.
 *
 * @throws KindredError `invalid-options`
 *
 * @example
 * ```ts
 * import { specsToTry } from 'kindred/recommend/evaluate';
 *
 * console.log(specsToTry({ algorithm: 'rp3beta', values: { beta: [0, 0.3, 0.6] } }).length); // 3
 * ```
 */
export function specsToTry(
  options: Omit<TuneOptions, keyof CompareOptions> & { readonly seed?: number },
): readonly TrainSpec[] {
  const { algorithm, fixed = {}, search = 'grid', trials = 20, seed = 0 } = options;
  const values = valuesOf(options);
  const points = search === 'grid' ? gridOf(values) : drawPoints(values, algorithm, trials, seededRandom(seed));
  return points.map((point) => parseSpec({ ...fixed, ...point, algorithm }));
}

type Values = readonly (readonly [option: string, values: readonly OptionValue[]])[];
type Point = Readonly<Record<string, OptionValue>>;

function valuesOf({ algorithm, values, fixed = {} }: Pick<TuneOptions, 'algorithm' | 'values' | 'fixed'>): Values {
  if (values !== undefined) return Object.entries(values);
  const options = Object.entries(ALGORITHM_TABLE[algorithm]?.options ?? {});
  return options.flatMap(([name, { tries }]) => (tries === undefined || name in fixed ? [] : [[name, tries] as const]));
}

function gridOf(values: Values): readonly Point[] {
  const size = values.reduce((product, [, tries]) => product * tries.length, 1);
  if (size > MAX_GRID) {
    const message = `The grid has ${size} points. Give fewer values, or search at random.`;
    throw new KindredError('invalid-options', message, { at: 'values' });
  }
  return values.reduce<readonly Point[]>(
    (points, [name, tries]) => points.flatMap((point) => tries.map((value) => ({ ...point, [name]: value }))),
    [{}],
  );
}

function drawPoints(values: Values, algorithm: Algorithm, trials: number, random: Random): readonly Point[] {
  const forms = ALGORITHM_TABLE[algorithm]?.options ?? {};
  const draw = () =>
    Object.fromEntries(values.map(([name, tries]) => [name, drawValue(tries, forms[name]?.kind ?? 'choice', random)]));
  return Array.from({ length: trials }, draw);
}

function drawValue(tries: readonly OptionValue[], kind: OptionForm['kind'], random: Random): OptionValue {
  const numbers = tries.filter((value) => typeof value === 'number');
  const isRange = (kind === 'number' || kind === 'whole') && numbers.length === tries.length && tries.length > 1;
  if (!isRange) return tries[Math.floor(random.next() * tries.length)] ?? 0;
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  const at = random.next();
  const drawn = least > 0 ? least * (most / least) ** at : least + (most - least) * at;
  return kind === 'whole' ? Math.round(drawn) : Number(drawn.toPrecision(3));
}
