// What measures: the hash that splits, and metrics of one list.
import { evaluate } from '../evaluate/evaluate.ts';
import { hash80 } from '../evaluate/protocols/hash80.ts';
import { train } from '../train/index.ts';
import { EXACT, type KnownAnswer } from './known-answer.ts';
import { peopleOf } from './people.ts';

/** Three people have cup, two pot, one tea, and xena mug: her list is cup, pot, tea. Afterwards she has cup and tea. */
async function measure(metric: string): Promise<number> {
  const before = peopleOf([
    ['ann', 'cup'],
    ['ben', 'cup'],
    ['cleo', 'cup'],
    ['ann', 'pot'],
    ['ben', 'pot'],
    ['ann', 'tea'],
    ['xena', 'mug'],
  ]);
  const after = peopleOf([
    ['xena', 'cup'],
    ['xena', 'tea'],
  ]);
  const model = await train(before, { algorithm: 'popularity' });
  return (await evaluate(model, after, { metrics: [metric] })).metrics[metric] ?? 0;
}

export const MEASURING_ANSWERS: readonly KnownAnswer[] = [
  {
    // 1·0x9E3779B1 + 1·0x85EBCA6B + 42·0xC2B2AE35 in 32 bits, mixed by the five steps, worked out with big integers.
    name: 'hash80 of user 1 and item 1',
    source: 'the definition of the protocol, in big integers',
    expected: 1_218_616_417,
    within: 0,
    find: () => hash80(1, 1),
  },
  {
    // Hits at ranks 1 and 3 of 2: (1 + 1/log2 4) / (1 + 1/log2 3), with log2 3 = 1.584962500721156.
    name: 'nDCG@3 with hits at ranks 1 and 3: 1.5 / 1.6309…',
    source: 'Järvelin & Kekäläinen 2002',
    expected: 0.919_720_789_148_187_6,
    within: EXACT,
    find: () => measure('ndcg@3'),
  },
  {
    name: 'MAP@3 of the same list: (1/1 + 2/3) / 2',
    source: 'the mean of the precision at each hit',
    expected: 5 / 6,
    within: EXACT,
    find: () => measure('map@3'),
  },
  {
    name: 'recall@2 of the same list: 1 of 2',
    source: 'hits / |T|',
    expected: 0.5,
    within: 0,
    find: () => measure('recall@2'),
  },
  {
    name: 'MRR@3 of the same list: the first',
    source: '1 / rank',
    expected: 1,
    within: 0,
    find: () => measure('mrr@3'),
  },
];
