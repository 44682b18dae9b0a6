import { hash80 } from '../evaluate/protocols/hash80.ts';
import { createInteractions, createRecommender, type Interactions } from '../index.ts';
import { type TrainSpec, train } from '../train/index.ts';

/** One case of the self-test: an answer that was computed from the paper by hand, and what came out. */
export interface SelfTestCase {
  readonly name: string;
  readonly passed: boolean;
  readonly expected: number;
  readonly found: number;
}

interface KnownAnswer {
  readonly name: string;
  readonly expected: number;
  /** How far off it may be: model values are single precision. */
  readonly within: number;
  find(): number | Promise<number>;
}

/**
 * Three people: ann has tea and pot, ben tea, pot and cup, cleo cup. So tea and pot have 2 people in common, tea and cup 1, and each
 * item has 2.
 */
function threePeople(): Interactions {
  const interactions = createInteractions();
  for (const [user, item] of [
    ['ann', 'tea'],
    ['ann', 'pot'],
    ['ben', 'tea'],
    ['ben', 'pot'],
    ['ben', 'cup'],
    ['cleo', 'cup'],
  ] as const) {
    interactions.add(user, item, 1, 0);
  }
  return interactions.build();
}

/** What tea says about cup. */
async function teaToCup(spec: TrainSpec): Promise<number> {
  const { recommend } = createRecommender(await train(threePeople(), spec));
  return recommend({ items: ['tea'] }).items.find(({ item }) => item === 'cup')?.score ?? 0;
}

const EXACT = 1e-12;
const SINGLE = 1e-6;

const KNOWN_ANSWERS: readonly KnownAnswer[] = [
  {
    name: 'popularity: two people have tea',
    expected: 2,
    within: EXACT,
    find: async () => (await train(threePeople(), { algorithm: 'popularity' })).popularity[2] ?? 0,
  },
  {
    name: 'co-occurrence: one person has tea and cup',
    expected: 1,
    within: EXACT,
    find: () => teaToCup({ algorithm: 'cooccurrence' }),
  },
  {
    name: 'cosine: 1 / √(2 · 2)',
    expected: 0.5,
    within: SINGLE,
    find: () => teaToCup({ algorithm: 'cosine' }),
  },
  {
    name: 'Jaccard: 1 of 3 people',
    expected: 1 / 3,
    within: SINGLE,
    find: () => teaToCup({ algorithm: 'jaccard' }),
  },
  {
    name: 'RP3beta, alpha 1, beta 0: from tea to ben (1/2), from ben to cup (1/3)',
    expected: 1 / 6,
    within: SINGLE,
    find: () => teaToCup({ algorithm: 'rp3beta', alpha: 1, beta: 0 }),
  },
  {
    name: 'RP3beta, alpha 1, beta 1: the same, divided by the 2 people of cup',
    expected: 1 / 12,
    within: SINGLE,
    find: () => teaToCup({ algorithm: 'rp3beta', alpha: 1, beta: 1 }),
  },
  {
    // XᵀX + I = [[3,1,1],[1,3,2],[1,2,3]] for cup, pot, tea; its inverse has −1/13 at (tea, cup) and 5/13 at (cup, cup).
    name: 'EASE, lambda 1: 1/13 divided by 5/13',
    expected: 0.2,
    within: SINGLE,
    find: () => teaToCup({ algorithm: 'ease', lambda: 1 }),
  },
  {
    // 1·0x9E3779B1 + 1·0x85EBCA6B + 42·0xC2B2AE35 in 32 bits, mixed by the five steps, worked out with big integers.
    name: 'hash80 of user 1 and item 1',
    expected: 1_218_616_417,
    within: 0,
    find: () => hash80(1, 1),
  },
];

/**
 * Trains on a case so small that its answers can be computed from the papers by hand, and compares: whether this copy computes rightly on this
 * machine.
 *
 * @example
 * ```ts
 * import { selfTest } from 'kindred/recommend/evaluate';
 *
 * for (const { name, passed } of await selfTest()) if (!passed) console.error(name);
 * ```
 */
export async function selfTest(): Promise<readonly SelfTestCase[]> {
  const cases: SelfTestCase[] = [];
  for (const { name, expected, within, find } of KNOWN_ANSWERS) {
    const found = await find();
    cases.push({ name, expected, found, passed: Math.abs(found - expected) <= within });
  }
  return cases;
}
