import { type AlgorithmEntry, defineAlgorithm } from '../algorithm.ts';
import { coOccurrence } from './co-occurrence.ts';
import { givenValues, ones } from './factors.ts';
import { CUT, describeKept, keptOf, NEIGHBOURS, WEIGHTS } from './neighbour-options.ts';
import { trainNeighbours } from './train-neighbours.ts';
import { weighByProduct } from './weighing.ts';

/**
 * W[i][j] = Σ_u v[u,i] · v[u,j]: how many users had to do with both; with given weights the sum of the products.
 *
 * Time Σ_u |items of u|², memory 12 bytes for each pair of user and item.
 */
export const cooccurrence: AlgorithmEntry = defineAlgorithm({
  name: 'cooccurrence',
  kind: 'neighbours',
  reads: 'pairs',
  summary: 'how many users had to do with both items',
  paper: 'Linden, Smith, York 2003, "Amazon.com recommendations: item-to-item collaborative filtering"',
  options: { neighbours: NEIGHBOURS, cut: CUT, weights: WEIGHTS },
  train(interactions, options, run) {
    const itemCount = interactions.items.length;
    const kept = keptOf(options, itemCount);
    const sums = coOccurrence(interactions, {
      user: ones(interactions.users.length),
      value: givenValues(interactions, options.weights, 1),
    });
    const weigher = weighByProduct(ones(itemCount), ones(itemCount));
    const spec = { algorithm: 'cooccurrence', ...describeKept(kept, itemCount), weights: options.weights };
    return trainNeighbours(interactions, { sums, weigher, kept, spec }, run);
  },
});
