import type { Consent } from '../consent/index.ts';
import type { Timers } from '../core/index.ts';

/** After so long what could not be loaded is asked for again. */
const RETRY_MS = 30_000;

/**
 * What was said is recorded by this page, also where the code for it could not be loaded at first. Follows changes from then on; returns its
 * undo.
 */
export function followRecording({ ready, onChange }: Pick<Consent, 'ready' | 'onChange'>, timers: Timers): () => void {
  let isStopped = false;
  let cancel: (() => void) | undefined;
  const look = () => {
    cancel?.();
    ready().catch(() => {
      if (!isStopped) cancel = timers.after(RETRY_MS, look);
    });
  };
  const unsubscribe = onChange(look);
  return () => {
    isStopped = true;
    cancel?.();
    unsubscribe();
  };
}
