import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contributionsOf } from '../../../src/recommend/serve/explanation.ts';

// Few values, so that many are equal, and numbers of which none are.
const share = fc.oneof(fc.constantFrom(0, 0.25, 0.5, -0.5), fc.double({ min: -1, max: 1, noNaN: true }));

test('what an item of the history added stands in the order of a stable sort, and what added nothing is left out', () => {
  fc.assert(
    fc.property(
      fc.array(share, { maxLength: 300 }),
      fc.constantFrom(-1, 0, 2),
      fc.constantFrom(1, 3),
      (shares, score, boost) => {
        const items = shares.map((_, n) => `item ${n}`);
        const factor = score < 0 ? 1 / boost : boost;
        const plain = shares
          .map((own, n) => ({ item: `item ${n}`, share: own * factor, isThere: own !== 0 }))
          .filter(({ isThere }) => isThere)
          .sort((a, b) => b.share - a.share)
          .map(({ item, share: own }) => ({ item, share: own }));
        const order = {
          kind: 'personal',
          reason: 'history',
          query: {},
          own: new Set<number>(),
          scores: { score: Float64Array.of(score), touched: new Uint32Array(1), count: 1 },
          rank: () => [],
          entries: shares.map((_, index) => ({ index, weight: 1 })),
        } as const;
        expect(contributionsOf(order, items, 0, Float64Array.from(shares), boost)).toEqual(plain);
      },
    ),
  );
});
