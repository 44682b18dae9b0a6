// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import { KindredError } from '../../../core/index.ts';
import { createInteractions, type Interactions } from '../../index.ts';

/** Where a pair of user and item goes. */
export const TRAIN = 0;
export const HOLDOUT = 1;
export const NEITHER = 2;

interface Parts {
  readonly train: Interactions;
  readonly holdout: Interactions;
}

/**
 * Splits interactions by where each pair goes, as if the two parts had come from two files: users and items are those that a part
 * has. Time: O(pairs · log of ids).
 *
 * @throws KindredError `empty-input` when a part would be empty
 */
export function splitPairs(interactions: Interactions, place: Uint8Array): Parts {
  return splitBy(interactions, (pair) => place[pair]!);
}

/**
 * The same by when each single interaction was, where they were kept: from `atMs` on it is of the holdout. One without a time is of the training.
 *
 * @throws KindredError `empty-input` when a part would be empty
 */
export function splitMoments(interactions: Interactions, atMs: number): Parts {
  return splitBy(interactions, (_, timeMs) => (timeMs >= atMs ? HOLDOUT : TRAIN));
}

/** Asks of each single interaction of a pair, or of the pair where they were not kept, where it goes. */
function splitBy(interactions: Interactions, placeOf: (pair: number, timeMs: number) => number): Parts {
  const { users, items, itemIndex, events } = interactions;
  const [train, holdout] = [createInteractions({ events: events !== undefined }), createInteractions()];
  const { weight, time } = events ?? interactions;
  forEachUser(interactions, (user, first, end) => {
    for (let p = first; p < end; p++) {
      const [from, until] = events === undefined ? [p, p + 1] : [events.start[p]!, events.start[p + 1]!];
      for (let n = from; n < until; n++) {
        const place = placeOf(p, time[n]!);
        if (place === NEITHER) continue;
        const part = place === TRAIN ? train : holdout;
        part.add(users[user]!, items[itemIndex[p]!]!, weight[n]!, Number.isNaN(time[n]!) ? undefined : time[n]!);
      }
    }
  });
  if (train.size === 0) throw nothingLeft('training');
  if (holdout.size === 0) throw nothingLeft('holdout');
  return { train: train.build(), holdout: holdout.build() };
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
