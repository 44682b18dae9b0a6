import { itemSums } from '../model-base.ts';
import { type CountAlgorithm, defineCount } from './count-algorithm.ts';
import { givenValues } from './factors.ts';
import { WEIGHTS } from './neighbour-options.ts';
import { weighByProduct } from './weighing.ts';

/**
 * W[i][j] = Σ_u v[u,i] · v[u,j] / (‖i‖ · ‖j‖): the cosine between the columns of two items.
 *
 * Time Σ_u |items of u|², memory 12 bytes for each pair of user and item.
 */
export const cosine: CountAlgorithm = defineCount({
  name: 'cosine',
  reads: 'pairs',
  summary: 'the cosine between the columns of two items',
  paper: 'Sarwar, Karypis, Konstan, Riedl 2001, "Item-based collaborative filtering recommendation algorithms"',
  options: { weights: WEIGHTS },
  weights: ({ weights }) => weights,
  share: (interactions, { weights }) => ({
    kind: 'together',
    factor: () => 1,
    ...givenValues(interactions, weights, 1),
  }),
  weigher(interactions, { weights }) {
    const inverseLength = itemSums(interactions, weights, 2).map((sum) => 1 / Math.sqrt(sum));
    return weighByProduct(inverseLength, inverseLength);
  },
});
