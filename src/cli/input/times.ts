import { KindredError } from '../../core/index.ts';
import { didYouMean } from '../did-you-mean.ts';

export const TIME_UNITS = ['s', 'ms', 'iso'] as const;

/** How a column tells time: seconds or milliseconds since 1970, or ISO 8601. Text in ISO 8601 is read under every unit. */
export type TimeUnit = (typeof TIME_UNITS)[number];

/** What the units are called where people read them. */
export const TIME_UNIT_NAMES: Readonly<Record<TimeUnit, string>> = {
  s: 'seconds',
  ms: 'milliseconds',
  iso: 'ISO 8601',
};

// 1e11 seconds are the year 5138, 1e11 milliseconds March 1973: what is larger is taken for milliseconds.
const LEAST_MILLISECONDS = 1e11;
const MAX_DATE_MS = 8.64e15;
// 1e8 seconds are March 1973: on the command line a smaller number is likelier a year or a day without its hyphens.
const LEAST_BARE_NUMBER = 1e8;
// One wrong time must not decide what all others mean, nor stop a file: it becomes a broken row.
const CLEAR_MAJORITY = 0.9;
const LATEST_MS = Date.UTC(2100, 0, 1);
const ISO_8601 =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?: ?(Z|UTC|[+-]\d\d(?::?\d\d)?))?)?$/i;

/** @throws KindredError `invalid-options` */
export function parseTimeUnit(text: string): TimeUnit {
  const unit = TIME_UNITS.find((known) => known === text);
  if (unit !== undefined) return unit;
  const message = `Unknown time unit "${text}": use ${TIME_UNITS.join(', ')}.${didYouMean(text, TIME_UNITS)}`;
  throw new KindredError('invalid-options', message, { at: '--time-unit' });
}

/**
 * A time given on the command line: an ISO 8601 date or time, in UTC unless it names an offset, or seconds or
 * milliseconds since 1970, told apart by their size as in files.
 *
 * @throws KindredError `invalid-options`
 */
export function parseTime(text: string, option: string): number {
  const number = readNumber(text);
  const isTooSmall = number !== undefined && number < LEAST_BARE_NUMBER;
  const time = isTooSmall ? undefined : readTime(text, number === undefined ? 'iso' : unitOfNumber(number));
  if (time !== undefined) return time;
  const what = isTooSmall ? 'is too small a number for a time' : 'is not a time';
  const message = `${option} "${text}" ${what}. Use a date (${exampleFor(text)}), a time in UTC (2011-11-09T12:00:00Z), or seconds or milliseconds since 1970.`;
  throw new KindredError('invalid-options', message, { at: option });
}

/** The date that was likely meant by `2011` or `20111109`. */
function exampleFor(text: string): string {
  const [, year, month = '01', day = '01'] = /^\s*(\d{4})(\d\d)?(\d\d)?\s*$/.exec(text) ?? [];
  const date = `${year}-${month}-${day}`;
  return readIso(date) === undefined ? '2011-11-09' : date;
}

/**
 * The unit that the values of a column have: that of nearly all its numbers, or ISO 8601 where there is none; `undefined` where
 * seconds and milliseconds seem to be mixed. Zero stands for "unknown" often, and is either.
 */
export function detectTimeUnit(values: readonly unknown[]): TimeUnit | undefined {
  const numbers = values.map(readNumber).filter((number) => number !== undefined);
  if (numbers.length === 0) return 'iso';
  const units = numbers.filter((number) => number !== 0).map(unitOfNumber);
  const share = units.filter((unit) => unit === 'ms').length / Math.max(1, units.length);
  if (share >= CLEAR_MAJORITY) return 'ms';
  return share <= 1 - CLEAR_MAJORITY + Number.EPSILON ? 's' : undefined;
}

/** Whether the numbers of a column are days without their hyphens, such as 20111109; as seconds they would all lie in August 1970. */
export function areCompactDates(values: readonly unknown[]): boolean {
  const numbers = values.map(readNumber).filter((number) => number !== undefined);
  return numbers.length > 0 && numbers.every(isCompactDate);
}

function isCompactDate(number: number): boolean {
  const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)$/.exec(String(number)) ?? [];
  return readIso(`${year}-${month}-${day}`) !== undefined;
}

/** What a number means by its size. */
function unitOfNumber(number: number): TimeUnit {
  return Math.abs(number) >= LEAST_MILLISECONDS ? 'ms' : 's';
}

/** Whether a number, by its size, is a time in the other unit than the one that was found for its column. */
export function contradictsUnit(value: unknown, unit: TimeUnit): boolean {
  const number = unit === 'iso' ? undefined : readNumber(value);
  return number !== undefined && number !== 0 && unitOfNumber(number) !== unit;
}

/** Whether people can have done something then: computers' clocks start in 1970. */
export function isPlausibleTime(timeMs: number): boolean {
  return timeMs >= 0 && timeMs < LATEST_MS;
}

/** Milliseconds since 1970, or `undefined` where the value is no time in that unit. */
export function readTime(value: unknown, unit: TimeUnit): number | undefined {
  const number = unit === 'iso' ? undefined : readNumber(value);
  const time = number === undefined ? readIso(value) : number * (unit === 's' ? 1000 : 1);
  return time !== undefined && Math.abs(time) <= MAX_DATE_MS ? time : undefined;
}

/** JSON's grammar for numbers (RFC 8259, 6), so that "0042", "1,5" and "0x10" stay the text they are. */
const JSON_NUMBER = /^\s*-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?\s*$/;

/** A number, or text that is one in JSON; white space around it is ignored. */
export function readNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string' || !JSON_NUMBER.test(value)) return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

/** A second 60, which RFC 3339 has for leap seconds, is taken for the one before, as collectors do. */
function readIso(value: unknown): number | undefined {
  const match = typeof value === 'string' ? ISO_8601.exec(value.trim()) : null;
  if (match === null) return undefined;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '0', offset = 'Z'] = match;
  const midnight = Date.UTC(Number(year), Number(month) - 1, Number(day));
  const isRealDay = new Date(midnight).toISOString().startsWith(`${year}-${month}-${day}`);
  const isRealTime = Number(hour) < 24 && Number(minute) < 60 && Number(second) < 61;
  if (!isRealDay || !isRealTime) return undefined;
  const time =
    (Number(hour) * 60 + Number(minute) - offsetMinutes(offset)) * 60_000 + Math.min(59, Number(second)) * 1000;
  return midnight + time + Number(fraction.padEnd(3, '0').slice(0, 3));
}

function offsetMinutes(offset: string): number {
  const match = /^([+-])(\d\d):?(\d\d)?$/.exec(offset);
  if (match === null) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? '0');
  return match[1] === '-' ? -minutes : minutes;
}
