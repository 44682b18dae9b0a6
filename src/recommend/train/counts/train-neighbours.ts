import type { Interactions, ModelSpec, NeighbourModel } from '../../index.ts';
import { modelBase } from '../model-base.ts';
import type { TrainOptions } from '../train.ts';
import { countNeighbours, type PairSums } from './engine.ts';
import type { Kept } from './neighbour-options.ts';
import type { Weigher } from './weighing.ts';

/** What makes the count engine an algorithm. */
export interface Counting {
  readonly sums: PairSums;
  readonly weigher: Weigher;
  readonly kept: Kept;
  /** As the manifest states it. */
  readonly spec: ModelSpec;
}

/** Runs the engine, and makes a model of what it counted. */
export async function trainNeighbours(
  interactions: Interactions,
  { sums, weigher, kept, spec }: Counting,
  run: TrainOptions,
): Promise<NeighbourModel> {
  const rows = await countNeighbours(interactions.items.length, sums, weigher, kept, run);
  return {
    kind: 'neighbours',
    ...modelBase(interactions, spec, run),
    neighbourStart: rows.start,
    neighbour: rows.neighbour,
    similarity: rows.similarity,
  };
}
