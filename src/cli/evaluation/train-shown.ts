import type { Interactions, Model } from '../../recommend/index.ts';
import {
  ALGORITHM_TABLE,
  planTraining,
  refuseUnfit,
  shapeOf,
  type TrainSpec,
  train,
} from '../../recommend/train/index.ts';
import { withKernelsOn } from '../commands/kernels-on-threads.ts';
import { pause, progressFor } from '../commands/read-input.ts';
import type { CliIo } from '../io.ts';

interface TrainingFlags {
  readonly seed?: number;
  readonly threads?: number;
  readonly json?: boolean;
}

/** Trains as `kindred train` does: refuses what does not fit, and reads single interactions only where the algorithm does. */
export async function trainShown(
  interactions: Interactions,
  spec: TrainSpec,
  { seed, threads, json }: TrainingFlags,
  io: CliIo,
): Promise<Model> {
  refuseUnfit(planTraining(shapeOf(interactions), spec, { memoryBytes: io.memory() }), spec);
  const { events: _, ...pairs } = interactions;
  const given = ALGORITHM_TABLE[spec.algorithm].reads === 'events' ? interactions : pairs;
  const progress = progressFor('Training', () => spec.algorithm, json === true, io);
  try {
    return await withKernelsOn(threads, (kernels) =>
      train(given, spec, {
        ...(seed !== undefined && { seed }),
        ...(kernels && { kernels }),
        signal: io.signal,
        onProgress: progress.update,
        pause,
      }),
    );
  } finally {
    progress.clear();
  }
}
