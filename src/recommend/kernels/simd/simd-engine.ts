import type { Engine } from '../engine.ts';
import { FIRST_OWN_WORD, HEAD_BYTES } from '../memory-plan.ts';
import type { DoTask } from '../plain/plain-tasks.ts';
import { instantiate } from './instance.ts';
import { allocate, isFit } from './memory.ts';

/** WebAssembly on the caller's thread. */
export function createSimdEngine(module: WebAssembly.Module): Engine {
  let memory: WebAssembly.Memory | undefined;
  let doTask: DoTask | undefined;
  return {
    name: 'simd',
    threads: 1,
    room(bytes) {
      if (memory === undefined || !isFit(memory, bytes)) {
        memory = allocate(bytes, false);
        doTask = instantiate(module, memory);
      }
      new Uint32Array(memory.buffer, 0, HEAD_BYTES / 4).fill(0, FIRST_OWN_WORD);
      return memory.buffer;
    },
    async run(task, count, work, progress) {
      for (let index = 0; index < count; index++) {
        doTask?.(task, index, 0);
        const turn = progress.did(work);
        if (turn !== undefined) await turn;
      }
    },
    stop: () => {
      memory = undefined;
      doTask = undefined;
    },
  };
}
