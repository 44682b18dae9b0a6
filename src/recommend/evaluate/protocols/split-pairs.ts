// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import { KindredError } from '../../../core/index.ts';
import { createInteractions, type Interactions, type InteractionsBuilder } from '../../index.ts';

/** Where a pair of user and item goes. */
export const TRAIN = 0;
export const HOLDOUT = 1;
export const NEITHER = 2;

/**
 * Splits interactions by where each pair goes, as if the two parts had come from two files: users and items are those that a part
 * has. Time: O(pairs · log of ids).
 *
 * @throws KindredError `empty-input` when a part would be empty
 */
export function splitPairs(
  interactions: Interactions,
  place: Uint8Array,
): { readonly train: Interactions; readonly holdout: Interactions } {
  const { users, items, itemIndex, events } = interactions;
  const [train, holdout] = [createInteractions({ events: events !== undefined }), createInteractions()];
  forEachUser(interactions, (user, from, until) => {
    for (let p = from; p < until; p++) {
      if (place[p] === NEITHER) continue;
      addPair(place[p] === TRAIN ? train : holdout, interactions, users[user]!, items[itemIndex[p]!]!, p);
    }
  });
  if (train.size === 0) throw nothingLeft('training');
  if (holdout.size === 0) throw nothingLeft('holdout');
  return { train: train.build(), holdout: holdout.build() };
}

/** With each of its events, where they were kept. */
function addPair(
  part: InteractionsBuilder,
  { events, ...sums }: Interactions,
  user: string,
  item: string,
  p: number,
): void {
  const { weight, time } = events ?? sums;
  const [from, until] = events === undefined ? [p, p + 1] : [events.start[p]!, events.start[p + 1]!];
  for (let n = from; n < until; n++) {
    part.add(user, item, weight[n]!, Number.isNaN(time[n]!) ? undefined : time[n]!);
  }
}

/** Visits each user with where their pairs begin and end. */
export function forEachUser(
  { users, userStart }: Interactions,
  visit: (user: number, from: number, until: number) => void,
): void {
  for (let user = 0; user < users.length; user++) visit(user, userStart[user]!, userStart[user + 1]!);
}

function nothingLeft(part: string): KindredError {
  const message = `This protocol leaves nothing for the ${part}. Give more interactions, or another protocol.`;
  return new KindredError('empty-input', message, { at: 'protocol' });
}
