import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DenseModel, Interactions } from '../../../../src/recommend/index.ts';
import { createOnlineEase, type EaseSpec, train } from '../../../../src/recommend/train/index.ts';
import { type Addition, asDense, interactionsOf } from '../../fixtures.ts';

/** Enough items that changes of a few users are corrected and not trained anew. */
const PAIRS: readonly Addition[] = Array.from({ length: 400 }, (_, n) => [
  `user ${n % 37}`,
  `item ${(n * n + 3 * n) % 151}`,
  1 + (n % 3),
  1000 * n,
]);

type Change =
  | { readonly kind: 'add'; readonly user: string; readonly item: string; readonly weight: number }
  | { readonly kind: 'remove'; readonly user: string; readonly item: string }
  | { readonly kind: 'forget'; readonly user: string };

const user = fc.integer({ min: 0, max: 40 }).map((n) => `user ${n}`);
const item = fc.integer({ min: 0, max: 160 }).map((n) => `item ${n}`);
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ kind: fc.constant('add' as const), user, item, weight: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ kind: fc.constant('remove' as const), user, item }),
  fc.record({ kind: fc.constant('forget' as const), user }),
);

function expectSame(found: DenseModel, expected: DenseModel): void {
  expect(found.items).toEqual(expected.items);
  expect(found.popularity).toEqual(expected.popularity);
  expect(found.histories).toEqual(expected.histories);
  expect(found.spec).toEqual(expected.spec);
  expect(found.data).toEqual(expected.data);
  found.weights.forEach((weight, n) => {
    if (!(Math.abs(weight - (expected.weights[n] ?? Number.NaN)) < 1e-6)) {
      expect(`${n}: ${weight}`).toBe(`${n}: ${expected.weights[n]}`);
    }
  });
}

/** What is left of the pairs, as a plain map. */
function plainPairs(): Map<string, Map<string, { weight: number; timeMs?: number | undefined }>> {
  const pairs = new Map<string, Map<string, { weight: number; timeMs?: number | undefined }>>();
  for (const [who, what, weight = 1, timeMs] of PAIRS) {
    const history = pairs.get(who) ?? new Map();
    const before = history.get(what);
    history.set(what, { weight: weight + (before?.weight ?? 0), timeMs: Math.max(timeMs ?? 0, before?.timeMs ?? 0) });
    pairs.set(who, history);
  }
  return pairs;
}

function toInteractions(pairs: ReturnType<typeof plainPairs>): Interactions {
  return interactionsOf(
    [...pairs].flatMap(([who, history]) =>
      [...history].map(
        ([what, { weight, timeMs }]): Addition =>
          timeMs === undefined ? [who, what, weight] : [who, what, weight, timeMs],
      ),
    ),
  );
}

describe('EASE online', () => {
  test('An EASE model after changes is the one that would be trained anew.', async () => {
    const batches = fc.array(fc.array(change, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(batches, fc.constantFrom('binary' as const, 'given' as const), async (list, weights) => {
        const spec: EaseSpec = { algorithm: 'ease', lambda: 4, precision: 'f64', weights };
        const online = await createOnlineEase(interactionsOf(PAIRS), spec);
        const pairs = plainPairs();
        for (const batch of list) {
          for (const one of batch) {
            const history = pairs.get(one.user) ?? new Map();
            if (one.kind === 'add') {
              const before = history.get(one.item);
              online.add(one.user, one.item, one.weight);
              history.set(one.item, { ...before, weight: one.weight + (before?.weight ?? 0) });
              pairs.set(one.user, history);
            } else if (one.kind === 'remove') {
              expect(online.remove(one.user, one.item)).toBe(history.delete(one.item));
              if (history.size === 0) pairs.delete(one.user);
            } else {
              online.forget(one.user);
              pairs.delete(one.user);
            }
          }
          expectSame(await online.model(), asDense(await train(toInteractions(pairs), spec)));
        }
      }),
      { numRuns: 12 },
    );
  }, 60_000);

  test('Whoever is forgotten leaves no trace in the model.', async () => {
    const spec: EaseSpec = { algorithm: 'ease', lambda: 4, precision: 'f64' };
    const online = await createOnlineEase(interactionsOf([...PAIRS, ['zoe', 'a secret'], ['zoe', 'item 3']]), spec);
    expect((await online.model()).items).toContain('a secret');
    online.forget('zoe');
    expect(online.pending).toBe(1);
    expectSame(await online.model(), asDense(await train(interactionsOf(PAIRS), spec)));
    expect(online.pending).toBe(0);
  });

  test('Many changes, one after the other, do not drift apart from training.', async () => {
    const spec: EaseSpec = { algorithm: 'ease', lambda: 1, precision: 'f64' };
    const online = await createOnlineEase(interactionsOf(PAIRS), spec);
    for (let n = 0; n < 120; n++) {
      online.add(`user ${n % 37}`, `item ${(n * 7) % 151}`);
      await online.model();
      online.remove(`user ${n % 37}`, `item ${(n * 7) % 151}`);
      await online.model();
    }
    const pairs = plainPairs();
    for (let n = 0; n < 120; n++) pairs.get(`user ${n % 37}`)?.delete(`item ${(n * 7) % 151}`);
    expectSame(await online.model(), asDense(await train(toInteractions(pairs), spec)));
  }, 60_000);

  test('What changes while a model is made is in the next one.', async () => {
    const spec: EaseSpec = { algorithm: 'ease', lambda: 4, precision: 'f64' };
    const online = await createOnlineEase(interactionsOf(PAIRS), spec);
    online.add('ann', 'item 1');
    const pause = () => Promise.resolve();
    const first = online.model({ pause });
    await Promise.resolve();
    online.add('ann', 'item 2');
    const second = online.model({ pause });
    expectSame(await first, asDense(await train(interactionsOf([...PAIRS, ['ann', 'item 1']]), spec)));
    const both = interactionsOf([...PAIRS, ['ann', 'item 1'], ['ann', 'item 2']]);
    expectSame(await second, asDense(await train(both, spec)));
  });

  test('After an abort the next model is right all the same.', async () => {
    const spec: EaseSpec = { algorithm: 'ease', lambda: 4, precision: 'f64' };
    const online = await createOnlineEase(interactionsOf(PAIRS), spec);
    // So many users that it trains anew, which asks the signal.
    for (let n = 0; n < 30; n++) online.add(`new ${n}`, `item ${n}`);
    const stop = new AbortController();
    stop.abort();
    await expect(online.model({ signal: stop.signal })).rejects.toMatchObject({ code: 'aborted' });
    const all = [...PAIRS, ...Array.from({ length: 30 }, (_, n): Addition => [`new ${n}`, `item ${n}`])];
    expectSame(await online.model(), asDense(await train(interactionsOf(all), spec)));
  });

  test('refuses what no interaction can be, and changes nothing then', async () => {
    const online = await createOnlineEase(interactionsOf([['ann', 'cup']]), { algorithm: 'ease' });
    expect(() => online.add('', 'cup')).toThrow(expect.objectContaining({ code: 'invalid-input' }));
    expect(() => online.add('ann', 'cup', Number.NaN)).toThrow(expect.objectContaining({ code: 'invalid-input' }));
    expect(() => online.add('ann', 'cup', -1)).toThrow(expect.objectContaining({ code: 'invalid-input' }));
    expect(online.remove('ann', 'pot')).toBe(false);
    expect(online.pending).toBe(0);
    online.forget('ann');
    await expect(online.model()).rejects.toMatchObject({ code: 'empty-input' });
    await expect(
      createOnlineEase(interactionsOf([['a', 'b']]), { algorithm: 'ease', lambda: -1 }),
    ).rejects.toMatchObject({
      code: 'invalid-options',
    });
  });
});
