import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson, isRecord, ownValue } from '../../src/core/index.ts';

test('canonical JSON sorts keys by UTF-16 code units, as the example of RFC 8785 does', () => {
  const value = JSON.parse(
    '{"\\u20ac":"Euro Sign","\\r":"Carriage Return","\\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One","\\ud83d\\ude00":"Emoji: Grinning Face","\\u0080":"Control","\\u00f6":"Latin Small Letter O With Diaeresis"}',
  );
  const order = [...canonicalJson(value).matchAll(/":"([^"]*)"/g)].map(([, name]) => name);
  expect(order).toEqual([
    'Carriage Return',
    'One',
    'Control',
    'Latin Small Letter O With Diaeresis',
    'Euro Sign',
    'Emoji: Grinning Face',
    'Hebrew Letter Dalet With Dagesh',
  ]);
});

test('numbers are written as RFC 8785 writes them', () => {
  // `JSON.parse` keeps -0 away from the literal that a formatter would change.
  expect(canonicalJson([JSON.parse('-0'), 1e21, 1e-7, 333333333.3333333, 4.5])).toBe(
    '[0,1e+21,1e-7,333333333.3333333,4.5]',
  );
});

test('canonical JSON means the same and does not depend on the order of keys', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(value);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(canonicalJson(reversed(value))).toBe(text);
    }),
  );
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reversed(member)]),
  );
}

test('only own properties are read', () => {
  expect(ownValue({ a: 1 }, 'a')).toBe(1);
  expect(ownValue({}, 'constructor')).toBeUndefined();
  expect(ownValue({}, '__proto__')).toBeUndefined();
  expect(ownValue(null, 'a')).toBeUndefined();
  expect(ownValue('text', 'length')).toBeUndefined();
});
