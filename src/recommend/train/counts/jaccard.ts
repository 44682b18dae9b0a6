import { type AlgorithmEntry, defineAlgorithm } from '../algorithm.ts';
import { itemSums } from '../model-base.ts';
import { coOccurrence } from './co-occurrence.ts';
import { ones } from './factors.ts';
import { CUT, describeKept, keptOf, NEIGHBOURS } from './neighbour-options.ts';
import { trainNeighbours } from './train-neighbours.ts';
import { weighByUnion } from './weighing.ts';

/**
 * W[i][j] = n_ij / (n_i + n_j − n_ij), with n_ij users who have both: the share of those who have one that have both. Weights
 * do not count.
 *
 * Time Σ_u |items of u|², memory 12 bytes for each pair of user and item.
 */
export const jaccard: AlgorithmEntry = defineAlgorithm({
  name: 'jaccard',
  kind: 'neighbours',
  reads: 'pairs',
  summary: 'of the users who have either item the share who have both',
  paper: 'Jaccard 1912, "The distribution of the flora in the alpine zone"',
  options: { neighbours: NEIGHBOURS, cut: CUT },
  train(interactions, options, run) {
    const itemCount = interactions.items.length;
    const kept = keptOf(options, itemCount);
    const sums = coOccurrence(interactions, { user: ones(interactions.users.length), value: undefined });
    const weigher = weighByUnion(itemSums(interactions, 'binary', 1));
    const spec = { algorithm: 'jaccard', ...describeKept(kept, itemCount), weights: 'binary' };
    return trainNeighbours(interactions, { sums, weigher, kept, spec }, run);
  },
});
