import type { Entry } from './entry.ts';

// Any batch fits in the 64 KiB that may outlive a page, with room for what the batch shares.
const MAX_EVENT_BYTES = 60_000;

/**
 * The oldest waiting entries that can travel together: those with one context, up to about 60 kB. For a sending that outlives
 * the page also those that are under way by one that does not.
 */
export function takeBatch(entries: Iterable<Entry>, flight: 'plain' | 'keepalive'): readonly Entry[] {
  const encoder = new TextEncoder();
  const batch: Entry[] = [];
  let bytes = 0;
  for (const entry of entries) {
    const isUnderWay = entry.flight && (flight === 'plain' || entry.flight === flight);
    if (isUnderWay || entry.context !== (batch[0] ?? entry).context) continue;
    bytes += encoder.encode(entry.text).length + 1;
    if (bytes > MAX_EVENT_BYTES && batch.length > 0) break;
    batch.push(entry);
  }
  return batch;
}

/** The body of `POST /v1/batch`, joined from what is already JSON. */
export function encodeBatch(batch: readonly Entry[], sentAtMs: number): string {
  const context = batch[0]?.context;
  const events = batch.map((entry) => entry.text).join(',');
  const shared = context ? `,"context":${context}` : '';
  return `{"batch":[${events}],"sentAt":"${new Date(sentAtMs).toISOString()}"${shared}}`;
}
