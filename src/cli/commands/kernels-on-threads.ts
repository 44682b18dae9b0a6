import { Worker } from 'node:worker_threads';
import type { Kernels } from '../../recommend/kernels/index.ts';

/** Does work with kernels on so many threads, and ends them; on one thread training makes its own, if it needs any. */
export async function withKernelsOn<Result>(
  threads: number | undefined,
  work: (kernels: Kernels | undefined) => Promise<Result>,
): Promise<Result> {
  if (threads === undefined || threads === 1) return work(undefined);
  const { createKernels } = await import('../../recommend/kernels/index.ts');
  const kernels = await createKernels({ threads, startThread: (script) => new Worker(script, { eval: true }) });
  try {
    return await work(kernels);
  } finally {
    kernels.stop();
  }
}
