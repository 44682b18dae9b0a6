import { type AlgorithmEntry, defineAlgorithm } from '../algorithm.ts';
import { itemSums } from '../model-base.ts';
import { coOccurrence } from './co-occurrence.ts';
import { givenValues, ones } from './factors.ts';
import { CUT, describeKept, keptOf, NEIGHBOURS, WEIGHTS } from './neighbour-options.ts';
import { trainNeighbours } from './train-neighbours.ts';
import { weighByProduct } from './weighing.ts';

/**
 * W[i][j] = Σ_u v[u,i] · v[u,j] / (‖i‖ · ‖j‖): the cosine between the columns of two items.
 *
 * Time Σ_u |items of u|², memory 12 bytes for each pair of user and item.
 */
export const cosine: AlgorithmEntry = defineAlgorithm({
  name: 'cosine',
  kind: 'neighbours',
  reads: 'pairs',
  summary: 'the cosine between the columns of two items',
  paper: 'Sarwar, Karypis, Konstan, Riedl 2001, "Item-based collaborative filtering recommendation algorithms"',
  options: { neighbours: NEIGHBOURS, cut: CUT, weights: WEIGHTS },
  train(interactions, options, run) {
    const itemCount = interactions.items.length;
    const kept = keptOf(options, itemCount);
    const sums = coOccurrence(interactions, {
      user: ones(interactions.users.length),
      value: givenValues(interactions, options.weights, 1),
    });
    const inverseLength = itemSums(interactions, options.weights, 2).map((sum) => 1 / Math.sqrt(sum));
    const weigher = weighByProduct(inverseLength, inverseLength);
    const spec = { algorithm: 'cosine', ...describeKept(kept, itemCount), weights: options.weights };
    return trainNeighbours(interactions, { sums, weigher, kept, spec }, run);
  },
});
