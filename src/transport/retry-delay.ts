import type { Random } from '../core/index.ts';

const BASE_MS = 1000;
const MAX_MS = 60_000;
// A mistaken header must not silence a page for ever.
const MAX_RETRY_AFTER_MS = 3_600_000;

/**
 * How long to wait after `failures` failures in a row: evenly random below a bound that doubles up to a minute ("full
 * jitter", Brooker 2015), and never less than the collector asked for, up to an hour.
 */
export function retryDelayMs(failures: number, retryAfterMs: number, random: Random): number {
  const jitterMs = random.next() * Math.min(MAX_MS, BASE_MS * 2 ** failures);
  return Math.max(jitterMs, Math.min(retryAfterMs || 0, MAX_RETRY_AFTER_MS));
}
