// EASE, iALS, folding in, and rows of bytes.
import {
  createInteractions,
  type DenseModel,
  type FactorModel,
  foldIn,
  type ModelSpec,
  quantizeRows,
  similarItems,
} from '../index.ts';
import { type TrainSpec, train } from '../train/index.ts';
import { EXACT, type KnownAnswer, SINGLE, scoreOf } from './known-answer.ts';
import { threePeople } from './people.ts';

const NOBODY = { seed: 0, data: { users: 0, interactions: 0 } };

/** One factor each: pot has 2, tea 1. */
function lengths(objective: ModelSpec): FactorModel {
  const items = ['pot', 'tea'];
  const spec: ModelSpec = { ...objective, algorithm: 'ials', weights: 'binary' };
  const rows = { factors: 1, itemFactors: Float32Array.of(2, 1) };
  return { kind: 'factors', ...NOBODY, spec, items, popularity: new Float32Array(2), ...rows };
}

const HU: ModelSpec = { algorithm: 'ials', objective: 'hu', alpha: 1, regularization: 1 };

/** tea speaks for cup by 1.27 and for pot by 0.0151. */
function weights(): DenseModel {
  const rows = Float32Array.of(0, 0, 0, 0, 0, 0, 1.27, 0.0151, 0);
  const model = { ...NOBODY, spec: { algorithm: 'ease' }, popularity: new Float32Array(3) };
  return { kind: 'dense', ...model, items: ['cup', 'pot', 'tea'], weights: rows };
}

type IalsOptions = Partial<Omit<Extract<TrainSpec, { readonly algorithm: 'ials' }>, 'algorithm'>>;

/**
 * Everybody has everything: `size` users, `size` items, one factor. In the minimum all factors of users are one x and all of items
 * one y, up to their common sign, and x · y is what is predicted for every pair.
 */
async function prediction(size: number, options: IalsOptions): Promise<number> {
  const all = createInteractions();
  for (let user = 0; user < size; user++) for (let item = 0; item < size; item++) all.add(`u${user}`, `i${item}`);
  const model = await train(all.build(), { algorithm: 'ials', factors: 1, iterations: 60, ...options });
  return scoreOf(model, 'i0', { user: 'u0', repeats: 'allow' });
}

export const ROW_ANSWERS: readonly KnownAnswer[] = [
  {
    // XᵀX + I = [[3,1,1],[1,3,2],[1,2,3]] for cup, pot, tea; its inverse has −1/13 at (tea, cup) and 5/13 at (cup, cup).
    name: 'EASE, lambda 1: 1/13 divided by 5/13',
    source: 'Steck 2019: B_ij = −P_ij / P_jj, P = (XᵀX + λI)⁻¹',
    expected: 0.2,
    within: SINGLE,
    find: async () => scoreOf(await train(threePeople(), { algorithm: 'ease', lambda: 1 }), 'cup', { items: ['tea'] }),
  },
  {
    // Where the gradient is zero, x((1 + α)y² + λ) = (1 + α)y, and the same with x and y exchanged: xy = 1 − λ/(1 + α) = 1 − 1/2.
    name: 'iALS, hu: one person, one item, alpha 1, lambda 1',
    source: 'Hu, Koren & Volinsky 2008, the minimum of the loss',
    expected: 0.5,
    within: SINGLE,
    find: () => prediction(1, { objective: 'hu', alpha: 1, regularization: 1 }),
  },
  {
    // Two entries in each row: x(2(1 + α)y² + λ) = 2(1 + α)y, so xy = 1 − λ/(2(1 + α)) = 1 − 1/4.
    name: 'iALS, hu: two people, two items, all pairs',
    source: 'Hu, Koren & Volinsky 2008, the minimum of the loss',
    expected: 0.75,
    within: SINGLE,
    find: () => prediction(2, { objective: 'hu', alpha: 1, regularization: 1 }),
  },
  {
    // c = αv: xy = 1 − λ/α = 1 − 1/10.
    name: 'iALS, implicit: one person, one item, alpha 10, regularization 1',
    source: 'implicit (the library): confidence αv in place of 1 + αv',
    expected: 0.9,
    within: SINGLE,
    find: () => prediction(1, { objective: 'implicit', alpha: 10, regularization: 1 }),
  },
  {
    // The regularization counts once for each of the 2 entries: xy = 1 − 2λ/(2(1 + α)) = 1 − 1/2.
    name: 'iALS, spark: two people, two items, all pairs',
    source: 'Apache Spark ALS: λ times the entries of the row',
    expected: 0.5,
    within: SINGLE,
    find: () => prediction(2, { objective: 'spark', alpha: 1, regularization: 1 }),
  },
  {
    // x((α₀ + α)y² + λ(1 + α₀)) = αy, so xy = (α − λ(1 + α₀)) / (α + α₀) = (1 − 0.1 · 1.1) / 1.1.
    name: 'iALS, rendle: one person, one item, alpha 1, unobserved weight .1, lambda .1, exponent 1',
    source: 'Rendle et al. 2021: λ(n + α₀·others)^ν',
    expected: 0.89 / 1.1,
    within: SINGLE,
    find: () => prediction(1, { objective: 'rendle', alpha: 1, unobservedWeight: 0.1, regularization: 0.1 }),
  },
  {
    // YᵀY = 4 + 1. One entry, tea: x = (1 + α) · 1 / (5 + α · 1 + λ) = 2/7.
    name: 'fold-in, hu: somebody who has tea',
    source: 'Hu, Koren & Volinsky 2008: x = (YᵀCY + λI)⁻¹YᵀCp',
    expected: 2 / 7,
    within: SINGLE,
    find: () => foldIn(lengths(HU), { complete: true, items: ['tea'] })[0] ?? 0,
  },
  {
    // α₀YᵀY = 0.5 · 5; x = 1 / (2.5 + 1 + λ · (1 + 0.5 · 2)) = 1 / 5.5.
    name: 'fold-in, rendle: the same',
    source: 'Rendle et al. 2021',
    expected: 1 / 5.5,
    within: SINGLE,
    find() {
      const objective = { ...HU, objective: 'rendle', unobservedWeight: 0.5, regularizationExponent: 1 };
      return foldIn(lengths(objective), { complete: true, items: ['tea'] })[0] ?? 0;
    },
  },
  {
    name: 'iALS: the score of pot after tea is 2 times 2/7',
    source: 'the product of the factors',
    expected: 4 / 7,
    within: EXACT,
    find: () => scoreOf(lengths(HU), 'pot', { items: ['tea'] }),
  },
  {
    name: 'iALS: pot and tea point the same way',
    source: 'the cosine of 2 and 1',
    expected: 1,
    within: SINGLE,
    find: () => similarItems(lengths(HU), 'tea')[0]?.similarity ?? 0,
  },
  {
    // The largest of the row is 127 steps: a step is 1.27 / 127 = 0.01. 0.0151 is 1.51 steps, and so 2 of them.
    name: 'rows of bytes: 0.0151 beside 1.27 becomes two steps of 0.01',
    source: 'symmetric quantization, a scale for each row',
    expected: 0.02,
    within: 1e-8,
    find: () => scoreOf(quantizeRows(weights()), 'pot', { items: ['tea'] }),
  },
  {
    name: 'rows of bytes: the largest of a row stays as it is',
    source: '127 steps of 1.27 / 127',
    expected: 1.27,
    within: SINGLE,
    find: () => scoreOf(quantizeRows(weights()), 'cup', { items: ['tea'] }),
  },
];
