import type { Engine } from '../engine.ts';
import { FIRST_OWN_WORD, HEAD_BYTES } from '../memory-plan.ts';
import type { DoTask } from '../plain/plain-tasks.ts';
import { instantiate } from './instance.ts';
import { allocate, isFit } from './memory.ts';
import { type KernelThread, type StartThread, THREAD_SCRIPT, type ThreadOrder } from './thread-source.ts';
import { dismiss, runTickets } from './tickets.ts';

interface SharedRoom {
  readonly memory: WebAssembly.Memory;
  readonly head: Int32Array;
  readonly doTask: DoTask;
}

/** WebAssembly on the caller's thread and others, over a memory that they share. */
export function createThreadEngine(module: WebAssembly.Module, threads: number, startThread: StartThread): Engine {
  const others: readonly KernelThread[] = Array.from({ length: threads - 1 }, () => startThread(THREAD_SCRIPT));
  for (const other of others) other.unref?.();
  let room: SharedRoom | undefined;

  const enter = (bytes: number): SharedRoom => {
    if (room !== undefined) dismiss(room.head);
    const memory = allocate(bytes, true);
    others.forEach((other, n) => {
      other.postMessage({ module, memory, thread: n + 1 } satisfies ThreadOrder);
    });
    return { memory, head: new Int32Array(memory.buffer, 0, HEAD_BYTES / 4), doTask: instantiate(module, memory) };
  };

  return {
    name: 'simd',
    threads,
    room(bytes) {
      if (room === undefined || !isFit(room.memory, bytes)) room = enter(bytes);
      room.head.fill(0, FIRST_OWN_WORD);
      return room.memory.buffer;
    },
    async run(task, count, work, progress) {
      if (room !== undefined) await runTickets(room.head, room.doTask, { task, count, work }, progress);
    },
    stop() {
      if (room !== undefined) dismiss(room.head);
      room = undefined;
      for (const other of others) other.terminate();
    },
  };
}
