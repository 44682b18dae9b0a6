import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  areCompactDates,
  detectTimeUnit,
  parseTime,
  parseTimeUnit,
  readNumber,
  readTime,
} from '../../../src/cli/input/times.ts';

describe('ISO 8601', () => {
  test('a leap second is the second before it', () => {
    expect(readTime('2016-12-31T23:59:60Z', 'iso')).toBe(Date.UTC(2016, 11, 31, 23, 59, 59));
    expect(readTime('2017-01-01T05:29:60.500+05:30', 'iso')).toBe(Date.UTC(2016, 11, 31, 23, 59, 59, 500));
    expect(readTime('2016-12-31T23:59:61Z', 'iso')).toBeUndefined();
  });

  test.each([
    ['2011-11-09', '2011-11-09T00:00:00.000Z'],
    ['2011-11-09T12:30', '2011-11-09T12:30:00.000Z'],
    ['2011-11-09 12:30:15', '2011-11-09T12:30:15.000Z'],
    ['2011-11-09T12:30:15.25Z', '2011-11-09T12:30:15.250Z'],
    ['2011-11-09T12:30:15,123456789Z', '2011-11-09T12:30:15.123Z'],
    ['2011-11-09 12:30:15 UTC', '2011-11-09T12:30:15.000Z'],
    ['2011-11-09T00:30:00+01:00', '2011-11-08T23:30:00.000Z'],
    ['2011-11-09T00:30:00-0530', '2011-11-09T06:00:00.000Z'],
    [' 2012-02-29 ', '2012-02-29T00:00:00.000Z'],
  ])('%s is %s', (text, expected) => {
    expect(new Date(readTime(text, 'iso') ?? Number.NaN).toISOString()).toBe(expected);
  });

  test.each(['2011-02-29', '2011-13-01', '2011-11-09T24:01', '2011-11-9', '09.11.2011', 'yesterday', '', '2011'])(
    '%j is no time',
    (text) => {
      expect(readTime(text, 'iso')).toBeUndefined();
    },
  );

  test('any time that JavaScript writes reads back the same', () => {
    const date = fc.date({ min: new Date('1000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(date, (time) => {
        expect(readTime(time.toISOString(), 's')).toBe(time.getTime());
      }),
    );
  });
});

describe('units', () => {
  test('are detected by size: seconds, milliseconds, else ISO 8601', () => {
    expect(detectTimeUnit(['1291191960', '1291191970'])).toBe('s');
    expect(detectTimeUnit([0, 1291191960000])).toBe('ms');
    expect(detectTimeUnit([0, 1291191960])).toBe('s');
    expect(detectTimeUnit(['2011-11-09', ''])).toBe('iso');
    expect(detectTimeUnit([])).toBe('iso');
  });

  test('are those of nearly all values: one odd time does not decide, and a mixture is none', () => {
    const seconds = Array.from({ length: 20 }, (_, i) => 1291191960 + i);
    const milliseconds = seconds.map((second) => second * 1000);
    expect(detectTimeUnit([1291191960000, ...seconds])).toBe('s');
    expect(detectTimeUnit([1291191960, ...milliseconds])).toBe('ms');
    expect(detectTimeUnit([...seconds, ...milliseconds])).toBeUndefined();
    expect(detectTimeUnit([1291191960, 1291191960000])).toBeUndefined();
  });

  test('decide what a number means; a text in ISO 8601 means the same under each', () => {
    expect(readTime('1291191960', 's')).toBe(1291191960000);
    expect(readTime(' 1291191960.5 ', 's')).toBe(1291191960500);
    expect(readTime(1291191960000, 'ms')).toBe(1291191960000);
    expect(readTime('5', 'iso')).toBeUndefined();
    expect(readTime('2011-11-09', 's')).toBe(Date.UTC(2011, 10, 9));
  });

  test('refuse a number beyond what a date can hold', () => {
    expect(readTime(8.65e12, 's')).toBeUndefined();
    expect(readTime('1e999', 'ms')).toBeUndefined();
  });

  test('have names, and a wrong one gets the nearest', () => {
    expect(parseTimeUnit('ms')).toBe('ms');
    expect(() => parseTimeUnit('mss')).toThrow(/Did you mean "ms"/);
  });
});

test('a time on the command line is a date, a time in UTC, seconds or milliseconds', () => {
  expect(parseTime('2011-11-09', '--until')).toBe(Date.UTC(2011, 10, 9));
  expect(parseTime('1320796800', '--until')).toBe(Date.UTC(2011, 10, 9));
  expect(parseTime('1320796800000', '--until')).toBe(Date.UTC(2011, 10, 9));
  expect(() => parseTime('9 Nov', '--until')).toThrow(
    expect.objectContaining({ code: 'invalid-options', at: '--until' }),
  );
});

test.each([
  ['2011', '(2011-01-01)'],
  ['20111109', '(2011-11-09)'],
  ['201111', '(2011-11-01)'],
  ['-1320796800', '(2011-11-09)'],
  ['0', '(2011-11-09)'],
])('a bare %s on the command line is refused with the form that was likely meant', (text, form) => {
  expect(() => parseTime(text, '--from')).toThrow(expect.objectContaining({ code: 'invalid-options', at: '--from' }));
  expect(() => parseTime(text, '--from')).toThrow(form);
});

test('only what JSON takes for a number is a number', () => {
  expect(['1', ' -0.5 ', '1e3', '0'].map(readNumber)).toEqual([1, -0.5, 1000, 0]);
  expect(['007', '1,5', '0x10', '.5', '+1', 'NaN', 'Infinity', '', '1 2', null, true].map(readNumber)).toEqual(
    Array(11).fill(undefined),
  );
  fc.assert(
    fc.property(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      (n) => readNumber(JSON.stringify(n)) === JSON.parse(JSON.stringify(n)),
    ),
  );
});

test('days without hyphens are told from seconds', () => {
  expect(areCompactDates(['20111109', '20111110', ''])).toBe(true);
  expect(areCompactDates(['20111109', '20111332'])).toBe(false);
  expect(areCompactDates(['1320796800'])).toBe(false);
  expect(areCompactDates([])).toBe(false);
});
