import { breathe } from '../long-run.ts';
import { type AlgorithmEntry, defineAlgorithm } from './algorithm.ts';
import { WEIGHTS } from './counts/neighbour-options.ts';
import { modelBase } from './model-base.ts';

/**
 * How many users had to do with an item, or the sum of their weights: the list that is the same for everyone, and what any other
 * algorithm has to beat.
 *
 * Time and memory: one pass, 8 bytes for each item.
 */
export const popularity: AlgorithmEntry = defineAlgorithm({
  name: 'popularity',
  kind: 'popularity',
  reads: 'pairs',
  summary: 'how many users had to do with an item',
  paper:
    'Cremonesi, Koren, Turrin 2010, "Performance of recommender algorithms on top-N recommendation tasks" (TopPop)',
  options: { weights: WEIGHTS },
  async train(interactions, { weights }, run) {
    await breathe(run, interactions.items.length, interactions.items.length);
    return { kind: 'popularity', ...modelBase(interactions, { algorithm: 'popularity', weights }, run) };
  },
});
