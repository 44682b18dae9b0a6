import { isRecord } from '../core/index.ts';
import type { EventContext } from './envelope.ts';

/** What a batch shares, under what the event itself says: members of objects are merged, and the event's own win. */
export function mergeContext(
  shared: EventContext | undefined,
  own: EventContext | undefined,
): EventContext | undefined {
  if (shared === undefined || own === undefined) return own ?? shared;
  return mergeRecords(shared, own);
}

// Both sides were read by `plainData`: no member named `__proto__`, and a bounded depth.
function mergeRecords(shared: Readonly<Record<string, unknown>>, own: Readonly<Record<string, unknown>>) {
  const merged: Record<string, unknown> = { ...shared, ...own };
  for (const key of Object.keys(own)) {
    const [below, above] = [Object.hasOwn(shared, key) ? shared[key] : undefined, own[key]];
    if (isRecord(below) && isRecord(above)) merged[key] = mergeRecords(below, above);
  }
  return merged;
}
