// VMIS-kNN on three sessions. T = 6 pairs of session and item, each item in 2 of the sessions.
import { type TrainSpec, train } from '../train/index.ts';
import { type KnownAnswer, scoreOf } from './known-answer.ts';
import { peopleOf } from './people.ts';

/** The oldest first: tea and pot, tea and cup, pot and cup. */
const threeSessions = () =>
  peopleOf([
    ['s1', 'tea', 1],
    ['s1', 'pot', 1],
    ['s2', 'tea', 2],
    ['s2', 'cup', 2],
    ['s3', 'pot', 3],
    ['s3', 'cup', 3],
  ]);

async function vmisSays(
  item: string,
  session: readonly string[],
  options: Partial<Omit<Extract<TrainSpec, { readonly algorithm: 'vmis' }>, 'algorithm'>> = {},
): Promise<number> {
  const model = await train(threeSessions(), { algorithm: 'vmis', idf: 2, ...options });
  return scoreOf(model, item, { session });
}

/** 1 + 2 · ln(6 / 2), with ln 3 = 1.098612288668110. */
const RARITY = 3.197_224_577_336_22;
const WITHIN = 1e-12;

export const SESSION_ANSWERS: readonly KnownAnswer[] = [
  {
    // |s| = 1, tea at distance 0. s2 shares tea: similarity 1 − 0/1 = 1, nearness 1 − 0.1 · (1 + 0) = 0.9.
    name: 'VMIS-kNN after tea: cup from one session, 0.9 · 1 · (1 + 2 ln 3)',
    source: 'Kersbergen et al. 2022',
    expected: 0.9 * RARITY,
    within: WITHIN,
    find: () => vmisSays('cup', ['tea']),
  },
  {
    // |s| = 2, tea at distance 0, pot at 1. s2 (tea): similarity 1, nearness 0.9. s3 (pot): similarity 1 − 1/2, nearness 0.8. 0.9 + 0.4.
    name: 'VMIS-kNN after pot and tea: cup from two sessions, (0.9 · 1 + 0.8 · 0.5) · (1 + 2 ln 3)',
    source: 'Kersbergen et al. 2022',
    expected: 1.3 * RARITY,
    within: WITHIN,
    find: () => vmisSays('cup', ['pot', 'tea']),
  },
  {
    // s1 has both, similarity 1.5, and is the nearest; it does not have cup.
    name: 'VMIS-kNN with one neighbour: the session that has both says nothing of cup',
    source: 'Kersbergen et al. 2022: of the m newest the k most similar',
    expected: 0,
    within: 0,
    find: () => vmisSays('cup', ['pot', 'tea'], { nearest: 1 }),
  },
  {
    // Of the sessions with pot or tea only the newest is met: s3, by pot alone: similarity 0.5, nearness 0.8.
    name: 'VMIS-kNN among the newest session alone: 0.8 · 0.5 · (1 + 2 ln 3)',
    source: 'Kersbergen et al. 2022: the m newest',
    expected: 0.4 * RARITY,
    within: WITHIN,
    find: () => vmisSays('cup', ['pot', 'tea'], { recent: 1 }),
  },
  {
    name: 'VMIS-kNN: the item clicked last stays away',
    source: "the policy of Serenade's figures",
    expected: 0,
    within: 0,
    find: () => vmisSays('tea', ['pot', 'tea']),
  },
];
