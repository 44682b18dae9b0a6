// What fades: trending, and what people buy again. The half-life is 10 days everywhere, and the newest day is 20.
import { train } from '../train/index.ts';
import { EXACT, type KnownAnswer, SINGLE, scoreOf } from './known-answer.ts';
import { peopleOf } from './people.ts';

const halfLifeDays = 10;

/** ann buys tea on days 0 and 10; cup is bought on day 20. */
const rhythm = () =>
  peopleOf([
    ['ann', 'tea', 0],
    ['ann', 'tea', 10],
    ['ben', 'cup', 20],
  ]);

export const PURCHASE_ANSWERS: readonly KnownAnswer[] = [
  {
    // On day 0 two half-lives ago, on day 10 one: 2^-2 + 2^-1.
    name: 'trending: tea, bought two half-lives and one half-life ago',
    source: 'Cormode et al. 2009 (exponential decay): Σ 2^-(age / half-life)',
    expected: 0.75,
    within: EXACT,
    find: async () => (await train(rhythm(), { algorithm: 'trending', halfLifeDays })).popularity[1] ?? 0,
  },
  {
    // ann buys tea on days 0 and 20, pot on day 10: tea 2^-2 + 1 = 1.25. It trends most, which adds a millionth.
    name: 'buy-again: tea, bought two half-lives ago and today',
    source: 'Bhagat et al. 2018: Σ 2^-(age / half-life), and a millionth of what trends',
    expected: 1.250001,
    within: EXACT,
    async find() {
      const bought = peopleOf([
        ['ann', 'tea', 0],
        ['ann', 'pot', 10],
        ['ann', 'tea', 20],
      ]);
      return scoreOf(await train(bought, { algorithm: 'buy-again', halfLifeDays }), 'tea', { user: 'ann' });
    },
  },
  {
    // Sum 2^-2 + 2^-1 = 3/4. The cadence of tea is 10 days and 10 have gone: due 1 − 2^-1. Trend 3/4 of that of cup, in millionths.
    name: 'buy-again with cadence: tea is due by half',
    source: 'Bhagat et al. 2018; due = 1 − 2^-(days since the newest / median of gaps)',
    expected: 0.375_000_75,
    within: EXACT,
    async find() {
      const model = await train(rhythm(), { algorithm: 'buy-again', halfLifeDays, cadence: true });
      return scoreOf(model, 'tea', { user: 'ann' });
    },
  },
  {
    name: 'buy-again: tea is nothing to somebody who never bought it',
    source: 'only own items are candidates',
    expected: 0,
    within: 0,
    find: async () => scoreOf(await train(rhythm(), { algorithm: 'buy-again', halfLifeDays }), 'tea', { user: 'ben' }),
  },
  {
    name: 'trending from pairs: the newest time counts alone',
    source: 'each pair once, at its newest time: 2^-1',
    expected: 0.5,
    within: SINGLE,
    async find() {
      const { events: _, ...pairs } = rhythm();
      return (await train(pairs, { algorithm: 'trending', halfLifeDays })).popularity[1] ?? 0;
    },
  },
];
