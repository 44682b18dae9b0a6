import { performance } from 'node:perf_hooks';
import { describe, expect, test } from 'vitest';
import { compileCondition, isKindredError, parseCondition } from '../../../src/rules/index.ts';

/** A pattern, and the text that makes it blow up elsewhere: a beginning, what is repeated, and an end. */
type Attack = readonly [source: string, start: string, pump: string, end: string];

// Patterns that were reported as vulnerabilities, or are in the literature about them.
const ATTACKS: readonly Attack[] = [
  // OWASP, "Regular expression Denial of Service".
  ['^(a+)+$', '', 'a', '!'],
  ['([a-zA-Z]+)*$', '', 'a', '1'],
  ['(a|aa)+$', '', 'a', '!'],
  ['(a|a?)+$', '', 'a', '!'],
  ['(.*a){12}$', '', 'a', '!'],
  ['^(([a-z])+.)+[A-Z]([a-z])+$', '', 'a', '!'],
  [
    '^([a-zA-Z0-9])(([\\-.]|[_]+)?([a-zA-Z0-9]+))*(@){1}[a-z0-9]+[.]{1}(([a-z]{2,3})|([a-z]{2,3}[.]{1}[a-z]{2,3}))$',
    'a',
    'a',
    '!',
  ],
  // Stack Overflow, 2016, and Cloudflare, 2019: the outages.
  ['^[\\s\\u200c]+|[\\s\\u200c]+$', 'x', ' ', 'x'],
  [
    '(?:(?:"|\'|\\]|\\}|\\\\|\\d|(?:nan|infinity|true|false|null|undefined|symbol|math)|`|-|\\+)+[)]*;?((?:\\s|-|~|!|\\{\\}|\\|\\||\\+)*.*(?:.*=.*)))',
    'x',
    '=',
    '',
  ],
  // Libraries.
  ['^((?:\\d+)?\\.?\\d+) *(milliseconds?|msecs?|ms|seconds?)?$', '', '5', ' minutes ago'],
  ['([^"]*?|"[^"]*?")+:', '', '"', ''],
  ['^(?:\\.?([^\\s.]+))+\\s*$', '', '.a', ' !'],
  ['(\\s*[\\w-]+\\s*=\\s*"[^"]*"\\s*)*>', 'a', ' a="b"', ''],
  ['^\\s*(?:[^<]*(<[\\w\\W]+>)[^>]*$|#([\\w-]*)$)', '', '<a>', '>'],
  ['(?:[-\\d.]+%?,? *)+\\)', 'rgb(', '0.', ''],
  ['^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}$', '', 'a-', '!'],
  ['^([\\w-]+(?:\\.[\\w-]+)*)@((?:[\\w-]+\\.)*\\w[\\w-]{0,66})\\.([a-z]{2,6})$', 'a@', 'a', '!'],
  ['^(?:(?:https?|ftp):\\/\\/)?(?:[\\w-]+\\.)+[\\w-]+(?:\\/[\\w- ./?%&=]*)?$', 'http://', 'a.', ' '],
  ['<!--([\\s\\S]*?)-->', '', '<!--', ''],
  ['^(.*?),(.*?),(.*?),(.*?),(.*?),P', '', ',', ''],
  ['(.*?,){11}P', '', '1,', ''],
  ['\\s*\\n\\s*$', '', '\\n', 'x'],
  ['^[^"]*("[^"]*"[^"]*)*$', '', '"', 'x'],
  ['^(\\w+\\s?)*$', '', 'word ', '!'],
  ['^([a-zA-Z0-9_.-])+@(([a-zA-Z0-9-])+.)+([a-zA-Z0-9]{2,4})+$', 'a@', 'a', '!'],
  ['(x+x+)+y', '', 'x', ''],
  ['(.*)*x$', '', 'a', '!'],
  ['((a*)*)*b', '', 'a', ''],
  ['(a*)+b', '', 'a', ''],
  ['(a+){10}y', '', 'a', ''],
  ['(a|b|ab)*c', '', 'ab', ''],
  ['(?:a|ab)(?:c|bcd)(?:d*)+e', 'a', 'bcd', ''],
  ['.*.*.*=.*', '', 'a', ''],
  ['a*a*a*a*a*a*b', '', 'a', ''],
  ['^(?:a?){25}a{25}$', '', 'a', '!'],
  ['[a-z]+[a-z]+[a-z]+[a-z]+\\d', '', 'a', ''],
  ['(([\\w.])+)*@', '', 'a', ''],
  ['^(?=(a+))\\1+$', '', 'a', '!'],
  ['(a+)\\1+b', '', 'a', ''],
  ['(?<!b)(a+)+$', '', 'a', '!'],
];

const LENGTH = 40_000;
// A backtracking engine takes seconds for the polynomial ones, and longer than the universe for the others.
const MOST_MS = 2000;

describe('patterns that were made to hang a page', () => {
  test.each(ATTACKS)('%s is refused or quick', (source, start, pump, end) => {
    const text = start + pump.repeat(LENGTH / pump.length) + end;
    const matches = load(source);
    const began = performance.now();
    if (matches) expect(typeof matches({ text })).toBe('boolean');
    expect(performance.now() - began).toBeLessThan(MOST_MS);
  });

  test.each(ATTACKS)('%s, where it is not refused, matches what it should', (source, start, pump, end) => {
    const matches = load(source);
    for (const repeats of [0, 1, 2, 5, 8]) {
      for (const last of [end, '', 'y', 'b']) {
        const text = start + pump.repeat(repeats) + last;
        if (matches) expect(matches({ text }), text).toBe(new RegExp(source).test(text));
      }
    }
  });

  test('most are not refused', () => {
    expect(ATTACKS.filter(([source]) => load(source) === undefined).map(([source]) => source)).toEqual([
      '^(?=(a+))\\1+$',
      '(a+)\\1+b',
      '(?<!b)(a+)+$',
    ]);
  });
});

/** `undefined` where it is refused when it is loaded. */
function load(source: string) {
  try {
    return compileCondition(parseCondition({ matches: [{ var: 'text' }, source] }));
  } catch (error) {
    if (!isKindredError(error)) throw error;
    expect([error.code, error.at]).toEqual(['invalid-rule', '/matches/1']);
    return undefined;
  }
}
