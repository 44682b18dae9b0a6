import { itemSums } from '../model-base.ts';
import { type CountAlgorithm, defineCount } from './count-algorithm.ts';
import { weighByUnion } from './weighing.ts';

/**
 * W[i][j] = n_ij / (n_i + n_j − n_ij), with n_ij users who have both: the share of those who have one that have both. Weights
 * do not count.
 *
 * Time Σ_u |items of u|², memory 12 bytes for each pair of user and item.
 */
export const jaccard: CountAlgorithm = defineCount({
  name: 'jaccard',
  reads: 'pairs',
  summary: 'of the users who have either item the share who have both',
  paper: 'Jaccard 1912, "The distribution of the flora in the alpine zone"',
  options: {},
  weights: () => 'binary',
  share: () => ({ kind: 'together', factor: () => 1 }),
  weigher: (interactions) => weighByUnion(itemSums(interactions, 'binary', 1)),
});
