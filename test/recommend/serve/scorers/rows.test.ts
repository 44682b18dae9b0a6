import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  createRecommender,
  type FactorModel,
  type HistoryItem,
  type Model,
  quantizeRows,
} from '../../../../src/recommend/index.ts';
import { type AlsObjective, train } from '../../../../src/recommend/train/index.ts';
import { type Addition, additions, asDense, asFactors, interactionsOf } from '../../fixtures.ts';
import { dot, inverseOf, rowsOf, timesVector, zeros } from '../../train/plain-linear-algebra.ts';

const history: fc.Arbitrary<HistoryItem[]> = fc.uniqueArray(
  fc.record({
    item: fc.constantFrom('tea', 'pot', 'cup', 'jug', '__proto__', 'unknown'),
    weight: fc.integer({ min: 1, max: 4 }),
  }),
  { minLength: 1, maxLength: 5, selector: ({ item }) => item },
);

async function modelOf(list: readonly Addition[], kind: 'dense' | 'factors', isShort: boolean): Promise<Model> {
  const interactions = interactionsOf(list);
  const model =
    kind === 'dense'
      ? asDense(await train(interactions, { algorithm: 'ease', lambda: 2 }))
      : asFactors(await train(interactions, { algorithm: 'ials', factors: 3, iterations: 3 }));
  return isShort ? quantizeRows(model) : model;
}

/** All rows as floats. */
function floatsOf({
  rows,
  scale,
  width,
}: {
  rows: ArrayLike<number>;
  scale?: Float32Array | undefined;
  width: number;
}) {
  return rowsOf(rows, width).map((row, n) => row.map((value) => value * (scale?.[n] ?? 1)));
}

function scoresOf(model: Model, items: readonly HistoryItem[]): Map<string, number> {
  const list = createRecommender(model).recommend({ items, repeats: 'allow', count: 100 });
  return new Map(list.kind === 'personal' ? list.items.map(({ item, score }) => [item, score]) : []);
}

describe('scoring by rows', () => {
  test('EASE scores are the history times the weights, of floats as of bytes.', async () => {
    await fc.assert(
      fc.asyncProperty(additions(), history, fc.boolean(), async (list, items, isShort) => {
        const model = asDense(await modelOf(list, 'dense', isShort));
        const weights = floatsOf({ rows: model.weights, scale: model.scale, width: model.items.length });
        const scores = scoresOf(model, items);
        model.items.forEach((candidate, j) => {
          const expected = items.reduce((sum, { item, weight = 1 }) => {
            const row = weights[model.items.indexOf(item)];
            return sum + weight * (row?.[j] ?? 0);
          }, 0);
          expect(scores.get(candidate) ?? 0).toBeCloseTo(expected, 9);
        });
      }),
      { numRuns: 40 },
    );
  });

  test('The shares of an item add up to its score, for every kind that has rows.', async () => {
    const kind = fc.constantFrom('dense' as const, 'factors' as const);
    await fc.assert(
      fc.asyncProperty(additions(), history, kind, fc.boolean(), async (list, items, which, isShort) => {
        const model = await modelOf(list, which, isShort);
        const answer = createRecommender(model).recommend({ items, repeats: 'allow', explain: true, count: 100 });
        if (answer.kind !== 'personal') return;
        for (const { score, because = [] } of answer.items) {
          expect(because.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(score, 9);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('A person is folded in by solving the equations of the objective.', async () => {
    const objective = fc.constantFrom<AlsObjective>('rendle', 'hu', 'implicit', 'spark');
    await fc.assert(
      fc.asyncProperty(additions(), history, objective, fc.boolean(), async (list, items, which, isShort) => {
        const spec = {
          algorithm: 'ials',
          factors: 3,
          iterations: 2,
          objective: which,
          alpha: 2,
          regularization: 0.3,
        } as const;
        const whole = asFactors(await train(interactionsOf(list), spec));
        const model = isShort ? quantizeRows(whole) : whole;
        const scores = scoresOf(model, items);
        const expected = plainScores(model, items, which);
        for (const [item, score] of scores) expect(score).toBeCloseTo(expected.get(item) ?? Number.NaN, 7);
      }),
      { numRuns: 60 },
    );
  });

  test('A history that leads to no single solution gives what is popular, and says so.', () => {
    const model: FactorModel = {
      kind: 'factors',
      spec: { algorithm: 'ials', objective: 'hu', alpha: 1, regularization: 0 },
      seed: 0,
      data: { users: 1, interactions: 1 },
      items: ['cup', 'pot'],
      popularity: Float32Array.of(2, 1),
      factors: 2,
      itemFactors: Float32Array.of(1, 1, 1, 1),
    };
    const list = createRecommender(model).recommend({ items: ['cup'] });
    expect(list).toMatchObject({ kind: 'popular', reason: 'no-neighbours' });
  });
});

/** The normal equations of Hu, Koren and Volinsky with the confidence of each objective, solved by Gauss and Jordan. */
function plainScores(model: FactorModel, items: readonly HistoryItem[], objective: AlsObjective): Map<string, number> {
  // Bytes are scored as the single-precision numbers that they stand for.
  const y = floatsOf({ rows: model.itemFactors, scale: model.scale, width: 3 }).map((row) => row.map(Math.fround));
  const entries = items.flatMap(({ item, weight = 1 }) => {
    const row = y[model.items.indexOf(item)];
    return row === undefined ? [] : [{ row, weight }];
  });
  const [alpha, lambda, alpha0] = [2, 0.3, 0.1];
  const isRendle = objective === 'rendle';
  const confidence = (weight: number) => (objective === 'implicit' ? alpha * weight - 1 : alpha * weight);
  const target = (weight: number) => (isRendle || objective === 'implicit' ? alpha * weight : 1 + alpha * weight);
  const scaled = { rendle: entries.length + alpha0 * y.length, hu: 1, implicit: 1, spark: entries.length }[objective];
  const matrix = zeros(3, 3).map((line, f) =>
    line.map((_, g) => {
      const all = y.reduce((sum, row) => sum + (isRendle ? alpha0 : 1) * (row[f] ?? 0) * (row[g] ?? 0), 0);
      const own = entries.reduce((sum, { row, weight }) => sum + confidence(weight) * (row[f] ?? 0) * (row[g] ?? 0), 0);
      return all + own + (f === g ? lambda * scaled : 0);
    }),
  );
  const b = [0, 1, 2].map((f) => entries.reduce((sum, { row, weight }) => sum + target(weight) * (row[f] ?? 0), 0));
  const x = timesVector(inverseOf(matrix), b);
  return new Map(model.items.map((item, n) => [item, dot(x, y[n] ?? [])]));
}
