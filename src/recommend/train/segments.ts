import { createInteractions, type Interactions, type Model } from '../index.ts';
import type { TrainSpec } from './spec.ts';
import { type TrainOptions, train } from './train.ts';

/**
 * Trains one model for each segment of users, such as what is trending among new customers. `segmentOf` names the segment of a
 * user, or nothing for users who are in none. A segment's catalogue is what its users had.
 *
 * @throws KindredError (as a rejection) as {@link train} does
 *
 * @example
 * ```ts
 * import type { Interactions, Model } from 'kindred/recommend';
 * import { trainSegments } from 'kindred/recommend/train';
 *
 * export async function trends(interactions: Interactions, country: ReadonlyMap<string, string>): Promise<Model | undefined> {
 *   const models = await trainSegments(interactions, (user) => country.get(user), { algorithm: 'trending', halfLifeDays: 7 });
 *   return models.get('de');
 * }
 * ```
 */
export async function trainSegments(
  interactions: Interactions,
  segmentOf: (user: string) => string | undefined,
  spec: TrainSpec,
  options: TrainOptions = {},
): Promise<ReadonlyMap<string, Model>> {
  const models = new Map<string, Model>();
  for (const [segment, users] of usersBySegment(interactions, segmentOf)) {
    models.set(segment, await train(interactionsOf(interactions, users), spec, options));
  }
  return models;
}

/** In the order of their names, so that progress is the same every time. */
function usersBySegment({ users }: Interactions, segmentOf: (user: string) => string | undefined) {
  const segments = new Map<string, number[]>();
  users.forEach((user, place) => {
    const segment = segmentOf(user);
    if (segment === undefined) return;
    const places = segments.get(segment);
    if (places === undefined) segments.set(segment, [place]);
    else places.push(place);
  });
  return [...segments].sort(([a], [b]) => Number(a > b) - Number(a < b));
}

function interactionsOf(all: Interactions, places: readonly number[]): Interactions {
  const { users, items, userStart, itemIndex, weight, time, events } = all;
  const builder = createInteractions({ events: events !== undefined });
  for (const place of places) {
    const user = users[place] ?? '';
    for (let entry = userStart[place] ?? 0; entry < (userStart[place + 1] ?? 0); entry++) {
      const item = items[itemIndex[entry] ?? 0] ?? '';
      const [from, until] = events === undefined ? [entry, entry + 1] : [events.start[entry], events.start[entry + 1]];
      for (let n = from ?? 0; n < (until ?? 0); n++) {
        const at = (events?.time ?? time)[n] ?? Number.NaN;
        builder.add(user, item, (events?.weight ?? weight)[n], Number.isNaN(at) ? undefined : at);
      }
    }
  }
  return builder.build();
}
