// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import { KindredError, type Random, seededRandom } from '../../../core/index.ts';
import type { Interactions } from '../../index.ts';
import type { LiangStrongSpec, Split } from './protocol.ts';
import { forEachUser, HOLDOUT, NEITHER, splitPairs } from './split-pairs.ts';

/**
 * Strong generalization (Liang et al. 2018, "Variational autoencoders for collaborative filtering"): some users are held out whole. A random
 * four fifths of what they had are the history that their list is made from, the others are expected. Items that nobody else had are not expected,
 * as in the paper.
 *
 * Time: O(pairs).
 */
export function holdUsersOut(interactions: Interactions, spec: LiangStrongSpec): Split {
  const { users = 0.1, minItems = 5, seed = 0 } = spec;
  const random = seededRandom(seed);
  const heldOut = drawUsers(interactions, users, minItems, random);
  const place = new Uint8Array(interactions.itemIndex.length);
  const history = new Uint8Array(interactions.itemIndex.length).fill(NEITHER);
  forEachUser(interactions, (user, from, until) => {
    if (!heldOut.has(user)) return;
    place.fill(NEITHER, from, until);
    history.fill(0, from, until);
    const pairs = shuffled(from, until, random).subarray(0, Math.max(1, Math.floor((until - from) / 5)));
    for (const p of pairs) [place[p], history[p]] = [HOLDOUT, HOLDOUT];
  });
  leaveOutUnknown(interactions, place);
  const { train, holdout } = splitPairs(interactions, place);
  const { train: before } = splitPairs(interactions, history);
  return { train, holdout, histories: before, repeats: 'exclude' };
}

function drawUsers(interactions: Interactions, wanted: number, minItems: number, random: Random): ReadonlySet<number> {
  const able: number[] = [];
  forEachUser(interactions, (user, from, until) => {
    if (until - from >= Math.max(2, minItems)) able.push(user);
  });
  const count = wanted < 1 ? Math.round(wanted * interactions.users.length) : Math.floor(wanted);
  if (!(count > 0 && count <= able.length && count < interactions.users.length)) {
    const message = `Cannot hold ${count} users out: ${able.length} of ${interactions.users.length} have enough items. Change users or minItems.`;
    throw new KindredError('invalid-options', message, { at: 'users' });
  }
  const order = shuffled(0, able.length, random);
  return new Set(Array.from(order.subarray(0, count), (place) => able[place]!));
}

/** The numbers of a range in random order (Fisher & Yates). */
function shuffled(from: number, until: number, random: Random): Uint32Array {
  const numbers = Uint32Array.from({ length: until - from }, (_, n) => from + n);
  for (let last = numbers.length - 1; last > 0; last--) {
    const other = Math.floor(random.next() * (last + 1));
    [numbers[last], numbers[other]] = [numbers[other]!, numbers[last]!];
  }
  return numbers;
}

function leaveOutUnknown({ items, itemIndex }: Interactions, place: Uint8Array): void {
  const isKnown = new Uint8Array(items.length);
  place.forEach((to, p) => {
    if (to === 0) isKnown[itemIndex[p]!] = 1;
  });
  place.forEach((to, p) => {
    if (to === HOLDOUT && isKnown[itemIndex[p]!] === 0) place[p] = NEITHER;
  });
}
