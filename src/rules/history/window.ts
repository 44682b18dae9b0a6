import { pointerTo } from '../../core/index.ts';
import { invalid } from '../condition/refusal.ts';
import { readDateTime } from '../operators/date-time.ts';

/** When events count: later than `within` before now, not before `from`, and before `to`. All in milliseconds. */
export interface Window {
  readonly within?: number;
  readonly from?: number;
  readonly to?: number;
}

// Also ISO 8601-1:2019, 5.5.2, without years and months, which are not always of the same length.
const DURATION = /^([\d.]+(ms|[smhdw])|P(?=.)([\d.]+W)?([\d.]+D)?(T(?=.)([\d.]+H)?([\d.]+M)?([\d.]+S)?)?)$/;
const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1e3, m: 6e4, h: 36e5, d: 864e5, w: 6048e5 };

// The range of dates (ECMAScript, 21.4.1.1).
const MAX_TIME = 8.64e15;

/**
 * Reads a duration: `"90s"`, `"30m"`, `"12h"`, `"7d"`, `"4w"`, `"PT30M"` (ISO 8601) or milliseconds.
 *
 * @throws KindredError `invalid-rule` with the JSON Pointer of what is wrong
 */
export function parseDuration(input: unknown, at: string): number {
  let ms = typeof input === 'number' ? input : 0;
  if (typeof input === 'string' && DURATION.test(input)) {
    for (const [, amount, unit = ''] of input.toLowerCase().matchAll(/([\d.]+)(ms|\w)/g)) {
      ms += Number(amount) * (UNIT_MS[unit] ?? 0);
    }
  }
  if (ms >= 1 && ms <= MAX_TIME) return Math.round(ms);
  throw invalid('This is no duration', at, 'Write "90s", "30m", "12h", "7d", "4w", "PT30M" or milliseconds.');
}

/** The time of a date, with or without a time and a zone (ISO 8601; UTC, if not given), or milliseconds since 1970. */
function parseTime(input: unknown, at: string): number {
  const ms = readDateTime(input)?.ms ?? input;
  if (typeof ms === 'number' && Number.isInteger(ms) && Math.abs(ms) <= MAX_TIME) return ms;
  throw invalid('This is no time', at, 'Write "2026-11-27T09:00:00Z" or milliseconds since 1970.');
}

/**
 * Reads the members of an argument that say when events count. `key` is what the sliding window is called in it.
 *
 * @throws KindredError `invalid-rule` with the JSON Pointer of what is wrong
 */
export function parseWindow(argument: Readonly<Record<string, unknown>>, at: string, key: string): Window {
  const read = (name: string, parse: (input: unknown, at: string) => number) =>
    argument[name] === undefined ? undefined : parse(argument[name], pointerTo(at, name));
  const [within, from, to] = [read(key, parseDuration), read('from', parseTime), read('to', parseTime)];
  if (from !== undefined && to !== undefined && from >= to) {
    throw invalid('This ends before it begins', pointerTo(at, 'to'), 'Write a later time.');
  }
  return {
    ...(within !== undefined && { within }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
  };
}

/** A window on a history that keeps events for some time, as numbers to reckon with. */
export interface Bounds {
  /** How long ago events may be. */
  readonly within: number;
  /** The last millisecond that is too early, and the last that is not too late. */
  readonly after: number;
  readonly until: number;
}

/** Nothing counts that is as old as the retention, whether it was pruned or not. */
export function boundsOf({ within = Infinity, from = -Infinity, to = Infinity }: Window, retentionMs: number): Bounds {
  // Times are whole milliseconds.
  return { within: Math.min(within, retentionMs), after: from - 1, until: to - 1 };
}
