import { createInteractions, type Interactions } from '../../index.ts';
import type { OpenCount, UserShare } from '../counts/count-algorithm.ts';
import type { LiveHistory } from './live-pairs.ts';

/** Takes what one user's history adds to the sum of an ordered pair of items. */
type AddToPair = (first: number, second: number, amount: number) => void;

/** Which of two ids stands first among items of the same time. */
export type IdOrder = (a: string, b: string) => number;

/** As {@link sortIds} of `id-order.ts` orders ids that are all whole numbers, or not. */
export const BY_NUMBER: IdOrder = (a, b) => Number(a) - Number(b);
export const BY_TEXT: IdOrder = (a, b) => Number(a > b) - Number(a < b);

/** What a user's history adds to the sums, and how that changes. */
export interface Shares {
  /** Calls back with all that takes the sums from one history to the next; either may be empty. */
  change(
    before: LiveHistory,
    after: LiveHistory,
    order: IdOrder,
    placeOf: (item: string) => number,
    add: AddToPair,
  ): void;
}

const SOMEBODY = 'somebody';

export function createShares(open: OpenCount): Shares {
  const shareOf = createShareLookup(open);
  return {
    change(before, after, order, placeOf, add) {
      const share = shareOf(after.size);
      if (share.kind === 'in-order') {
        addInOrder(share, before, order, placeOf, (first, second, amount) => add(first, second, -amount));
        addInOrder(share, after, order, placeOf, add);
        return;
      }
      const places = (history: LiveHistory, other: LiveHistory, isIn: boolean) =>
        [...history.keys()].filter((item) => other.has(item) === isIn).map(placeOf);
      const common = places(after, before, true);
      const [was, is] = [factorOf(shareOf(before.size)), factorOf(share)];
      if (is !== was) addTogether(common, common, is - was, add);
      addNew(places(before, after, false), common, -was, add);
      addNew(places(after, before, false), common, is, add);
    },
  };
}

/** By the number of items, on which alone a share depends where each pair counts once. */
function createShareLookup({ share }: OpenCount): (items: number) => UserShare {
  const known = new Map<number, UserShare>();
  return (items) => {
    const found = known.get(items) ?? share(anyOf(items));
    known.set(items, found);
    return found;
  };
}

/** One user with so many items. */
function anyOf(items: number): Interactions {
  const builder = createInteractions();
  for (let n = 0; n < items; n++) builder.add(SOMEBODY, String(n));
  return builder.build();
}

function factorOf(share: UserShare): number {
  return share.kind === 'together' ? share.factor(0) : 0;
}

function addTogether(some: readonly number[], others: readonly number[], amount: number, add: AddToPair): void {
  for (const first of some) for (const second of others) if (first !== second) add(first, second, amount);
}

/** All pairs that have an item that came, or went. */
function addNew(some: readonly number[], common: readonly number[], amount: number, add: AddToPair): void {
  addTogether(some, some, amount, add);
  addTogether(some, common, amount, add);
  addTogether(common, some, amount, add);
}

function addInOrder(
  { steps, withinMs }: Extract<UserShare, { kind: 'in-order' }>,
  history: LiveHistory,
  order: IdOrder,
  placeOf: (item: string) => number,
  add: AddToPair,
): void {
  const sequence = Array.from(history, ([item, { timeMs }]) => ({ item, timeMs, key: timeMs ?? -Number.MAX_VALUE }));
  sequence.sort((a, b) => a.key - b.key || order(a.item, b.item));
  sequence.forEach((from, p) => {
    for (const [n, step] of steps.entries()) {
      const to = sequence[p + n + 1];
      if (to === undefined) break;
      if (from.timeMs !== undefined && to.timeMs !== undefined && to.timeMs - from.timeMs > withinMs) break;
      add(placeOf(from.item), placeOf(to.item), step);
    }
  });
}
