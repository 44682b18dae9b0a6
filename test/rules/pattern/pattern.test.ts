import * as fc from 'fast-check';
import { RE2JS } from 're2js';
import { describe, expect, test } from 'vitest';
import { isKindredError } from '../../../src/rules/index.ts';
import { compilePattern } from '../../../src/rules/pattern/pattern.ts';

const SIGNS = ['a', 'b', 'B', '1', '_', ' ', '-', '\n', 'ä', 'Ä', 'ß', 'ſ', 'K', 'K', '😀'];

const text = fc.array(fc.constantFrom(...SIGNS), { maxLength: 10 }).map((signs) => signs.join(''));

const atom = fc.constantFrom(
  ...[
    'a',
    'b',
    'B',
    'ä',
    'k',
    's',
    '1',
    '_',
    ' ',
    '-',
    '.',
    '\\d',
    '\\D',
    '\\w',
    '\\W',
    '\\s',
    '\\S',
    '\\.',
    '\\-',
    '\\n',
  ],
  ...[
    '[ab]',
    '[^ab]',
    '[a-z]',
    '[^\\W\\d]',
    '[\\w-]',
    '[-a]',
    '[]',
    '[^]',
    '[^\\S\\n]',
    '[ä-ü]',
    '\\x61',
    '\\u00e4',
    '[\\b]',
    '}',
    ']',
  ],
);

const pattern: fc.Arbitrary<string> = fc.letrec<{ pattern: string }>((tie) => ({
  pattern: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    { weight: 3, arbitrary: atom },
    fc.constantFrom('^', '$', '\\b', '\\B', ''),
    fc.array(tie('pattern'), { minLength: 1, maxLength: 3 }).map((parts) => parts.join('')),
    fc.array(tie('pattern'), { minLength: 1, maxLength: 3 }).map((parts) => `(${parts.join('|')})`),
    fc
      .tuple(tie('pattern'), fc.constantFrom('*', '+', '?', '*?', '+?', '??', '{2}', '{0,2}', '{1,}', '{0}', '{1,3}?'))
      .map(([part, sign]) => `(?:${part})${sign}`),
  ),
})).pattern;

describe('patterns', () => {
  test('match what the regular expressions of JavaScript match', () => {
    fc.assert(
      fc.property(
        pattern,
        fc.constantFrom('', 'i'),
        fc.array(text, { minLength: 1, maxLength: 5 }),
        (source, flags, texts) => {
          const matches = compilePattern(source, flags);
          for (const text of texts) {
            expect(matches(text), `/${source}/${flags} on ${JSON.stringify(text)}`).toBe(
              new RegExp(source, flags).test(text),
            );
          }
        },
      ),
      { numRuns: 5000 },
    );
  });

  test('match what RE2 matches, on ASCII', () => {
    const ascii = /^[\x20-\x7e]*$/;
    fc.assert(
      fc.property(pattern, text, (source, text) => {
        // RE2 has no empty class, and its names of code units differ.
        fc.pre(ascii.test(source) && ascii.test(text) && !/\[\]|\[\^\]|\\u|\\b\]/.test(source));
        expect(compilePattern(source)(text)).toBe(RE2JS.compile(source).matcher(text).find());
      }),
      { numRuns: 1000 },
    );
  });

  test('any text at all, given as a pattern, matches as in JavaScript or is refused with a remedy', () => {
    const signs = fc.constantFrom(...'ab1^$.*+?()[]{}|\\-,<>:=!dDwWsSbBupxknQ/'.split(''));
    fc.assert(
      fc.property(fc.array(signs, { maxLength: 12 }), fc.constantFrom('', 'i'), text, (parts, flags, text) => {
        const source = parts.join('');
        const matches = tryCompile(source, flags);
        if (matches) expect(matches(text), source).toBe(new RegExp(source, flags).test(text));
      }),
      { numRuns: 20_000 },
    );
  });

  test.each([
    ['^oolong', ['oolong tea'], ['an oolong', 'Oolong']],
    ['tea$', ['green tea'], ['teas']],
    ['^tea$', ['tea'], ['teas', 'a tea', '']],
    ['tea', ['a teapot'], ['te a']],
    ['', ['', 'a'], []],
    ['^$', [''], ['a']],
    ['a\\.b\\\\', ['xa.b\\x'], ['a.b', 'aXb\\']],
    ['(?<year>\\d{4})-\\d\\d', ['on 2026-11-22'], ['26-11']],
    ['\\btea\\b', ['a tea.', 'tea'], ['teapot', 'steam']],
    ['^(?:de|at|ch)-\\d+$', ['de-1', 'ch-20'], ['de-', 'xde-1', 'de-1x']],
  ])('%s', (source, texts, others) => {
    const matches = compilePattern(source);
    expect(texts.filter(matches)).toEqual(texts);
    expect(others.filter(matches)).toEqual([]);
  });

  test.each([
    ...[
      '(a)\\1',
      '\\k<a>',
      '(?=a)',
      '(?!a)',
      '(?<=a)',
      '(?<!a)',
      '(?i:a)',
      '\\p{L}',
      '\\cA',
      '\\u{61}',
      '\\x6',
      '\\01',
    ],
    ...[
      '(',
      ')',
      'a)',
      '[',
      '[a',
      '[b-a]',
      '*',
      'a**',
      'a{2}{3}',
      '{',
      'a{',
      'a{,2}',
      'a{2,1}',
      '^*',
      '\\b+',
      '\\',
      '[\\',
      '(?',
      '(?<',
      '(?<a',
    ],
    ...[
      'a{501}',
      '(a{50}){50}',
      '((((){999}){999}){999}){999}',
      '(){1000000000}',
      `${'a'.repeat(500)}+`,
      '('.repeat(2000),
    ],
  ])('%.40s is refused', (source) => {
    expect(tryCompile(source, '')).toBeUndefined();
  });

  test('only the flag i is known', () => {
    for (const flags of ['g', 'm', 'u', 'ii', 'I']) expect(tryCompile('a', flags)).toBeUndefined();
  });
});

describe('patterns that blow up elsewhere', () => {
  const long = 20_000;

  test.each([
    ['(a+)+$', 'a', '!'],
    ['(a|aa)+$', 'a', '!'],
    ['(a|a)*$', 'a', '!'],
    ['(a*)*$', 'a', '!'],
    ['(.*a){20}', 'a', ''],
    ['(.*a){11}$', 'a', '!'],
    ['a*a*a*a*a*a*a*b', 'a', ''],
    ['^(([a-z])+.)+[A-Z]([a-z])+$', 'a', ''],
    ['(a?){50}a{50}$', 'a', '!'],
    ['(x+x+)+y', 'x', ''],
    ['(\\w+\\s?)+$', 'word ', '!'],
    ['^(\\d+|\\d+\\.)*$', '1', 'x'],
    ['([\\s\\S]*[\\s\\S]*[\\s\\S]*)=', ' ', ''],
    ['^(a|ab|abc|b)+c*$', 'ab', '!'],
    ['(a|b)*a(a|b){12}$', 'ab', '!'],
  ])('%s takes time in proportion to the text', (source, piece, end) => {
    const matches = compilePattern(source);
    const texts = [long, long * 2].map((length) => piece.repeat(length / piece.length) + end);
    // Steps, not milliseconds, would be exact; that it ends at all within the test's time is the point.
    for (const text of texts) expect(typeof matches(text)).toBe('boolean');
  });

  test('a pattern whose states are many forgets them, and still gives the verdict', () => {
    const matches = compilePattern('(a|b)*a(a|b){14}c');
    const random = Array.from({ length: 20_000 }, (_, index) => ((index * 7919) % 13 < 6 ? 'a' : 'b')).join('');
    expect(matches(random)).toBe(false);
    expect(matches(`${random}a${'b'.repeat(14)}c`)).toBe(true);
    expect(matches(random)).toBe(false);
  });
});

/** The pattern as a function, or `undefined` where it is refused in the form of all errors of rules. */
function tryCompile(source: string, flags: string): ((text: string) => boolean) | undefined {
  try {
    return compilePattern(source, flags, '/when/matches');
  } catch (error) {
    if (!isKindredError(error)) throw error;
    expect([error.code, error.at]).toEqual(['invalid-rule', '/when/matches']);
    return undefined;
  }
}
