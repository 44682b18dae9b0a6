import type { Interactions, Model } from '../../recommend/index.ts';
import {
  ALGORITHM_TABLE,
  planTraining,
  refuseUnfit,
  shapeOf,
  type TrainingPlan,
  type TrainSpec,
  train,
} from '../../recommend/train/index.ts';
import { threadsFor, withKernelsOn } from '../commands/kernels-on-threads.ts';
import { pause, progressFor } from '../commands/read-input.ts';
import type { CliIo } from '../io.ts';

interface TrainingFlags {
  readonly seed?: number;
  readonly threads?: number;
  readonly json?: boolean;
  /** @defaultValue a plan for the training alone */
  readonly plan?: TrainingPlan;
}

/** Trains as `kindred train` does: refuses what does not fit, and reads single interactions only where the algorithm does. */
export async function trainShown(
  interactions: Interactions,
  spec: TrainSpec,
  { seed, threads, json, plan: given }: TrainingFlags,
  io: CliIo,
): Promise<Model> {
  const plan = given ?? planTraining(shapeOf(interactions), spec, { memoryBytes: io.memory() });
  refuseUnfit(plan, spec);
  const { events: _, ...pairs } = interactions;
  const learned = ALGORITHM_TABLE[spec.algorithm].reads === 'events' ? interactions : pairs;
  const progress = progressFor('Training', () => spec.algorithm, json === true, io);
  try {
    return await withKernelsOn(threadsFor(plan, threads), (kernels) =>
      train(learned, spec, {
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
