import type { Engine } from '../engine.ts';
import { FIRST_OWN_WORD, HEAD_BYTES } from '../memory-plan.ts';
import type { DoTask } from '../plain/plain-tasks.ts';
import { instantiate, MOST_PAGES } from './instance.ts';

const PAGE = 65_536;

/** WebAssembly on the caller's thread. */
export function createSimdEngine(module: WebAssembly.Module): Engine {
  let memory: WebAssembly.Memory | undefined;
  let doTask: DoTask | undefined;
  return {
    name: 'simd',
    threads: 1,
    room(bytes) {
      const pages = Math.ceil(bytes / PAGE);
      if (memory === undefined || !isFit(memory.buffer.byteLength / PAGE, pages)) {
        memory = new WebAssembly.Memory({ initial: pages, maximum: MOST_PAGES });
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

/** A memory is kept for the next call, unless it is too small, or much too large. */
export function isFit(pages: number, wanted: number): boolean {
  return pages >= wanted && pages <= Math.max(4 * wanted, SMALL_PAGES);
}

/** 64 MiB. */
const SMALL_PAGES = 1024;
