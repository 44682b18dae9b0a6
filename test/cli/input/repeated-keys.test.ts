import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { repeatedKeysIn } from '../../../src/cli/input/repeated-keys.ts';

describe('keys that are written twice', () => {
  test('are found in their object, with the place of the second', () => {
    const text = '{"a": [1, {"b": "c", "d": {"b": 1}, "b": 2}],\n "e/f": {"": 1, "": 2, "": 3}}';
    expect(repeatedKeysIn(text)).toEqual([
      { key: 'b', at: '/a/1/b', line: 1, column: 37 },
      { key: '', at: '/e~1f/', line: 2, column: 17 },
      { key: '', at: '/e~1f/', line: 2, column: 24 },
    ]);
  });

  test('are the same however their characters are written, and those of a prototype are like others', () => {
    expect(repeatedKeysIn('{"a":1,"\\u0061":2,"__proto__":1,"__proto__":{}}').map(({ at }) => at)).toEqual([
      '/a',
      '/__proto__',
    ]);
  });

  test('are told a hundred times at most', () => {
    expect(repeatedKeysIn(`{${'"a":1,'.repeat(1000)}"b":1}`)).toHaveLength(100);
  });

  test('are never found in what a value is written as', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(repeatedKeysIn(JSON.stringify(value, undefined, 1))).toEqual([]);
      }),
    );
  });
});
