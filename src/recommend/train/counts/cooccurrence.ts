import { type CountAlgorithm, defineCount } from './count-algorithm.ts';
import { givenValues, ones } from './factors.ts';
import { WEIGHTS } from './neighbour-options.ts';
import { weighByProduct } from './weighing.ts';

/**
 * W[i][j] = Σ_u v[u,i] · v[u,j]: how many users had to do with both; with given weights the sum of the products.
 *
 * Time Σ_u |items of u|², memory 12 bytes for each pair of user and item.
 */
export const cooccurrence: CountAlgorithm = defineCount({
  name: 'cooccurrence',
  reads: 'pairs',
  summary: 'how many users had to do with both items',
  paper: 'Linden, Smith, York 2003, "Amazon.com recommendations: item-to-item collaborative filtering"',
  options: { weights: WEIGHTS },
  weights: ({ weights }) => weights,
  share: (interactions, { weights }) => ({
    kind: 'together',
    factor: () => 1,
    ...givenValues(interactions, weights, 1),
  }),
  weigher: ({ items }) => weighByProduct(ones(items.length), ones(items.length)),
});
