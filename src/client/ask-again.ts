import { isKindredError } from '../core/at-once.ts';
import type { Timers } from '../core/index.ts';

/** After so long what could not be loaded is asked for again. */
const RETRY_MS = 30_000;

/**
 * Asks at each change, and again after half a minute where that failed: a network goes and comes back while a page lives. What is wrong stays wrong,
 * and is asked for once. Returns its undo.
 */
export function askAgain(
  ask: () => Promise<unknown>,
  onChange: (listener: () => void) => () => void,
  timers: Timers,
): () => void {
  let isStopped = false;
  let cancel: (() => void) | undefined;
  const look = () => {
    cancel?.();
    ask().catch((error) => {
      const isHopeless = isKindredError(error) && error.code !== 'unavailable';
      if (!isStopped && !isHopeless) cancel = timers.after(RETRY_MS, look);
    });
  };
  const unsubscribe = onChange(look);
  return () => {
    isStopped = true;
    cancel?.();
    unsubscribe();
  };
}
