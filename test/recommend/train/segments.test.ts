import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createInteractions } from '../../../src/recommend/index.ts';
import { train, trainSegments } from '../../../src/recommend/train/index.ts';
import { plain, timedAdditions } from '../fixtures.ts';

function eventsOf(list: readonly (readonly [string, string, number, number])[]) {
  const builder = createInteractions({ events: true });
  for (const addition of list) builder.add(...addition);
  return builder.build();
}

/** Users 0 to 3 are new, 4 to 7 are old, the others neither. */
function segmentOf(user: string): string | undefined {
  const number = Number(user.slice(-1));
  return number > 7 ? undefined : number > 3 ? 'old' : 'new';
}

describe('segments', () => {
  test('each has the model of its users alone', async () => {
    await fc.assert(
      fc.asyncProperty(timedAdditions(), async (list) => {
        const models = await trainSegments(eventsOf(list), segmentOf, { algorithm: 'trending' });
        const names = new Set(list.flatMap(([user]) => segmentOf(user) ?? []));
        expect([...models.keys()]).toEqual([...names].sort());
        for (const [segment, model] of models) {
          const own = eventsOf(list.filter(([user]) => segmentOf(user) === segment));
          expect(plain(model)).toEqual(plain(await train(own, { algorithm: 'trending' })));
        }
      }),
    );
  });
});
