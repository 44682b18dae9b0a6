// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import { KindredError } from '../../core/index.ts';
import { createInteractions, type Interactions } from '../index.ts';
import { itemSums } from './model-base.ts';

/**
 * The same interactions with the `count` items alone that most users have; of equals, those of the lower index. For models whose size grows with the
 * square of the catalogue, such as EASE: see `createBlend`.
 *
 * @throws KindredError `invalid-options`
 *
 * @example
 * ```ts
 * import type { Interactions, Model } from 'kindred/recommend';
 * import { headOf, train } from 'kindred/recommend/train';
 *
 * export function trainHead(interactions: Interactions): Promise<Model> {
 *   return train(headOf(interactions, 10_000), { algorithm: 'ease' });
 * }
 * ```
 */
export function headOf(interactions: Interactions, count: number): Interactions {
  if (!Number.isSafeInteger(count) || count <= 0) {
    throw new KindredError('invalid-options', `Cannot keep ${count} items. Give a whole number above zero.`, {
      at: 'count',
    });
  }
  const { users, items, userStart, itemIndex, weight, time } = interactions;
  if (count >= items.length) return interactions;
  const usersOf = itemSums(interactions, 'binary', 1);
  const order = Uint32Array.from(items, (_, item) => item).sort((a, b) => usersOf[b]! - usersOf[a]! || a - b);
  const isHead = new Uint8Array(items.length);
  for (const item of order.subarray(0, count)) isHead[item] = 1;
  const head = createInteractions();
  users.forEach((user, place) => {
    for (let entry = userStart[place]!; entry < userStart[place + 1]!; entry++) {
      const item = itemIndex[entry]!;
      const at = time[entry]!;
      if (isHead[item] === 1) head.add(user, items[item]!, weight[entry]!, Number.isNaN(at) ? undefined : at);
    }
  });
  return head.build();
}
