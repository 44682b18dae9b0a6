import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createInteractions } from '../../../../src/recommend/index.ts';
import { createOnlineSessions, train } from '../../../../src/recommend/train/index.ts';
import { plain } from '../../fixtures.ts';

type Click = readonly [session: string, item: string, timeMs: number];

const click: fc.Arbitrary<Click> = fc.tuple(
  fc.oneof(
    { arbitrary: fc.integer({ min: 1, max: 12 }).map(String), weight: 9 },
    { arbitrary: fc.constant('__proto__'), weight: 1 },
  ),
  fc.constantFrom('1', '2', '9', '10', 'tea'),
  fc.integer({ min: 1, max: 20 }),
);

function interactionsOf(clicks: readonly Click[]) {
  const builder = createInteractions({ events: true });
  for (const [session, item, timeMs] of clicks) builder.add(session, item, 1, timeMs);
  return builder.build();
}

describe('sessions that grow', () => {
  test('Sessions that were appended give the model of a full rebuild.', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(click, { minLength: 1, maxLength: 50 }),
        fc.nat(),
        fc.constantFrom(3, 48),
        fc.constantFrom('1', '2', 'nobody'),
        async (clicks, at, longest, forgotten) => {
          const before = clicks.slice(0, at % clicks.length);
          const spec = { algorithm: 'vmis', longest } as const;
          const online = createOnlineSessions(interactionsOf(before), spec);
          if (before.length > 0) online.model(); // sorts what is there
          for (const [session, item, timeMs] of clicks.slice(before.length)) online.append(session, item, timeMs);
          expect(plain(online.model())).toEqual(plain(await train(interactionsOf(clicks), spec)));
          expect(online.forget(forgotten)).toBe(clicks.some(([session]) => session === forgotten));
          const left = clicks.filter(([session]) => session !== forgotten);
          if (left.length === 0) expect(() => online.model()).toThrow(expect.objectContaining({ code: 'empty-input' }));
          else expect(plain(online.model())).toEqual(plain(await train(interactionsOf(left), spec)));
        },
      ),
      { numRuns: 300 },
    );
  });

  test('a session that comes back after it was forgotten begins anew', async () => {
    const online = createOnlineSessions(interactionsOf([['1', 'tea', 1]]), { algorithm: 'vmis' });
    online.forget('1');
    online.append('1', 'cup', 2);
    expect(plain(online.model())).toEqual(plain(await train(interactionsOf([['1', 'cup', 2]]), { algorithm: 'vmis' })));
  });

  test('refuses what is no click', () => {
    const online = createOnlineSessions(interactionsOf([]), { algorithm: 'vmis' });
    expect(() => online.append('', 'tea', 1)).toThrow(expect.objectContaining({ code: 'invalid-input' }));
    expect(() => online.append('s', 'tea', Number.NaN)).toThrow(expect.objectContaining({ code: 'invalid-input' }));
    expect(() => online.model()).toThrow(expect.objectContaining({ code: 'empty-input' }));
  });
});
