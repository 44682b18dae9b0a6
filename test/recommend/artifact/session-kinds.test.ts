import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createInteractions, encodeArtifact, loadModel, packModel, unpackModel } from '../../../src/recommend/index.ts';
import { train } from '../../../src/recommend/train/index.ts';
import { digest, plain, timedAdditions } from '../fixtures.ts';

const algorithm = fc.constantFrom('trending' as const, 'buy-again' as const, 'vmis' as const);

describe('models of sessions and of purchases', () => {
  test('survive packing and storing as they are', async () => {
    await fc.assert(
      fc.asyncProperty(timedAdditions(), algorithm, async (list, name) => {
        const builder = createInteractions({ events: true });
        for (const addition of list) builder.add(...addition);
        const model = await train(builder.build(), { algorithm: name });
        expect(plain(await unpackModel(await packModel(model, { digest }), { digest }))).toEqual(plain(model));
        const files = await encodeArtifact(model, { digest, histories: true });
        const loaded = await loadModel({ read: async (file) => files.get(file) }, { digest });
        expect(plain(loaded)).toEqual(plain(model));
        expect(loaded.histories?.weight).toEqual(model.histories?.weight);
      }),
      { numRuns: 30 },
    );
  });

  test('are refused where their arrays contradict each other', async () => {
    const builder = createInteractions();
    for (const [n, item] of ['tea', 'cup', 'pot'].entries()) {
      builder.add('s1', item, 1, n);
      builder.add('s2', item, 1, n + 9);
    }
    const sessions = await train(builder.build(), { algorithm: 'vmis' });
    const purchases = await train(builder.build(), { algorithm: 'buy-again' });
    if (sessions.kind !== 'sessions' || purchases.kind !== 'repurchase') throw new Error('of another kind');
    const broken = [
      { ...sessions, sessionStart: Uint32Array.of(0, 4, 3) },
      { ...sessions, sessionStart: Uint32Array.of(0, 3, 5) },
      { ...sessions, sessionItem: Uint32Array.of(0, 1, 2, 0, 2, 1) },
      { ...sessions, sessionItem: Uint32Array.of(0, 1, 2, 0, 1, 7) },
      { ...purchases, cadence: Float32Array.of(1, -1, 0) },
      { ...purchases, cadence: Float32Array.of(1, 1) },
      { ...purchases, cadence: Float32Array.of(1, Number.NaN, 0) },
    ];
    for (const model of broken) {
      const packed = await packModel(model, { digest });
      await expect(unpackModel(packed, { digest })).rejects.toMatchObject({ code: 'model-corrupt' });
    }
  });
});
