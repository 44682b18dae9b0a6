import type { LongRun } from '../long-run.ts';
import { breathe } from '../long-run.ts';
import type { Task } from './memory-plan.ts';

/** What does the tasks of the kernels: plain TypeScript or WebAssembly, on one thread or more. */
export interface Engine {
  readonly name: 'simd' | 'typescript';
  readonly threads: number;
  /** A memory of at least so many bytes, with a head of zeros; what follows may be anything. It holds until the next call. */
  room(bytes: number): ArrayBufferLike;
  /** Does the tasks 0 to `count - 1`, in any order, and tells `progress` of `work` after each. */
  run(task: Task, count: number, work: number, progress: Progress): Promise<void>;
  stop(): void;
}

/** Counts work, and lets others have their turn every few milliseconds of it. */
export interface Progress {
  /** Work was done, in multiplications. Where it answers a promise, that has to be awaited before going on. */
  did(work: number): Promise<void> | undefined;
  /** Tells of the end. */
  end(): Promise<void>;
}

/** About 4 ms of SIMD. */
const BREATH = 40_000_000;

/** `total` in multiplications; the progress is told in thousandths of it. */
export function createProgress(run: LongRun, total: number, breath: number = BREATH): Progress {
  let done = 0;
  let next = breath;
  return {
    did(work) {
      done += work;
      if (done < next) return undefined;
      next = done + breath;
      return breathe(run, Math.min(999, Math.floor((done / total) * 1000)), 1000);
    },
    end: () => breathe(run, 1000, 1000),
  };
}
