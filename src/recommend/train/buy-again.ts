import { breathe } from '../long-run.ts';
import { type AlgorithmEntry, defineAlgorithm } from './algorithm.ts';
import { cadenceDays } from './cadence.ts';
import { WEIGHTS } from './counts/neighbour-options.ts';
import { modelBase } from './model-base.ts';
import { decayedSums, HALF_LIFE_DAYS, newestTime, sumsByItem } from './times.ts';

/**
 * What people buy again: of their own items those that they bought often and lately. An interaction counts 2^-(age / half-life); equal
 * sums, such as those of one basket, are told apart by what is trending.
 *
 *     s(i) = due(i) · Σ_e 2^-(age(e) / H) + trend(i) / (max trend · 10^6)
 *     due(i) = 1 − 2^-(days since the newest / cadence(i))     with `cadence`, otherwise 1
 *
 * The cadence of an item is the median of days between two purchases of it by one person (compare Anderson, Kumar, Tomkins,
 * Vassilvitskii 2014, "The dynamics of repeat consumption", and Bhagat et al. 2018, "Buy it again": both find that recency and an
 * item's own rhythm carry most of it).
 *
 * The model keeps the sums in place of the weights of its histories.
 *
 * Time: one pass, and sorting the gaps of each item. Memory: 16 bytes for each pair.
 */
export const buyAgain: AlgorithmEntry = defineAlgorithm({
  name: 'buy-again',
  kind: 'repurchase',
  reads: 'events',
  summary: 'what people bought often and lately, of their own items',
  paper: 'Bhagat, Muralidharan, Lobzhanidze, Vishwanath 2018, "Buy it again: modeling repeat purchase recommendations"',
  options: {
    halfLifeDays: HALF_LIFE_DAYS,
    cadence: {
      kind: 'flag',
      default: false,
      help: 'hold back what was bought less than its usual interval ago',
      tries: [false, true],
    },
    weights: WEIGHTS,
  },
  async train(interactions, options, run) {
    const sums = decayedSums(interactions, newestTime('buy-again', interactions), options);
    await breathe(run, 1, 2);
    const { weights, ...stated } = options;
    const spec = { algorithm: 'buy-again', ...stated, counted: weights, weights: 'given' };
    const model = modelBase(interactions, spec, run, sumsByItem(interactions, sums));
    const cadence = cadenceDays(interactions);
    await breathe(run, 2, 2);
    const { events: _, ...pairs } = interactions;
    return { kind: 'repurchase', ...model, cadence, histories: { ...pairs, weight: Float32Array.from(sums) } };
  },
});
