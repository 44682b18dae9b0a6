import type { Kernels } from '../kernels/kernels.ts';
import type { TrainOptions } from './train.ts';

/** Runs work on the kernels that the caller gave, or on some that are made for it and stopped afterwards. */
export async function withKernels<Result>(
  run: TrainOptions,
  work: (kernels: Kernels) => Promise<Result>,
): Promise<Result> {
  if (run.kernels !== undefined) return work(run.kernels);
  // Most algorithms only count: who trains those never loads the kernels.
  const { createKernels } = await import('../kernels/index.ts');
  const kernels = await createKernels();
  try {
    return await work(kernels);
  } finally {
    kernels.stop();
  }
}
