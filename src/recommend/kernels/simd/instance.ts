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
