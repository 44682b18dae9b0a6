import { type AlgorithmEntry, defineAlgorithm } from '../algorithm.ts';
import { itemSums } from '../model-base.ts';
import { HALF_LIFE_DAYS, newestTime } from '../times.ts';
import { coOccurrence } from './co-occurrence.ts';
import { ones } from './factors.ts';
import { CUT, describeKept, keptOf, NEIGHBOURS } from './neighbour-options.ts';
import { trainNeighbours } from './train-neighbours.ts';
import { weighByLift, weighByProduct, weighByUnion } from './weighing.ts';

/**
 * SAR, the simple algorithm for recommendation of Microsoft's recommenders: similarities of items times what somebody likes now.
 *
 *     s(u, j) = Σ_i A[u][i] · S[i][j]          A[u][i] = weight · 2^-((newest time of all − time) / half-life)
 *
 * with n_ij users who have both, S is n_ij / (n_i + n_j − n_ij) (`jaccard`), n_ij / (n_i · n_j) (`lift`) or n_ij (`cooccurrence`); pairs with
 * n_ij below the threshold do not count. Weights are ratings or what else was given.
 *
 * Time Σ_u |items of u|², memory 12 bytes for each pair of user and item.
 */
export const sar: AlgorithmEntry = defineAlgorithm({
  name: 'sar',
  kind: 'neighbours',
  reads: 'pairs',
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
    neighbours: { ...NEIGHBOURS, default: 'auto' },
    cut: CUT,
  },
  train(interactions, options, run) {
    const { similarity, halfLifeDays, threshold } = options;
    newestTime('sar', interactions);
    const itemCount = interactions.items.length;
    const kept = keptOf(options, itemCount);
    const sums = coOccurrence(interactions, { user: ones(interactions.users.length), value: undefined });
    const sizes = itemSums(interactions, 'binary', 1);
    const weigher = {
      jaccard: () => weighByUnion(sizes, threshold),
      lift: () => weighByLift(sizes, threshold),
      cooccurrence: () => weighByProduct(ones(itemCount), ones(itemCount), threshold),
    }[similarity]();
    const kind = { algorithm: 'sar', similarity, halfLifeDays, threshold };
    const spec = { ...kind, ...describeKept(kept, itemCount), weights: 'given' };
    return trainNeighbours(interactions, { sums, weigher, kept, spec }, run);
  },
});
