// @ts-check
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { createKernels } from 'kindred/recommend/kernels';

/** Kernels on one thread and, where there are more, on all. */
export async function ourKernels() {
  const startThread = (/** @type {string} */ script) => new Worker(script, { eval: true });
  const all = availableParallelism();
  const one = { name: 'kindred, 1 thread', kernels: await createKernels({ only: 'simd' }) };
  if (all === 1) return [one];
  return [one, { name: `kindred, ${all} threads`, kernels: await createKernels({ threads: all, startThread }) }];
}
