import type { DoTask } from '../plain/plain-tasks.ts';
import { decodeBase64 } from './base64.ts';
import { KERNELS_WASM, MEMORY_FLAGS_AT } from './kernels-wasm.ts';

/** Compiles the kernels; undefined where there is no WebAssembly with SIMD, or a policy forbids it (CSP: `wasm-unsafe-eval`). */
export async function compileKernels(isShared: boolean): Promise<WebAssembly.Module | undefined> {
  const bytes = decodeBase64(KERNELS_WASM);
  if (isShared) bytes[MEMORY_FLAGS_AT] = SHARED;
  try {
    return await WebAssembly.compile(bytes);
  } catch {
    return undefined;
  }
}

/** The flags of a memory that has a limit and is shared (the threads proposal of WebAssembly). */
const SHARED = 3;

/** The tasks over this memory. */
export function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): DoTask {
  const { run } = new WebAssembly.Instance(module, { env: { memory } }).exports;
  if (typeof run !== 'function') throw new TypeError('The kernels export no `run`.');
  return (task, index, thread) => {
    run(task, index, thread);
  };
}

/** Adds `count` rows to scores: where the addresses of the rows, their factors and the scores lie, how many columns there are, and 1 if all factors are 1. */
export type AddRowsAt = (
  rows: number,
  factors: number,
  count: number,
  scores: number,
  columns: number,
  areOnes: number,
) => void;

/** Sums of rows that lie in this memory. */
export function instantiateSums(module: WebAssembly.Module, memory: WebAssembly.Memory): AddRowsAt {
  const { addRows } = new WebAssembly.Instance(module, { env: { memory } }).exports;
  if (typeof addRows !== 'function') throw new TypeError('The kernels export no `addRows`.');
  return (...given) => {
    addRows(...given);
  };
}
