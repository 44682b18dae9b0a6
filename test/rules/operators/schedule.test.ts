import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isKindredError } from '../../../src/rules/index.ts';
import { parseSchedule } from '../../../src/rules/operators/schedule.ts';

const RUNS = { numRuns: 1000 };
const DAY_MS = 86_400_000;

const isOn = (schedule: unknown, now: string) => parseSchedule(schedule, '').isOn(Date.parse(now));
const nextChange = (schedule: unknown, now: string) =>
  new Date(parseSchedule(schedule, '').nextChange(Date.parse(now))).toISOString();

describe('schedules', () => {
  test('are on from the first minute to before the last', () => {
    const hours = { from: '09:00', to: '17:00' };
    expect(isOn(hours, '2026-11-23T08:59:59.999Z')).toBe(false);
    expect(isOn(hours, '2026-11-23T09:00:00.000Z')).toBe(true);
    expect(isOn(hours, '2026-11-23T16:59:59.999Z')).toBe(true);
    expect(isOn(hours, '2026-11-23T17:00:00.000Z')).toBe(false);
  });

  test('follow the clocks of their zone, also when these change', () => {
    const hours = { from: '09:00', to: '17:00', zone: 'Europe/Berlin' };
    expect(isOn(hours, '2026-03-28T08:00Z')).toBe(true);
    expect(isOn(hours, '2026-03-28T07:30Z')).toBe(false);
    // The clocks go forward on 29 March.
    expect(isOn(hours, '2026-03-30T07:00Z')).toBe(true);
    expect(nextChange(hours, '2026-03-28T17:00Z')).toBe('2026-03-28T23:00:00.000Z');
    expect(nextChange(hours, '2026-03-29T02:00Z')).toBe('2026-03-29T07:00:00.000Z');
  });

  test('skip the hour that a night in spring skips, and have that of autumn twice', () => {
    const night = { from: '02:00', to: '03:00', zone: 'Europe/Berlin' };
    const hoursOn = (day: string) =>
      Array.from({ length: 24 }, (_, hour) => Date.parse(day) + hour * 3_600_000).filter(parseSchedule(night, '').isOn)
        .length;
    expect(hoursOn('2026-03-28T12:00Z')).toBe(0);
    expect(hoursOn('2026-06-28T12:00Z')).toBe(1);
    expect(hoursOn('2026-10-24T12:00Z')).toBe(2);
  });

  test('go over midnight on the days on which they begin', () => {
    const fridayNight = { from: '22:00', to: '02:00', days: [5] };
    expect(isOn(fridayNight, '2026-11-27T23:00Z')).toBe(true);
    expect(isOn(fridayNight, '2026-11-28T01:59Z')).toBe(true);
    expect(isOn(fridayNight, '2026-11-28T02:00Z')).toBe(false);
    expect(isOn(fridayNight, '2026-11-28T23:00Z')).toBe(false);
    expect(isOn(fridayNight, '2026-11-27T01:00Z')).toBe(false);
  });

  test('take dates, in their zone unless they name another', () => {
    const week = { from: '2026-11-23', to: '2026-11-30T12:00', zone: 'America/New_York' };
    expect(isOn(week, '2026-11-23T04:59Z')).toBe(false);
    expect(isOn(week, '2026-11-23T05:00Z')).toBe(true);
    expect(isOn(week, '2026-11-30T16:59Z')).toBe(true);
    expect(isOn(week, '2026-11-30T17:00Z')).toBe(false);
    expect(isOn({ ...week, to: '2026-11-30T12:00Z' }, '2026-11-30T12:00Z')).toBe(false);
    expect(nextChange(week, '2026-11-01T00:00Z')).toBe('2026-11-23T05:00:00.000Z');
    expect(parseSchedule(week, '').nextChange(Date.parse('2027-01-01'))).toBe(Number.POSITIVE_INFINITY);
  });

  test('move a date that the clocks skip to after the gap, and take the first of one that comes twice', () => {
    const from = (text: string) => nextChange({ from: text, zone: 'Europe/Berlin' }, '2026-01-01T00:00Z');
    expect(from('2026-03-29T02:30')).toBe('2026-03-29T01:30:00.000Z');
    expect(from('2026-03-29T03:30')).toBe('2026-03-29T01:30:00.000Z');
    expect(from('2026-10-25T02:30')).toBe('2026-10-25T00:30:00.000Z');
    expect(from('2026-10-25T03:30')).toBe('2026-10-25T02:30:00.000Z');
  });

  test('take days alone, and days with dates', () => {
    expect(isOn({ days: [6, 7] }, '2026-11-28T00:00Z')).toBe(true);
    expect(isOn({ days: [6, 7] }, '2026-11-30T00:00Z')).toBe(false);
    expect(isOn({ days: [6, 7], from: '2026-11-29' }, '2026-11-28T12:00Z')).toBe(false);
    expect(isOn({ days: [6, 7], from: '2026-11-29' }, '2026-11-29T12:00Z')).toBe(true);
  });

  test.each([
    [5, ''],
    [{}, ''],
    [{ zone: 'UTC' }, ''],
    [{ form: '09:00' }, '/form'],
    [{ from: '9:00' }, '/from'],
    [{ from: '24:01' }, '/from'],
    [{ from: '2026-02-31' }, '/from'],
    [{ from: '2026-13-01' }, '/from'],
    [{ from: 9 }, '/from'],
    [{ from: '09:00', to: '2026-11-27' }, '/to'],
    [{ from: '09:00', to: '09:00' }, '/to'],
    [{ from: '2026-11-27', to: '2026-11-26' }, '/to'],
    [{ from: '09:00', zone: 'Europe/Berlim' }, '/zone'],
    [{ from: '09:00', zone: 5 }, '/zone'],
    [{ days: [] }, '/days'],
    [{ days: [0] }, '/days'],
    [{ days: '1' }, '/days'],
    [{ days: [1.5] }, '/days'],
  ])('refuse %j at "%s"', (input, pointer) => {
    try {
      parseSchedule(input, '/rules/0/schedule');
      expect.unreachable();
    } catch (error) {
      if (!isKindredError(error)) throw error;
      expect([error.code, error.at]).toEqual(['invalid-rule', `/rules/0/schedule${pointer}`]);
    }
  });
});

const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'America/Sao_Paulo',
];
const MINUTES = fc.integer({ min: 0, max: 1439 });
const DAYS = fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 6 });
const NOW = fc.integer({ min: Date.parse('2010-01-01'), max: Date.parse('2030-01-01') });

const written = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

describe('laws of schedules', () => {
  test('agree with the weekday and the time of the day that Intl tells', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), MINUTES, MINUTES, DAYS, NOW, (zone, from, to, days, now) => {
        fc.pre(from !== to);
        const schedule = parseSchedule({ from: written(from), to: written(to), zone, days }, '');
        expect(schedule.isOn(now)).toBe(isOnByIntl(zone, from, to, days, now));
      }),
      RUNS,
    );
  });

  test('do not change before they say so, and say a time within two days', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        MINUTES,
        MINUTES,
        fc.option(DAYS, { nil: undefined }),
        NOW,
        fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), { minLength: 20, maxLength: 20 }),
        (zone, from, to, days, now, shares) => {
          fc.pre(from !== to);
          const schedule = parseSchedule({ from: written(from), to: written(to), zone, ...(days && { days }) }, '');
          const next = schedule.nextChange(now);
          expect(next).toBeGreaterThan(now);
          expect(next - now).toBeLessThanOrEqual(2 * DAY_MS);
          for (const share of [...shares, 1 - 1e-9]) {
            const between = Math.min(now + Math.floor(share * (next - now)), next - 1);
            expect(schedule.isOn(between)).toBe(schedule.isOn(now));
          }
        },
      ),
      RUNS,
    );
  });
});

function isOnByIntl(zone: string, from: number, to: number, days: readonly number[], now: number): boolean {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    weekday: 'short',
    hour: 'numeric',
    minute: 'numeric',
    hourCycle: 'h23',
  }).formatToParts(now);
  const part = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  const time = Number(part('hour')) * 60 + Number(part('minute'));
  const day = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(part('weekday')) + 1;
  const isOnDay = days.includes(day);
  const wasOnDay = days.includes(day === 1 ? 7 : day - 1);
  if (from < to) return time >= from && time < to && isOnDay;
  return (time >= from && isOnDay) || (time < to && wasOnDay);
}
