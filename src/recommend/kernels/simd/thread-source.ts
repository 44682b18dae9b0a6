import { TICKETS } from '../memory-plan.ts';

/** A thread, as Node's `Worker` and a page's have it alike. */
export interface KernelThread {
  postMessage(message: unknown): void;
  terminate(): unknown;
  /** Node: the thread keeps no program alive. */
  unref?(): void;
}

/** Starts a thread that runs this script: see {@link KernelOptions}. */
export type StartThread = (script: string) => KernelThread;

/** What a thread is told: from now on it works on this memory. */
export interface ThreadOrder {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly thread: number;
}

const { batch, next, limit, done, base, task, stop, failed } = TICKETS;

/**
 * What a thread does, as text, since it cannot be loaded from a bundle: it takes tickets until there are none, waits for the next
 * batch, and leaves the memory when it is told to. A ticket is taken only below the limit, and tickets only grow: so a thread that
 * comes late takes part in the present batch, or in none.
 */
export const THREAD_SCRIPT: string = `
const port = typeof require === 'function' ? require('node:worker_threads').parentPort : globalThis;
port.onmessage = ({ data: { module, memory, thread } }) => {
  const head = new Int32Array(memory.buffer, 0, 16);
  const { run } = new WebAssembly.Instance(module, { env: { memory } }).exports;
  for (;;) {
    const seen = Atomics.load(head, ${batch});
    if (Atomics.load(head, ${stop}) !== 0) return;
    for (;;) {
      const ticket = Atomics.load(head, ${next});
      if (((Atomics.load(head, ${limit}) - ticket) | 0) <= 0) break;
      if (Atomics.compareExchange(head, ${next}, ticket, (ticket + 1) | 0) !== ticket) continue;
      try {
        run(head[${task}], (ticket - head[${base}]) | 0, thread);
      } catch {
        Atomics.store(head, ${failed}, 1);
      }
      Atomics.add(head, ${done}, 1);
      Atomics.notify(head, ${done});
    }
    Atomics.wait(head, ${batch}, seen);
  }
};
`;
