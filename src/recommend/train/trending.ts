import { breathe } from '../long-run.ts';
import { type AlgorithmEntry, defineAlgorithm } from './algorithm.ts';
import { WEIGHTS } from './counts/neighbour-options.ts';
import { modelBase } from './model-base.ts';
import { decayedSums, HALF_LIFE_DAYS, newestTime, sumsByItem } from './times.ts';

/**
 * Popularity that fades: every single interaction counts 2^-(age / half-life), where the age is that at the newest interaction
 * of all. For a category, ask for the list with a `where`, which fills it to its length; for a segment of users, see
 * `trainSegments`.
 *
 * Time and memory: one pass, 8 bytes for each pair.
 */
export const trending: AlgorithmEntry = defineAlgorithm({
  name: 'trending',
  kind: 'popularity',
  reads: 'events',
  summary: 'popularity in which old interactions count less',
  paper: 'Cormode, Shkapenyuk, Srivastava, Xu 2009, "Forward decay" (exponential)',
  options: { halfLifeDays: HALF_LIFE_DAYS, weights: WEIGHTS },
  async train(interactions, options, run) {
    const sums = decayedSums(interactions, newestTime('trending', interactions), options);
    await breathe(run, interactions.items.length, interactions.items.length);
    const spec = { algorithm: 'trending', ...options };
    return { kind: 'popularity', ...modelBase(interactions, spec, run, sumsByItem(interactions, sums)) };
  },
});
