// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import type { Interactions } from '../index.ts';

/** What the training knows of the holdout, and by how much that could flatter a model. */
export interface Leaks {
  /** Pairs of the holdout, and those of them of which both the user and the item are in the training. */
  readonly pairs: number;
  readonly known: number;
  /** Pairs of user and item that are in both: repeats, or rows that were copied. Only repeats if `overlap` is 0. */
  readonly inBoth: number;
  /** Pairs that are in both with the very same time: rows that were copied. */
  readonly copied: number;
  /** Pairs of the holdout that are not newer than the newest of the training. */
  readonly beforeEnd: number;
  /** Pairs of the holdout that are not newer than what the same user did in the training: the split looks into the future. */
  readonly beforeOwn: number;
  /** The two have no item in common: whatever is measured is 0. */
  readonly strangers: boolean;
  /** In words, what should be mended or known; empty where nothing is. */
  readonly warnings: readonly string[];
}

/**
 * Looks for what the training must not know: copied rows, and a future that it has seen. Time: O(pairs).
 *
 * @example
 * ```ts
 * import type { Interactions } from 'kindred/recommend';
 * import { findLeaks } from 'kindred/recommend/evaluate';
 *
 * export function warn(training: Interactions, holdout: Interactions): void {
 *   for (const warning of findLeaks(training, holdout).warnings) console.warn(warning);
 * }
 * ```
 */
export function findLeaks(training: Interactions, holdout: Interactions): Leaks {
  const users = new Map(training.users.map((user, place) => [user, place]));
  const items = new Map(training.items.map((item, place) => [item, place]));
  const end = newestOf(training.time, 0, training.time.length);
  const found = { known: 0, inBoth: 0, copied: 0, beforeEnd: 0, beforeOwn: 0 };
  holdout.users.forEach((user, place) => {
    const own = users.get(user);
    const [from, until] = own === undefined ? [0, 0] : [training.userStart[own]!, training.userStart[own + 1]!];
    const ownEnd = newestOf(training.time, from, until);
    for (let p = holdout.userStart[place]!; p < holdout.userStart[place + 1]!; p++) {
      const item = items.get(holdout.items[holdout.itemIndex[p]!]!);
      if (own !== undefined && item !== undefined) found.known++;
      const twin = item === undefined ? -1 : training.itemIndex.subarray(from, until).indexOf(item);
      if (twin >= 0) found.inBoth++;
      if (twin >= 0 && training.time[from + twin] === holdout.time[p]) found.copied++;
      if (holdout.time[p]! <= end) found.beforeEnd++;
      if (holdout.time[p]! < ownEnd) found.beforeOwn++;
    }
  });
  const strangers = !holdout.items.some((item) => items.has(item));
  const leaks = { pairs: holdout.itemIndex.length, ...found, strangers };
  const warnings = warningsOf(leaks);
  return { ...leaks, warnings: strangers ? [differentItems(training, holdout), ...warnings] : warnings };
}

/** NaN where no time is known: nothing is before it. */
function newestOf(time: Float64Array, from: number, until: number): number {
  let newest = Number.NaN;
  for (let p = from; p < until; p++) if (!(time[p]! <= newest) && !Number.isNaN(time[p]!)) newest = time[p]!;
  return newest;
}

function differentItems({ items: [ours] }: Interactions, { items: [theirs] }: Interactions): string {
  const examples = `the training has ${JSON.stringify(ours)}, the holdout ${JSON.stringify(theirs)}`;
  return `No item of the holdout is in the training: ${examples}. Write ids alike in both; spaces and leading zeros count.`;
}

function warningsOf({ pairs, inBoth, copied, beforeEnd, beforeOwn }: Omit<Leaks, 'warnings'>): readonly string[] {
  const of = (count: number) => `${count} of ${pairs} pairs of the holdout`;
  const warnings: string[] = [];
  if (copied > 0) warnings.push(`${of(copied)} are in the training, too, with the same time: rows were copied.`);
  else if (inBoth > 0)
    warnings.push(`${of(inBoth)} are in the training, too: they measure memory unless repeats are excluded.`);
  if (beforeEnd > 0) warnings.push(`${of(beforeEnd)} are not newer than the training: it knows what others did later.`);
  if (beforeOwn > 0) warnings.push(`${of(beforeOwn)} are older than what the same user did in the training.`);
  return warnings;
}
