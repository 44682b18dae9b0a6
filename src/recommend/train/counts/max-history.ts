// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import type { Interactions } from '../../index.ts';

/**
 * How many items of a history are counted: an option of all algorithms that count. Pairs of a history grow with its square; Mahout's
 * spark-itemsimilarity has such a limit, too (`maxPrefs`), of 500 and at random.
 */
export const MAX_HISTORY = {
  kind: 'whole',
  default: 'all',
  min: 1,
  max: 9_007_199_254_740_991,
  words: ['all'],
  help: 'how many items of a history are counted, the newest; the others are left out of the counts',
  tries: ['all', 500],
} as const;

/** What a limit leaves out. */
export interface LeftOut {
  /** Users of more items than that. */
  readonly users: number;
  /** Their pairs that are not counted. */
  readonly pairs: number;
}

/**
 * What is left out of the counts by `maxHistory`; nothing for `'all'`.
 *
 * @example
 * ```ts
 * import { createInteractions } from 'kindred/recommend';
 * import { leftOutBy } from 'kindred/recommend/train';
 *
 * const interactions = createInteractions();
 * for (const item of ['cup', 'pot', 'tray']) interactions.add('robot', item);
 * console.log(leftOutBy(interactions.build(), 2)); // { users: 1, pairs: 1 }
 * ```
 */
export function leftOutBy({ users, userStart }: Interactions, maxHistory: number | 'all' = 'all'): LeftOut {
  const leftOut = { users: 0, pairs: 0 };
  if (maxHistory === 'all') return leftOut;
  for (let user = 0; user < users.length; user++) {
    const over = userStart[user + 1]! - userStart[user]! - maxHistory;
    if (over <= 0) continue;
    leftOut.users++;
    leftOut.pairs += over;
  }
  return leftOut;
}

/** The newest items of each history; of equal or unknown times the lower index. The same interactions where nothing is left out. */
export function newestOf(interactions: Interactions, maxHistory: number | 'all'): Interactions {
  const { pairs } = leftOutBy(interactions, maxHistory);
  if (pairs === 0 || maxHistory === 'all') return interactions;
  const { users, items, userStart, itemIndex, weight, time } = interactions;
  const kept = new Uint32Array(itemIndex.length - pairs);
  const start = new Uint32Array(userStart.length);
  let size = 0;
  for (let user = 0; user < users.length; user++) {
    const entries = Uint32Array.from(
      { length: userStart[user + 1]! - userStart[user]! },
      (_, n) => userStart[user]! + n,
    );
    if (entries.length > maxHistory) entries.sort((a, b) => laterFirst(time[a]!, time[b]!) || a - b);
    const newest = entries.subarray(0, maxHistory).sort();
    kept.set(newest, size);
    size += newest.length;
    start[user + 1] = size;
  }
  return {
    users,
    items,
    userStart: start,
    itemIndex: Uint32Array.from(kept, (entry) => itemIndex[entry]!),
    weight: Float32Array.from(kept, (entry) => weight[entry]!),
    time: Float64Array.from(kept, (entry) => time[entry]!),
  };
}

function laterFirst(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  return b - a;
}
