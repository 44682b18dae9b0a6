import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  readDntHeader,
  readDntNavigator,
  signalsOfPage,
  signalsOfRequest,
} from '../../../src/consent/signals/index.ts';
import { HAS_VECTORS, readVectors } from './vectors.ts';

describe.runIf(HAS_VECTORS)('the vectors of Do Not Track', () => {
  const { dnt = [] } = readVectors('gpc-vectors.json') ?? {};

  test.each<{ dnt: string | null; tracking: string }>(dnt)('$dnt is $tracking', ({ dnt: value, tracking }) => {
    const [expected] = tracking.split(' ');
    expect(readDntNavigator(value)).toBe(expected);
    expect(readDntHeader(value)).toBe(expected);
  });
});

describe('Do Not Track', () => {
  test('an opt-out wins over a permission', () => {
    expect(readDntHeader(['0', '1'])).toBe('opt-out');
    expect(readDntHeader('0, 1')).toBe('opt-out');
    expect(readDntHeader('0, 0')).toBe('allowed');
  });

  test('extension characters after the value are ignored', () => {
    expect(readDntHeader('1xyz')).toBe('opt-out');
    expect(readDntHeader('0abc')).toBe('allowed');
  });

  test.each(['yesterday', 'no', 'null', 'unspecified', ' ', 'x1'])('"%s" says nothing', (value) => {
    expect(readDntHeader(value)).toBe('unset');
  });

  test.each([1, 0, true, {}, ['1'], undefined])('a navigator that has %j says nothing', (value) => {
    expect(readDntNavigator(value)).toBe('unset');
  });
});

describe('a page', () => {
  test('has the signals that its navigator has', () => {
    expect(signalsOfPage({})).toEqual([]);
    expect(signalsOfPage({ globalPrivacyControl: true, doNotTrack: '1' })).toEqual(['gpc', 'dnt']);
    expect(signalsOfPage({ globalPrivacyControl: false, doNotTrack: '0' })).toEqual([]);
  });

  test('signals are fixed with their first reading in a page', () => {
    const navigator = { globalPrivacyControl: true };
    const first = signalsOfPage(navigator);
    navigator.globalPrivacyControl = false;
    expect(signalsOfPage(navigator)).toBe(first);
    expect(Object.isFrozen(first)).toBe(true);
    expect(signalsOfPage({ ...navigator })).toEqual([]);
  });
});

describe('a request', () => {
  test('has the same signals whichever server reads it', () => {
    const value = fc.constantFrom('1', '0', '0, 1', 'x', '');
    fc.assert(
      fc.property(fc.record({ 'sec-gpc': value, dnt: value }, { requiredKeys: [] }), (headers) => {
        const given: Record<string, string> = { ...headers };
        expect(signalsOfRequest(new Headers(given))).toEqual(signalsOfRequest(given));
      }),
    );
  });

  test('may have a header several times', () => {
    const headers = new Headers([
      ['Sec-GPC', '0'],
      ['Sec-GPC', '1'],
    ]);
    expect(signalsOfRequest(headers)).toEqual(['gpc']);
    expect(signalsOfRequest({ 'sec-gpc': ['0', '1'], dnt: '1' })).toEqual(['gpc', 'dnt']);
  });

  test('a header named "get" is a header', () => {
    expect(signalsOfRequest({ get: 'x', 'sec-gpc': '1' })).toEqual(['gpc']);
  });

  test.each([null, undefined, 'sec-gpc: 1', [], JSON.parse('{"__proto__":{"sec-gpc":"1"}}')])(
    'without headers (%j) has no signals',
    (headers) => {
      expect(Reflect.apply(signalsOfRequest, undefined, [headers])).toEqual([]);
    },
  );

  test('headers of a prototype do not count', () => {
    expect(signalsOfRequest(Object.create({ 'sec-gpc': '1' }))).toEqual([]);
  });
});
