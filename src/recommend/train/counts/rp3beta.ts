import { powerOf } from '../../portable-math.ts';
import { itemSums, userSums } from '../model-base.ts';
import { type CountAlgorithm, defineCount } from './count-algorithm.ts';
import { givenValues, toSteps } from './factors.ts';
import { WEIGHTS } from './neighbour-options.ts';
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
export const rp3beta: CountAlgorithm = defineCount({
  name: 'rp3beta',
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
    weights: WEIGHTS,
  },
  weights: ({ weights }) => weights,
  share(interactions, { alpha, weights }) {
    const sums = userSums(interactions, weights);
    const factor = (user: number) => powerOf(sums[user] ?? 1, -alpha);
    return {
      kind: 'together',
      factor: weights === 'binary' ? (user) => toSteps(factor(user)) : factor,
      ...givenValues(interactions, weights, alpha),
    };
  },
  weigher(interactions, { alpha, beta, weights }) {
    const popularity = itemSums(interactions, weights, 1);
    // Of some items nothing is counted, where histories are limited.
    const toPower = (exponent: number) => popularity.map((sum) => (sum === 0 ? 0 : powerOf(sum, exponent)));
    return weighByProduct(toPower(-alpha), toPower(-beta));
  },
});
