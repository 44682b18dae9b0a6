// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import { breathe, type LongRun } from '../../long-run.ts';
import {
  createNeighbourColumns,
  type NeighbourColumns,
  type NeighbourColumnsBuilder,
  transpose,
} from '../../neighbour-columns.ts';
import type { Kept } from './neighbour-options.ts';
import { createPairSorter, createStrongestFinder } from './strongest.ts';
import type { Weigher } from './weighing.ts';

/** Additions between two pauses: a few milliseconds. */
const WORK_PER_BREATH = 4_000_000;
/** A list that holds more than one in so many of all items is read off the whole row, which is cheaper than sorting it. */
const DENSE = 8;
/** Room that is made at once; what is above grows. */
const MAX_EXPECTED = 16_000_000;

/** How often an item goes with each other item, in whatever sense an algorithm counts. */
export interface PairSums {
  /** Additions that all items take together, roughly. */
  readonly totalWork: number;
  /**
   * Adds up the row of a history item into `sum`, and collects which items were touched: each once; where all of them were, some may
   * have stayed zero.
   */
  addRow(item: number, sum: Float64Array, touched: Uint32Array): Added;
  /** The same for the column of a candidate. */
  addColumn(item: number, sum: Float64Array, touched: Uint32Array): Added;
}

/** How many items were touched, and how many additions it took. */
export interface Added {
  readonly count: number;
  readonly work: number;
}

/**
 * The one count engine: for each item the sums over all pairs that it is in, weighed into similarities, of which the strongest
 * stay. It yields the rows of history items or the columns of candidates, whichever is to be cut, so that never more than one
 * row is held uncut (Deshpande & Karypis 2004, "Item-based top-N recommendation algorithms", build their models alike).
 *
 * Time: `totalWork` additions, plus one linear selection for each item. Memory, besides what the sums hold: 48 bytes for each item,
 * and 8 for each neighbour kept, twice that when candidates are cut.
 */
export async function countNeighbours(
  itemCount: number,
  sums: PairSums,
  weigher: Weigher,
  kept: Kept,
  run: LongRun,
): Promise<NeighbourColumns> {
  const { neighbours, cut } = kept;
  const isCutByCandidate = cut === 'candidate' && neighbours < itemCount;
  const sweep = createSweep(itemCount, sums, weigher, neighbours, isCutByCandidate);
  const expected = Math.min(itemCount * Math.min(neighbours, itemCount), sums.totalWork, MAX_EXPECTED);
  const found = createNeighbourColumns(itemCount, expected);
  let work = 0;
  for (let item = 0; item < itemCount; item++) {
    work += sweep(item, found);
    if (work < WORK_PER_BREATH) continue;
    work = 0;
    await breathe(run, item, itemCount);
  }
  const rows = isCutByCandidate ? transpose(found.finish()) : found.finish();
  await breathe(run, itemCount, itemCount);
  return rows;
}

/** Appends the neighbours of one item; answers how many additions that took. */
type Sweep = (item: number, found: NeighbourColumnsBuilder) => number;

function createSweep(
  itemCount: number,
  sums: PairSums,
  weigher: Weigher,
  neighbours: number,
  isByCandidate: boolean,
): Sweep {
  const add = isByCandidate ? sums.addColumn : sums.addRow;
  const weigh = isByCandidate ? weigher.weighColumn : weigher.weighRow;
  const sum = new Float64Array(itemCount); // all zero between two items
  const touched = new Uint32Array(itemCount);
  const strength = new Float32Array(itemCount); // of the items in `touched`, in their order
  const { keepStrongest } = createStrongestFinder(neighbours < itemCount ? itemCount : 0);
  const sortTogether = createPairSorter(itemCount);

  return (item, found) => {
    const { count, work } = add(item, sum, touched);
    // Columns of candidates become rows later, which sorts them for nothing.
    const isSorted = count === itemCount || (!isByCandidate && count * DENSE > itemCount);
    if (isSorted) for (let index = 0; index < itemCount; index++) touched[index] = index;
    let left = weigh(item, sum, touched, isSorted ? itemCount : count, strength);
    const isCut = left > neighbours;
    if (isCut) {
      keepStrongest(touched, strength, left, neighbours);
      left = neighbours;
    }
    if (!isByCandidate && (isCut || !isSorted)) sortTogether(touched, strength, left);
    found.append(touched, strength, left);
    return work + left;
  };
}
