import { isRecord, pointerTo } from '../../core/index.ts';
import { invalid, unknownName } from '../condition/refusal.ts';
import { readDateTime } from './date-time.ts';
import { zoneOffset } from './zone.ts';

/** Hours of the day, days of the week, or one stretch of time, in a time zone. */
export interface Schedule {
  /** Whether it is on at a time, in milliseconds since 1970. */
  isOn(now: number): boolean;
  /** The earliest time after `now` at which that can change; infinity if never. */
  nextChange(now: number): number;
}

const KEYS = ['from', 'to', 'zone', 'days'];
const DAY_MS = 86_400_000;

const TIME_OF_DAY = /^([01]\d|2[0-3]):([0-5]\d)$|^24:00$/;

type Offset = (ms: number) => number;

/** A stretch of time, or of each day: from the first to before the second, in milliseconds of UTC or of the local day. */
type Stretch = { readonly isDaily: boolean; readonly from: number | undefined; readonly to: number | undefined };

/**
 * Reads `{"from": "09:00", "to": "17:00", "zone": "Europe/Berlin", "days": [1, 2, 3, 4, 5]}`. `from` and `to` are times of the
 * day, also over midnight, or dates with or without a time (ISO 8601); days are 1 for Monday to 7 for Sunday, and those on which
 * the hours begin. The zone is UTC, if not given.
 *
 * @throws KindredError `invalid-rule` with the JSON Pointer of what is wrong
 */
export function parseSchedule(input: unknown, at: string): Schedule {
  if (!isRecord(input)) throw invalid('A schedule is an object', at, `Write ${KEYS.join(', ')}.`);
  const odd = Object.keys(input).find((key) => !KEYS.includes(key));
  if (odd !== undefined) throw unknownName('key', odd, pointerTo(at, odd), KEYS);
  const offset = parseZone(input.zone ?? 'UTC', `${at}/zone`);
  const stretch = parseStretch(input, at, offset);
  const days = input.days === undefined ? undefined : parseDays(input.days, `${at}/days`);
  if (stretch.from === undefined && stretch.to === undefined && !days) {
    throw invalid('A schedule without times', at, 'Write from, to or days.');
  }
  return schedule(stretch, days, offset);
}

function schedule({ isDaily, from, to }: Stretch, days: readonly number[] | undefined, offset: Offset): Schedule {
  const isDay = (day: number) => !days || days.includes(weekday(day));
  // What begins in the evening and ends in the morning belongs to the day on which it began.
  const isInDay = (time: number, day: number) => {
    if (!isDaily) return isDay(day);
    if ((from ?? 0) < (to ?? DAY_MS)) return time >= (from ?? 0) && time < (to ?? DAY_MS) && isDay(day);
    return (time >= (from ?? 0) && isDay(day)) || (time < (to ?? DAY_MS) && isDay(day - 1));
  };
  const marks = [0, ...(isDaily ? [from ?? 0, to ?? 0] : [])];
  const isDaywise = isDaily || days !== undefined;
  return {
    isOn(now) {
      if (!isDaily && !(now >= (from ?? -Infinity) && now < (to ?? Infinity))) return false;
      const local = now + offset(now);
      const day = Math.floor(local / DAY_MS);
      return isInDay(local - day * DAY_MS, day);
    },
    nextChange(now) {
      const ends = isDaily ? [] : [from ?? Infinity, to ?? Infinity];
      return Math.min(...ends.filter((end) => end > now), isDaywise ? nextMark(now, marks, offset) : Infinity);
    },
  };
}

/** When the local day next reaches one of its marks, or the zone's clocks change before that. */
function nextMark(now: number, marks: readonly number[], offset: Offset): number {
  const local = now + offset(now);
  const waits = marks.map((mark) => DAY_MS - ((((local - mark) % DAY_MS) + DAY_MS) % DAY_MS));
  const next = now + Math.min(...waits);
  if (offset(next) === offset(now)) return next;
  let [before, after] = [now, next];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (offset(middle) === offset(now)) before = middle;
    else after = middle;
  }
  return after;
}

// The first of January 1970 was a Thursday.
function weekday(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

function parseZone(input: unknown, at: string): Offset {
  try {
    return zoneOffset(typeof input === 'string' ? input : '');
  } catch {
    throw invalid(`"${String(input)}" is no time zone`, at, 'Write one like "Europe/Berlin".');
  }
}

function parseDays(input: unknown, at: string): readonly number[] {
  const days = Array.isArray(input) ? input : [];
  if (days.length > 0 && days.length < 8 && days.every((day) => Number.isInteger(day) && day > 0 && day < 8))
    return days;
  throw invalid('These are no days', at, 'Write a list of 1 (Monday) to 7 (Sunday).');
}

function parseStretch(input: Readonly<Record<string, unknown>>, at: string, offset: Offset): Stretch {
  const [from, to] = [parseTime(input.from, `${at}/from`, offset), parseTime(input.to, `${at}/to`, offset)];
  const isDaily = Boolean(from?.isDaily ?? to?.isDaily);
  if (from && to && from.isDaily !== to.isDaily) {
    throw invalid('A time of the day and a date', `${at}/to`, 'Write two of a kind.');
  }
  if (from && to && (isDaily ? from.ms === to.ms : from.ms >= to.ms)) {
    throw invalid('It ends where it begins, or before', `${at}/to`, 'Write a later one.');
  }
  return { isDaily, from: from?.ms, to: to?.ms };
}

function parseTime(input: unknown, at: string, offset: Offset): { isDaily: boolean; ms: number } | undefined {
  if (input === undefined) return undefined;
  const text = typeof input === 'string' ? input : '';
  if (TIME_OF_DAY.test(text)) {
    const [hours = '', minutes = ''] = text.split(':');
    return { isDaily: true, ms: (Number(hours) * 60 + Number(minutes)) * 60_000 };
  }
  const written = readDateTime(text);
  if (!written)
    throw invalid(`"${String(input)}" is no time`, at, 'Write "09:00", "2026-11-27" or "2026-11-27T09:00:00Z".');
  return { isDaily: false, ms: written.hasZone ? written.ms : toUtc(written.ms, offset) };
}

/** A local time as UTC. Of one that comes twice, the first; one that the zone's clocks skip is as much later. */
function toUtc(local: number, offset: Offset): number {
  const early = local - offset(local - DAY_MS);
  const late = local - offset(early);
  return offset(late) === offset(early) ? late : early;
}
