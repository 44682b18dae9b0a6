// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import { seededRandom } from '../../../core/index.ts';
import type { Interactions } from '../../index.ts';
import type { Ncf99Spec, Split } from './protocol.ts';
import { forEachUser, HOLDOUT, splitPairs } from './split-pairs.ts';
import { requireTimes } from './temporal.ts';

/**
 * Each user's newest item is expected, of the same moment the one with the highest index; the whole catalogue is ranked. Users with one item only
 * are trained on. It looks into the future: what others did later is in the training.
 *
 * Time: O(pairs).
 */
export function leaveNewestOut(interactions: Interactions): Split {
  requireTimes(interactions);
  const { time, itemIndex } = interactions;
  const place = new Uint8Array(itemIndex.length);
  forEachUser(interactions, (_, from, until) => {
    if (until - from < 2) return;
    let newest = from;
    for (let p = from + 1; p < until; p++) if (time[p]! >= time[newest]!) newest = p;
    place[newest] = HOLDOUT;
  });
  return { ...splitPairs(interactions, place), repeats: 'exclude' };
}

/**
 * As above, but the item is ranked among so many others that the user never had, drawn alike (He et al. 2017, "Neural collaborative
 * filtering"). Such figures are higher than those of the whole catalogue, and may order models differently (Krichene & Rendle 2020).
 */
export function leaveNewestAmongFew(interactions: Interactions, { negatives = 99, seed = 0 }: Ncf99Spec): Split {
  const split = leaveNewestOut(interactions);
  return { ...split, candidates: candidatesOf(interactions, split.holdout, negatives, seed) };
}

/** Drawn for each user anew from the user's own seed, so that no list depends on who was asked before. */
function candidatesOf(
  { users, items, userStart, itemIndex }: Interactions,
  holdout: Interactions,
  negatives: number,
  seed: number,
): (user: string) => ReadonlySet<string> {
  const places = new Map(users.map((user, place) => [user, place]));
  const expected = new Map(holdout.users.map((user, n) => [user, holdout.items[holdout.itemIndex[n]!]!]));
  return (user) => {
    const place = places.get(user) ?? 0;
    const had = new Set(itemIndex.subarray(userStart[place], userStart[place + 1]));
    const random = seededRandom(Math.imul(seed, 0x9e3779b1) + place);
    const drawn = new Set<number>();
    const most = Math.min(negatives, items.length - had.size);
    while (drawn.size < most) {
      const item = Math.floor(random.next() * items.length);
      if (!had.has(item)) drawn.add(item);
    }
    return new Set([...Array.from(drawn, (item) => items[item]!), expected.get(user) ?? '']);
  };
}
