import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Kernels } from '../../recommend/kernels/index.ts';
import type { TrainingPlan } from '../../recommend/train/index.ts';

/** How many threads to train on: as many as were asked for, or all that there are where the plan is for threads. */
export function threadsFor({ place }: TrainingPlan, threads: number | undefined): number {
  return threads ?? (place === 'threads' ? availableParallelism() : 1);
}

/** Does work with kernels on so many threads, and ends them; on one thread training makes its own, if it needs any. */
export async function withKernelsOn<Result>(
  threads: number | undefined,
  work: (kernels: Kernels | undefined) => Promise<Result>,
): Promise<Result> {
  if (threads === undefined || threads === 1) return work(undefined);
  const { createKernels } = await import('../../recommend/kernels/index.ts');
  const kernels = await createKernels({
    threads: Math.min(threads, MOST_THREADS),
    startThread: (script) => new Worker(script, { eval: true }),
  });
  try {
    return await work(kernels);
  } finally {
    kernels.stop();
  }
}

/** What kernels take. */
const MOST_THREADS = 64;
