import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  compileCondition,
  evaluateCondition,
  isKindredError,
  type Json,
  parseCondition,
} from '../../../src/rules/index.ts';

const BERLIN = 'Europe/Berlin';

const isOn = (time: Json, now: string) => compileCondition(parseCondition({ time }))({}, { now: Date.parse(now) });

describe('the operator "time"', () => {
  test.each<[string, Json, string, boolean]>([
    ['begins on the minute', { from: '09:00', to: '17:00' }, '2026-11-25T09:00:00Z', true],
    ['ends before its end', { from: '09:00', to: '17:00' }, '2026-11-25T17:00:00Z', false],
    ['is on a millisecond before', { from: '09:00', to: '17:00' }, '2026-11-25T16:59:59.999Z', true],
    ['reads the clock of its zone', { from: '09:00', to: '17:00', zone: BERLIN }, '2026-11-25T08:00:00Z', true],
    ['in summer too', { from: '09:00', to: '17:00', zone: BERLIN }, '2026-07-25T07:00:00Z', true],
    ['and not an hour early', { from: '09:00', to: '17:00', zone: BERLIN }, '2026-07-25T06:59:59Z', false],
    ['knows zones of half an hour', { from: '09:00', zone: 'Asia/Kolkata' }, '2026-11-25T03:30:00Z', true],
    ['counts Monday as 1', { days: [1] }, '2026-11-23T12:00:00Z', true],
    ['counts Sunday as 7', { days: [7] }, '2026-11-22T12:00:00Z', true],
    ['takes the day of its zone', { days: [1], zone: 'Pacific/Auckland' }, '2026-11-22T12:00:00Z', true],
    ['goes over midnight', { from: '22:00', to: '06:00' }, '2026-11-25T03:00:00Z', true],
    ['to the day on which it began', { from: '22:00', to: '06:00', days: [3] }, '2026-11-26T05:59:00Z', true],
    ['and not to the next evening', { from: '22:00', to: '06:00', days: [3] }, '2026-11-26T22:00:00Z', false],
    ['takes a date as its midnight', { from: '2026-11-27', zone: BERLIN }, '2026-11-26T23:00:00Z', true],
    ['takes a time with an offset', { to: '2026-11-27T09:00:00+01:00' }, '2026-11-27T07:59:59Z', true],
    ['ends at it', { to: '2026-11-27T09:00:00+01:00' }, '2026-11-27T08:00:00Z', false],
  ])('%s', (_, time, now, expected) => {
    expect(isOn(time, now)).toBe(expected);
  });

  test('lasts an hour less on the night on which clocks go forward, and one more when they go back', () => {
    const night = { from: '00:00', to: '06:00', zone: BERLIN };
    const hoursOn = (day: string) =>
      Array.from({ length: 24 }, (_, hour) =>
        isOn(night, new Date(Date.parse(day) + hour * 3_600_000).toISOString()),
      ).filter(Boolean).length;
    expect(hoursOn('2026-03-28T12:00:00Z')).toBe(5);
    expect(hoursOn('2026-03-27T12:00:00Z')).toBe(6);
    expect(hoursOn('2026-10-24T12:00:00Z')).toBe(7);
  });

  test.each<[Json, string]>([
    [{ from: '9:00' }, '/time/from'],
    [{ from: '09:00', to: '2026-01-01' }, '/time/to'],
    [{ from: '2026-02-30' }, '/time/from'],
    [{ from: '2026-02-02', to: '2026-02-01' }, '/time/to'],
    [{ form: '09:00' }, '/time/form'],
    [{ from: '09:00', zone: 'Mars/Olympus' }, '/time/zone'],
    [{ days: [0] }, '/time/days'],
    [{ days: [] }, '/time/days'],
    [{}, '/time'],
    ['09:00', '/time'],
  ])('refuses %j when it is loaded', (time, at) => {
    expect(errorOf({ time })).toMatchObject({ code: 'invalid-rule', at });
  });

  test('names the nearest key', () => {
    expect(String(errorOf({ time: { form: '09:00' } }))).toContain('Did you mean "from"?');
  });

  test('is unknown without a clock, and so is its opposite', () => {
    for (const context of [{}, { now: Number.NaN }, { now: 1e18 }]) {
      for (const rule of [{ time: { days: [1, 2, 3, 4, 5, 6, 7] } }, { '!': [{ time: { from: '09:00' } }] }]) {
        expect(compileCondition(parseCondition(rule))({}, context)).toBe(false);
        expect(evaluateCondition(parseCondition(rule), {}, context)).toBe(false);
      }
    }
  });

  test('is nothing to ask of an event', () => {
    const rule = { count: { event: 'Product Viewed', where: { time: { from: '09:00' } } } };
    expect(errorOf(rule)).toMatchObject({ code: 'invalid-rule' });
  });
});

const two = (value: number) => String(value).padStart(2, '0');
const clock = fc.tuple(fc.nat(23), fc.nat(59)).map(([hour, minute]) => `${two(hour)}:${two(minute)}`);
// Around the nights on which clocks change there and here.
const day = fc.constantFrom(
  '2026-03-28',
  '2026-03-29',
  '2026-10-25',
  '2026-03-08',
  '2026-11-01',
  '2026-04-05',
  '2026-12-31',
);
const date = fc.oneof(
  day,
  fc.tuple(day, clock).map((parts) => parts.join('T')),
  fc.tuple(day, clock, fc.constantFrom('Z', '+05:30', '-03:00')).map(([on, at, offset]) => `${on}T${at}:00${offset}`),
);
const zone = fc.constantFrom('UTC', BERLIN, 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Pacific/Apia');
const schedule = fc
  .oneof(
    fc.record(
      { from: clock, to: clock, days: fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 }), zone },
      { requiredKeys: [] },
    ),
    fc.record(
      { from: date, to: date, days: fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 }), zone },
      { requiredKeys: [] },
    ),
  )
  .filter((time) => errorOf({ time }) === undefined);
const moment = fc.oneof(
  fc
    .tuple(day, fc.integer({ min: -26, max: 50 }), fc.nat(3))
    .map(([on, hours, quarter]) => Date.parse(on) + hours * 3_600_000 + quarter * 900_000),
  fc.integer({ min: Date.parse('2020-01-01'), max: Date.parse('2030-01-01') }),
);

describe('laws of "time"', () => {
  test('compiled and interpreted agree, on the nights of a change too', () => {
    fc.assert(
      fc.property(schedule, moment, (time, now) => {
        const parsed = parseCondition({ time });
        expect(compileCondition(parsed)({}, { now })).toBe(evaluateCondition(parsed, {}, { now }));
      }),
      { numRuns: 1000 },
    );
  });
});

function errorOf(rule: unknown): unknown {
  try {
    parseCondition(rule);
    return undefined;
  } catch (error) {
    if (isKindredError(error)) return error;
    throw error;
  }
}
