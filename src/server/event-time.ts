import { KindredError } from '../core/index.ts';
import type { EventFilter, StoredEvent } from '../events/index.ts';

/** From this time (inclusive) until that (exclusive), in milliseconds since 1970; infinite where the filter does not say. */
export interface TimeRange {
  readonly from: number;
  readonly until: number;
}

/** @throws KindredError `invalid-input` */
export function timeRange(filter: EventFilter): TimeRange {
  const { from, until } = filter;
  return {
    from: from === undefined ? Number.NEGATIVE_INFINITY : timeOf(from, 'from'),
    until: until === undefined ? Number.POSITIVE_INFINITY : timeOf(until, 'until'),
  };
}

/**
 * When an event happened, in milliseconds since 1970.
 *
 * @throws KindredError `invalid-event`: without a time, no store could read it back by time
 */
export function eventTime({ timestamp }: StoredEvent): number {
  const time = Date.parse(timestamp);
  if (!Number.isNaN(time)) return time;
  throw new KindredError('invalid-event', '/timestamp is not a time in ISO 8601.', { at: '/timestamp' });
}

function timeOf(text: string, at: string): number {
  const time = Date.parse(text);
  if (Number.isNaN(time))
    throw new KindredError('invalid-input', `${at}: "${text}" is not a time in ISO 8601.`, { at });
  return time;
}
