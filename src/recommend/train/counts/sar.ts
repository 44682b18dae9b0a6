import { itemSums } from '../model-base.ts';
import { fadedToNewest, HALF_LIFE_DAYS, newestTime } from '../times.ts';
import { type CountAlgorithm, defineCount } from './count-algorithm.ts';
import { ones } from './factors.ts';
import { weighByLift, weighByProduct, weighByUnion } from './weighing.ts';

/**
 * SAR, the simple algorithm for recommendation of Microsoft's recommenders: similarities of items times what somebody likes now.
 *
 *     s(u, j) = Σ_i A[u][i] · S[i][j]          A[u][i] = Σ_e weight(e) · 2^-((newest time of all − time(e)) / half-life)
 *
 * with n_ij users who have both, S is n_ij / (n_i + n_j − n_ij) (`jaccard`), n_ij / (n_i · n_j) (`lift`) or n_ij (`cooccurrence`); pairs with
 * n_ij below the threshold do not count. Weights are ratings or what else was given.
 *
 * Time Σ_u |items of u|², memory 12 bytes for each pair of user and item.
 */
export const sar: CountAlgorithm = defineCount({
  name: 'sar',
  reads: 'events',
  summary: 'similar items, weighed by what somebody likes now',
  paper:
    'Microsoft recommenders, "SAR: simple algorithm for recommendation"; Aggarwal 2016, "Recommender systems", section 2.3',
  options: {
    similarity: {
      kind: 'choice',
      default: 'jaccard',
      choices: ['jaccard', 'lift', 'cooccurrence'],
      help: 'how alike two items are',
      tries: ['jaccard', 'lift', 'cooccurrence'],
    },
    halfLifeDays: HALF_LIFE_DAYS,
    threshold: { kind: 'whole', default: 1, min: 1, max: 1_000_000, help: 'how many users must have both items' },
  },
  weights: () => 'given',
  check: (interactions) => void newestTime('sar', interactions),
  histories: (interactions, { halfLifeDays }) => fadedToNewest(interactions, halfLifeDays),
  share: () => ({ kind: 'together', factor: () => 1 }),
  weigher(interactions, { similarity, threshold }) {
    const sizes = itemSums(interactions, 'binary', 1);
    switch (similarity) {
      case 'jaccard':
        return weighByUnion(sizes, threshold);
      case 'lift':
        return weighByLift(sizes, threshold);
      case 'cooccurrence':
        return weighByProduct(ones(sizes.length), ones(sizes.length), threshold);
      default:
        return similarity satisfies never;
    }
  },
});
