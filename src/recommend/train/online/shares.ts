// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import { createInteractions } from '../../index.ts';
import type { OpenCount, UserShare } from '../counts/count-algorithm.ts';
import type { LiveHistory } from './live-pairs.ts';

/** Takes what one user's history adds to the sum of an ordered pair of items. */
export type AddToPair = (first: number, second: number, amount: number) => void;

/** Which of two ids stands first among items of the same time. */
export type IdOrder = (a: string, b: string) => number;

/** As {@link sortIds} of `id-order.ts` orders ids that are all whole numbers, or not. */
export const BY_NUMBER: IdOrder = (a, b) => Number(a) - Number(b);
export const BY_TEXT: IdOrder = (a, b) => Number(a > b) - Number(a < b);

const SOMEBODY = 'somebody';

/** Calls back with all that one user's history adds, each ordered pair by itself. */
export function addShare(
  open: OpenCount,
  history: LiveHistory,
  order: IdOrder,
  placeOf: (item: string) => number,
  add: AddToPair,
): void {
  const share = shareOf(open, history);
  if (share.kind === 'in-order') addInOrder(share, history, order, placeOf, add);
  else addTogether([...history.keys()].map(placeOf), share.factor(0), add);
}

function shareOf({ share }: OpenCount, history: LiveHistory): UserShare {
  const alone = createInteractions();
  for (const [item, { weight }] of history) alone.add(SOMEBODY, item, weight);
  return share(alone.build());
}

function addTogether(places: readonly number[], factor: number, add: AddToPair): void {
  for (const first of places) for (const second of places) if (first !== second) add(first, second, factor);
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
