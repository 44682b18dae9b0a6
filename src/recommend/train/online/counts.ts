// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import { KindredError, murmur3 } from '../../../core/index.ts';
import { areNumbers } from '../../id-order.ts';
import { createInteractions, type Interactions, type NeighbourModel } from '../../index.ts';
import { type CountName, openCountNamed } from '../counts/count-table.ts';
import type { PairSums } from '../counts/engine.ts';
import { type StoredSums, storedSums } from '../counts/stored-sums.ts';
import { trainNeighbours } from '../counts/train-neighbours.ts';
import type { TrainSpec } from '../spec.ts';
import type { TrainOptions } from '../train.ts';
import { createLivePairs, type LiveHistory } from './live-pairs.ts';
import { createPairTable } from './pair-table.ts';
import { BY_NUMBER, BY_TEXT, createShares } from './shares.ts';

/** The specs that can be counted on and off. */
export type CountSpec = Extract<TrainSpec, { algorithm: CountName }>;

/** A count model that learns and unlearns without being trained anew. */
export interface OnlineCounts {
  /**
   * Adds one interaction; weights of the same pair add up.
   *
   * @throws KindredError `invalid-input`, as {@link createInteractions} does, and where the history grows too long
   */
  add(user: string, item: string, weight?: number, timeMs?: number): void;
  /** Takes away all that a user had to do with an item; `false` where that was nothing. */
  remove(user: string, item: string): boolean;
  /** Takes away a user, at once: no number that is kept depends on them any more. `false` where nobody knew them. */
  forget(user: string): boolean;
  /**
   * The model of all that is there now: bit for bit the one that training would make.
   *
   * @throws KindredError (as a rejection) `empty-input` where nothing is left, `aborted`
   */
  model(run?: TrainOptions): Promise<NeighbourModel>;
  /**
   * 16 hexadecimal digits over every sum and its two items, whatever the order in which they came to be. Two that hold the same have the same; after
   * a withdrawal it is that of counts that never saw the user.
   */
  checksum(): string;
}

const NOTHING: LiveHistory = new Map();
/** A history of so many items has 25 million pairs, which take up to a gigabyte while they are counted. */
const LONGEST_TOGETHER = 5_000;
const LONGEST_IN_ORDER = 200_000;

/**
 * Starts a count model that can be changed. Each change takes away what the user's history added to the sums and adds what it adds
 * now; the addends are whole steps of 2^-36 (see `toSteps`), so that nothing is lost or left over. Single events are not kept: each pair stands at
 * its newest time.
 *
 * Time of a change: |items of the user|² for RP3beta, |items| for the other counts of pairs, |items| · window for sequential rules. Memory: 16 to 40 bytes for each pair of items that go
 * together, and about 100 for each pair of user and item.
 *
 * @throws KindredError `invalid-options`, also for `maxHistory`, and for weights other than binary: fractions cannot be taken away exactly; `invalid-input` for a
 * history of more than 5,000 items (200,000 for sequential rules)
 *
 * @example
 * ```ts
 * import type { Interactions, Model } from 'kindred/recommend';
 * import { createOnlineCounts } from 'kindred/recommend/train';
 *
 * export async function afterWithdrawal(interactions: Interactions, user: string): Promise<Model> {
 *   const online = createOnlineCounts(interactions, { algorithm: 'rp3beta' });
 *   online.forget(user);
 *   return online.model();
 * }
 * ```
 */
export function createOnlineCounts(interactions: Interactions, spec: CountSpec): OnlineCounts {
  const { algorithm, ...given } = spec;
  const open = openCountNamed(algorithm, given);
  if (!open.isExact) throw weightsCount(algorithm);
  if (typeof given.maxHistory === 'number') throw wholeHistories(algorithm);
  const longest = algorithm === 'sequential-rules' ? LONGEST_IN_ORDER : LONGEST_TOGETHER;
  const pairs = createLivePairs(interactions);
  const shares = createShares(open);
  let sums = createPairTable();
  let order = areNumbers(interactions.items) ? BY_NUMBER : BY_TEXT;
  const places = new Map<string, number>();
  const ids: string[] = [];

  function placeOf(item: string): number {
    const known = places.get(item);
    if (known !== undefined) return known;
    places.set(item, ids.length);
    ids.push(item);
    return ids.length - 1;
  }

  function count(before: LiveHistory, after: LiveHistory): void {
    shares.change(before, after, order, placeOf, sums.add);
  }

  /** Before anything is changed: a history of that size would fill the memory with its pairs. */
  function refuseLong(user: string, item: string): void {
    const history = pairs.historyOf(user);
    if (history.has(item) || history.size < longest) return;
    throw tooLong(history.size + 1, longest);
  }

  function change<Result>(user: string, act: () => Result): Result {
    const before = new Map(pairs.historyOf(user));
    const result = act();
    count(before, pairs.historyOf(user));
    return result;
  }

  /** Items of the same moment stand in the order of ids, which changes when the first comes that is no number, or the last goes. */
  function keepOrder(users: readonly string[], items: readonly string[]): void {
    const wanted = areNumbers(items) ? BY_NUMBER : BY_TEXT;
    if (wanted === order) return;
    order = wanted;
    sums = createPairTable();
    for (const user of users) count(NOTHING, pairs.historyOf(user));
  }

  for (const user of interactions.users) {
    const { size } = pairs.historyOf(user);
    if (size > longest) throw tooLong(size, longest);
  }
  // Sums of whole steps are the same row by row as user by user, and rows are far fewer.
  const { events: _, ...pairsAlone } = interactions;
  forEachSum(pairsAlone, open.sums(pairsAlone), (first, second, sum) =>
    sums.add(placeOf(interactions.items[first]!), placeOf(interactions.items[second]!), sum),
  );

  return {
    add(user, item, weight = 1, timeMs) {
      createInteractions().add(user, item, weight, timeMs); // refuses what is no interaction
      refuseLong(user, item);
      change(user, () => pairs.add(user, item, weight, timeMs));
    },
    remove: (user, item) => change(user, () => pairs.remove(user, item)),
    forget(user) {
      const isKnown = pairs.historyOf(user).size > 0;
      change(user, () => pairs.forget(user));
      return isKnown;
    },
    async model(run = {}) {
      const left = pairs.toInteractions();
      if (left.itemIndex.length === 0) throw nothingLeft();
      keepOrder(left.users, left.items);
      const indexOf = new Map(left.items.map((item, index) => [item, index]));
      const indices = Uint32Array.from(ids, (item) => indexOf.get(item) ?? 0);
      const stored = storedSums(left.items.length, entriesOf(sums, indices));
      return trainNeighbours(left, open.counting(left, stored), run);
    },
    checksum() {
      const left = pairs.toInteractions();
      keepOrder(left.users, left.items);
      return checksumOf(sums, ids);
    },
  };
}

function forEachSum(
  { items }: Interactions,
  { addRow }: PairSums,
  visit: (first: number, second: number, sum: number) => void,
): void {
  const sum = new Float64Array(items.length);
  const touched = new Uint32Array(items.length);
  items.forEach((_, item) => {
    const { count } = addRow(item, sum, touched);
    for (let n = 0; n < count; n++) {
      const other = touched[n]!;
      if (other !== item && sum[other] !== 0) visit(item, other, sum[other]!);
      sum[other] = 0;
    }
  });
}

/** Items that nobody has any more have no sums. */
function entriesOf(sums: ReturnType<typeof createPairTable>, indices: Uint32Array): StoredSums {
  const row = new Uint32Array(sums.size);
  const column = new Uint32Array(sums.size);
  const value = new Float64Array(sums.size);
  let count = 0;
  sums.forEach((first, second, sum) => {
    row[count] = indices[first]!;
    column[count] = indices[second]!;
    value[count++] = sum;
  });
  return { row: row.subarray(0, count), column: column.subarray(0, count), value: value.subarray(0, count) };
}

/** The sum, modulo 2^32, of a hash of each entry, with two seeds. */
function checksumOf(sums: ReturnType<typeof createPairTable>, ids: readonly string[]): string {
  let [low, high] = [0, 0];
  sums.forEach((first, second, value) => {
    const entry = JSON.stringify([ids[first], ids[second], value]);
    low = (low + murmur3(entry, 1)) >>> 0;
    high = (high + murmur3(entry, 2)) >>> 0;
  });
  return [high, low].map((half) => half.toString(16).padStart(8, '0')).join('');
}

function tooLong(items: number, longest: number): KindredError {
  const message = `Online counts take histories of up to ${longest} items, and there is one of ${items}. Leave that user out, or train anew.`;
  return new KindredError('invalid-input', message, { at: 'history' });
}

function weightsCount(algorithm: string): KindredError {
  const message = `Online counts cannot take the weights of ${algorithm} away exactly. Set weights to "binary", or train anew.`;
  return new KindredError('invalid-options', message, { at: 'weights' });
}

function wholeHistories(algorithm: string): KindredError {
  const message = `Online counts of ${algorithm} take whole histories. Leave maxHistory out, or train anew.`;
  return new KindredError('invalid-options', message, { at: 'maxHistory' });
}

function nothingLeft(): KindredError {
  return new KindredError('empty-input', 'There is no model: no interactions are left. Add at least one.');
}
