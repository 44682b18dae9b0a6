import { KindredError } from '../core/index.ts';

/** How to watch and end something that takes long. */
export interface LongRun {
  /** Ends it: the promise rejects with `aborted`. */
  readonly signal?: AbortSignal;
  /** Called now and then, and once at the end, with `done === total`. */
  readonly onProgress?: (done: number, total: number) => void;
  /**
   * Awaited every few milliseconds of work, so that other things get their turn, the signal among them. This code is pure and
   * has no way of its own to wait: pass `() => new Promise((resume) => setImmediate(resume))` in Node, or
   * `() => scheduler.yield()` in a page. Without it the work is done in one go.
   */
  readonly pause?: () => Promise<void>;
}

/** The run of a step that takes a long run from one part of the whole to another. */
export function stepOf({ signal, pause, onProgress }: LongRun, from: number, until: number, parts: number): LongRun {
  return {
    ...(signal && { signal }),
    ...(pause && { pause }),
    ...(onProgress && {
      onProgress: (done: number, total: number) => {
        // The end of a step is not the end of the whole.
        if (done < total) onProgress(from + ((until - from) * done) / total, parts);
      },
    }),
  };
}

/** Tells of progress, lets others have their turn, and stops when asked to. */
export async function breathe(run: LongRun, done: number, total: number): Promise<void> {
  run.onProgress?.(done, total);
  if (done < total && run.pause !== undefined) await run.pause();
  throwIfAborted(run.signal);
}

export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted !== true) return;
  throw new KindredError('aborted', 'Cancelled. Nothing was changed.', {
    cause: signal.reason,
  });
}
