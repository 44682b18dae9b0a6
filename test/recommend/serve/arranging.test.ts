import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRecommender, type Recommendation, type Recommendations } from '../../../src/recommend/index.ts';
import { train } from '../../../src/recommend/train/index.ts';
import { additions, interactionsOf } from '../fixtures.ts';
import { plainDistance, plainlyArranged, plainSimilarity } from './plain-arranging.ts';

const IDS = ['tea', 'pot', 'cup', 'jug', '__proto__', 'constructor', 'ä', '茶', 'a\nb', '"', '<b>', 'toString'];
const anyHistory = fc.uniqueArray(fc.constantFrom(...IDS), { minLength: 1, maxLength: 5 });
const anyStrength = fc.double({ min: 0, max: 1, noNaN: true });
const anyCount = fc.integer({ min: 0, max: 12 });

/** One value, three, or none: thirds do not add up exactly. */
const facts = {
  kind: (id: string) => (id.length === 3 ? 'short' : ['long', id.slice(0, 1), `${id.length % 2}`]),
};
const valuesOf = (id: string) => [facts.kind(id)].flat();
const items = (list: Recommendations) => list.items.map(({ item }) => item);
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

/** Lists of everything, as scores alone have it. */
async function shelf(
  added: Parameters<typeof interactionsOf>[0],
  history: readonly string[],
  algorithm: 'cosine' | 'ease',
) {
  const spec = algorithm === 'ease' ? ({ algorithm, lambda: 2 } as const) : ({ algorithm } as const);
  const { recommend } = createRecommender(await train(interactionsOf(added), spec), { attributes: facts });
  const everything = recommend({ items: history, count: 99, explain: true });
  return { recommend, everything };
}

/** The cosine of what each item of the history adds. */
function cosineOf(list: Recommendations, history: readonly string[]) {
  const rowOf = (item: string) => {
    const because = list.items.find((entry) => entry.item === item)?.because ?? [];
    return history.map((id) => because.find((part) => part.item === id)?.share ?? 0);
  };
  return (item: string, other: string) => {
    const [row, against] = [rowOf(item), rowOf(other)];
    const product = sum(row.map((value, n) => value * (against[n] ?? 0)));
    const squares = sum(row.map((value) => value * value)) * sum(against.map((value) => value * value));
    return squares > 0 ? Math.max(0, product / Math.sqrt(squares)) : 0;
  };
}

function lossOf(best: readonly Recommendation[], kept: readonly Recommendation[]): number {
  const total = sum(best.map(({ score }) => score));
  return total === 0 ? 0 : (total - sum(kept.map(({ score }) => score))) / Math.abs(total);
}

describe('rearranged lists', () => {
  test.each(['cosine', 'ease'] as const)(
    'Diversity is maximal marginal relevance, and tells what it cost (%s).',
    async (algorithm) => {
      await fc.assert(
        fc.asyncProperty(additions(), anyHistory, anyStrength, anyCount, async (added, history, strength, count) => {
          const { recommend, everything } = await shelf(added, history, algorithm);
          fc.pre(everything.kind === 'personal');
          const list = recommend({ items: history, count, diversity: strength });
          const similarity = cosineOf(everything, history);
          const expected = plainlyArranged(everything.items, count, { diversity: { strength, similarity } });
          expect(items(list)).toEqual(expected.map(({ item }) => item));
          const plain = everything.items.slice(0, count);
          const meanOf = (best: readonly Recommendation[]) =>
            plainSimilarity(
              best.map(({ item }) => item),
              { strength, similarity },
            );
          expect(list.rearranged).toEqual({
            relevanceLoss: lossOf(plain, expected),
            similarity: { before: meanOf(plain), after: meanOf(expected) },
          });
        }),
        { numRuns: 60 },
      );
    },
  );

  test('Calibration keeps to the proportions of the history, and tells what it cost.', async () => {
    await fc.assert(
      fc.asyncProperty(additions(), anyHistory, anyStrength, anyCount, async (added, history, strength, count) => {
        const { recommend, everything } = await shelf(added, history, 'cosine');
        fc.pre(everything.kind === 'personal');
        const list = recommend({ items: history, count, calibration: { by: 'kind', strength } });
        const known = new Set(added.map(([, item]) => item));
        const calibration = { strength, history: history.filter((id) => known.has(id)), valuesOf };
        const expected = plainlyArranged(everything.items, count, { calibration });
        expect(items(list)).toEqual(expected.map(({ item }) => item));
        const plain = everything.items.slice(0, count);
        const distanceOf = (best: readonly Recommendation[]) =>
          plainDistance(
            best.map(({ item }) => item),
            calibration,
          );
        expect(list.rearranged).toEqual({
          relevanceLoss: lossOf(plain, expected),
          miscalibration: { before: distanceOf(plain), after: distanceOf(expected) },
        });
      }),
      { numRuns: 60 },
    );
  });
});
