import { pointerTo } from '../../core/index.ts';
import { invalid } from '../condition/facts.ts';

/** When events count: later than `within` before now, or from one time to before another, or always. All in milliseconds. */
export interface Window {
  readonly within?: number;
  readonly from?: number;
  readonly to?: number;
}

const UNIT_MS: ReadonlyMap<string, number> = /* @__PURE__ */ new Map([
  ['ms', 1],
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
  ['w', 604_800_000],
]);

// ISO 8601-1:2019, 5.5.2, without years and months, which are not always of the same length.
const ISO_DURATION = /^P(?=.)(?:([\d.]+)W)?(?:([\d.]+)D)?(?:T(?=.)(?:([\d.]+)H)?(?:([\d.]+)M)?(?:([\d.]+)S)?)?$/;
const ISO_UNITS = ['w', 'd', 'h', 'm', 's'];
const DATE_TIME = /^(\d{4}-\d\d-\d\d)(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d))?$/;

/**
 * Reads a duration: `"90s"`, `"30m"`, `"12h"`, `"7d"`, `"4w"`, `"PT30M"` (ISO 8601) or milliseconds.
 *
 * @throws KindredError `invalid-rule` with the JSON Pointer of what is wrong
 */
export function parseDuration(input: unknown, at: string): number {
  const ms = typeof input === 'string' ? readDuration(input) : input;
  // The longest one is as long as there are dates.
  if (typeof ms === 'number' && ms >= 1 && ms <= 8.64e15) return Math.round(ms);
  throw invalid(`${show(input)} is no duration`, at, 'Write "90s", "30m", "12h", "7d", "4w", "PT30M" or milliseconds.');
}

function readDuration(text: string): number {
  const [, amount, unit = ''] = /^([\d.]+)(ms|[smhdw])$/.exec(text.slice(0, 64)) ?? [];
  if (amount !== undefined) return Number(amount) * (UNIT_MS.get(unit) ?? 0);
  const [match, ...amounts] = ISO_DURATION.exec(text.slice(0, 64)) ?? [];
  if (match === undefined) return Number.NaN;
  return amounts.reduce(
    (sum, amount, index) => sum + Number(amount ?? 0) * (UNIT_MS.get(ISO_UNITS[index] ?? '') ?? 0),
    0,
  );
}

/** The time of a date-time with a zone, or of the beginning of a day in UTC (ISO 8601), or milliseconds since 1970. */
function parseTime(input: unknown, at: string): number {
  const ms = typeof input === 'string' ? readTime(input) : input;
  if (typeof ms === 'number' && Number.isInteger(ms) && Math.abs(ms) <= 8.64e15) return ms;
  throw invalid(
    `${show(input)} is no time`,
    at,
    'Write "2026-11-27", "2026-11-27T09:00:00Z" or milliseconds since 1970.',
  );
}

function readTime(text: string): number {
  const [match, date] = DATE_TIME.exec(text.slice(0, 64)) ?? [];
  // Engines make 2 March of 30 February, or refuse it.
  const day = new Date(date ?? Number.NaN);
  if (match === undefined || !date || Number.isNaN(day.getTime()) || !day.toISOString().startsWith(date))
    return Number.NaN;
  return Date.parse(match);
}

/**
 * Reads the members of an argument that say when events count. `key` is what the sliding window is called in it.
 *
 * @throws KindredError `invalid-rule` with the JSON Pointer of what is wrong
 */
export function parseWindow(argument: Readonly<Record<string, unknown>>, at: string, key: 'within' | 'past'): Window {
  const { [key]: sliding, from, to } = argument;
  if (sliding !== undefined) {
    if (from === undefined && to === undefined) return { within: parseDuration(sliding, pointerTo(at, key)) };
    throw invalid(`"${key}" beside "from" or "to"`, at, 'Write a window that slides, or one that does not.');
  }
  const window = {
    ...(from !== undefined && { from: parseTime(from, pointerTo(at, 'from')) }),
    ...(to !== undefined && { to: parseTime(to, pointerTo(at, 'to')) }),
  };
  if ((window.from ?? Number.NEGATIVE_INFINITY) < (window.to ?? Number.POSITIVE_INFINITY)) return window;
  throw invalid('A window that ends before it begins', pointerTo(at, 'to'), 'Write a later time.');
}

function show(value: unknown): string {
  return typeof value === 'string' ? `"${value.slice(0, 64)}"` : 'This';
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
export function boundsOf({ within, from, to }: Window, retentionMs: number): Bounds {
  return {
    within: Math.min(within ?? Number.POSITIVE_INFINITY, retentionMs),
    // Times are whole milliseconds.
    after: (from ?? Number.NEGATIVE_INFINITY) - 1,
    until: (to ?? Number.POSITIVE_INFINITY) - 1,
  };
}
