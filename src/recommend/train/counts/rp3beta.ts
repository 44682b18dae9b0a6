import { type AlgorithmEntry, defineAlgorithm } from '../algorithm.ts';
import { itemSums, userSums } from '../model-base.ts';
import { coOccurrence } from './co-occurrence.ts';
import { givenValues, toSteps } from './factors.ts';
import { CUT, describeKept, keptOf, NEIGHBOURS, WEIGHTS } from './neighbour-options.ts';
import { trainNeighbours } from './train-neighbours.ts';
import { weighByProduct } from './weighing.ts';

/**
 * RP3beta: the chance of a walk item → user → item, each transition to the power of alpha, divided by the popularity of the item
 * reached to the power of beta. With v = weight^alpha the transitions factor out:
 *
 *     W[i][j] = (Σ_u r[u,i])^-alpha · (Σ_u r[u,j])^-beta · Σ_u (Σ_k r[u,k])^-alpha · r[u,i]^alpha · r[u,j]^alpha
 *
 * The factors of users are rounded to steps of 2^-36, so that their sums are exact, whatever their order.
 *
 * Time Σ_u |items of u|², memory 12 bytes for each pair of user and item.
 */
export const rp3beta: AlgorithmEntry = defineAlgorithm({
  name: 'rp3beta',
  kind: 'neighbours',
  reads: 'pairs',
  summary: 'a walk from item to user to item, with popular items held back',
  paper: 'Paudel, Christoffel, Newell, Bernstein 2017, "Updatable, accurate, diverse, and scalable recommendations"',
  options: {
    alpha: {
      kind: 'number',
      default: 0.8,
      min: 0,
      max: 10,
      help: 'power of each step',
      tries: [0.4, 0.6, 0.7, 0.8, 0.9, 1, 1.2],
    },
    beta: {
      kind: 'number',
      default: 0.3,
      min: 0,
      max: 10,
      help: 'how strongly popular items are held back',
      tries: [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6],
    },
    neighbours: NEIGHBOURS,
    cut: CUT,
    weights: WEIGHTS,
  },
  train(interactions, options, run) {
    const { alpha, beta, weights } = options;
    const itemCount = interactions.items.length;
    const kept = keptOf(options, itemCount);
    const popularity = itemSums(interactions, weights, 1);
    const sums = coOccurrence(interactions, {
      user: userSums(interactions, weights).map((sum) =>
        weights === 'binary' ? toSteps(sum ** -alpha) : sum ** -alpha,
      ),
      value: givenValues(interactions, weights, alpha),
    });
    const weigher = weighByProduct(
      popularity.map((sum) => sum ** -alpha),
      popularity.map((sum) => sum ** -beta),
    );
    const spec = { algorithm: 'rp3beta', alpha, beta, ...describeKept(kept, itemCount), weights };
    return trainNeighbours(interactions, { sums, weigher, kept, spec }, run);
  },
});
