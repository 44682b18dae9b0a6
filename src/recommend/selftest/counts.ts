// What counts give: neighbours, popularity. Each answer is worked out at its place.
import { type TrainSpec, train } from '../train/index.ts';
import { EXACT, type KnownAnswer, SINGLE, scoreOf } from './known-answer.ts';
import { dayMs, peopleOf, threePeople } from './people.ts';

/** What tea says about cup. */
async function teaToCup(spec: TrainSpec): Promise<number> {
  return scoreOf(await train(threePeople(), spec), 'cup', { items: ['tea'] });
}

/** ann clicks tea, pot, cup, and ben tea, cup; each a day apart. */
const inOrder = () =>
  peopleOf([
    ['ann', 'tea', 1],
    ['ann', 'pot', 2],
    ['ann', 'cup', 3],
    ['ben', 'tea', 1],
    ['ben', 'cup', 2],
  ]);

async function rulesSay(item: string, session: readonly string[]): Promise<number> {
  const model = await train(inOrder(), { algorithm: 'sequential-rules', window: 10, step: 'reciprocal' });
  return scoreOf(model, item, { session });
}

async function sarSays(similarity: 'jaccard' | 'lift'): Promise<number> {
  const model = await train(threePeople(30), { algorithm: 'sar', similarity, halfLifeDays: 30 });
  return scoreOf(model, 'cup', { items: [{ item: 'tea', weight: 4, timeMs: dayMs(0) }] });
}

export const COUNT_ANSWERS: readonly KnownAnswer[] = [
  {
    name: 'popularity: two people have tea',
    source: 'counted',
    expected: 2,
    within: EXACT,
    find: async () => (await train(threePeople(), { algorithm: 'popularity' })).popularity[2] ?? 0,
  },
  {
    name: 'co-occurrence: one person has tea and cup',
    source: 'counted',
    expected: 1,
    within: EXACT,
    find: () => teaToCup({ algorithm: 'cooccurrence' }),
  },
  {
    name: 'cosine: 1 / √(2 · 2)',
    source: 'Sarwar et al. 2001: 1 person has both; each item is a column of two ones, of length √2',
    expected: 0.5,
    within: SINGLE,
    find: () => teaToCup({ algorithm: 'cosine' }),
  },
  {
    name: 'Jaccard: 1 of 3 people',
    source: 'n_ij / (n_i + n_j − n_ij) = 1 / (2 + 2 − 1)',
    expected: 1 / 3,
    within: SINGLE,
    find: () => teaToCup({ algorithm: 'jaccard' }),
  },
  {
    name: 'RP3beta, alpha 1, beta 0: from tea to ben (1/2), from ben to cup (1/3)',
    source: 'Paudel et al. 2017: P_iu · P_uj, summed over the one person who has both',
    expected: 1 / 6,
    within: SINGLE,
    find: () => teaToCup({ algorithm: 'rp3beta', alpha: 1, beta: 0 }),
  },
  {
    name: 'RP3beta, alpha 1, beta 1: the same, divided by the 2 people of cup',
    source: 'Paudel et al. 2017: P_iu · P_uj / n_j^beta',
    expected: 1 / 12,
    within: SINGLE,
    find: () => teaToCup({ algorithm: 'rp3beta', alpha: 1, beta: 1 }),
  },
  {
    // Affinity to tea: rated 4, and one half-life before the newest of all: 4 · 2^-1 = 2. Jaccard of tea and cup: 1/3. 2 · 1/3.
    name: 'SAR, Jaccard: a rating of 4, one half-life old, times 1/3',
    source: 'Microsoft recommenders, SAR: Σ rating · 2^-(age / half-life) · S',
    expected: 2 / 3,
    within: SINGLE,
    find: () => sarSays('jaccard'),
  },
  {
    // Lift of tea and cup: n_ij / (n_i · n_j) = 1 / (2 · 2). The affinity is 2, as above.
    name: 'SAR, lift: the same, times 1 / (2 · 2)',
    source: 'Microsoft recommenders, SAR: S = n_ij / (n_i · n_j)',
    expected: 0.5,
    within: SINGLE,
    find: () => sarSays('lift'),
  },
  {
    // tea → cup: two places apart for ann (1/2), one for ben (1): 3/2.
    name: 'sequential rules: cup follows tea, once 2 places later and once the next',
    source: 'Ludewig & Jannach 2018 (SR): Σ 1/distance',
    expected: 1.5,
    within: SINGLE,
    find: () => rulesSay('cup', ['tea']),
  },
  {
    // pot → cup: 1, and pot is the newest: weight 1. tea → cup: 3/2, one place further back: weight 1/2. 1 + 3/4.
    name: 'sequential rules: after tea and pot, tea counts half',
    source: 'Ludewig & Jannach 2018 (SR), over the history with 1/distance',
    expected: 1.75,
    within: SINGLE,
    find: () => rulesSay('cup', ['tea', 'pot']),
  },
  {
    name: 'sequential rules: nothing follows cup',
    source: 'Ludewig & Jannach 2018 (SR): rules are directed',
    expected: 0,
    within: 0,
    find: () => rulesSay('tea', ['cup']),
  },
];
