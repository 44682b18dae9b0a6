import { dirname } from 'node:path/posix';
import { describe, expect, test } from 'vitest';
import { readFiles } from './project.ts';
import { hidesPromises, readPromises, readTitles, unproven } from './promises.ts';

const INDEXES = [...readFiles('src', /\/index\.ts$/)];
const CONTRACTS = titlesBelow('src/testing');

describe('every promise of a folder has a test of the same wording', () => {
  const promising = INDEXES.filter(([, text]) => readPromises(text).length > 0);

  test('there are folders with promises', () => {
    expect(promising.length).toBeGreaterThan(0);
  });

  test.each(promising)('%s', (path, text) => {
    const titles = [...titlesBelow(dirname(path).replace(/^src/, 'test')), ...CONTRACTS];
    expect(unproven(readPromises(text), titles)).toEqual([]);
  });

  test('none hides in another form', () => {
    const misread = INDEXES.filter(([, text]) => hidesPromises(text));
    expect(misread.map(([path]) => path)).toEqual([]);
  });
});

describe('a planted fault is found', () => {
  const INDEX = [
    '// Words.',
    '//',
    '// Promises',
    '// - A purpose with no choice is denied.',
    '// - Withdrawing clears `storage`',
    '//   before it returns.',
    '//',
    '// More words.',
    "export { a } from './a.ts';",
    '// - no promise',
  ].join('\n');

  test('promises are read with the lines that they go on to', () => {
    const expected = ['A purpose with no choice is denied.', 'Withdrawing clears `storage` before it returns.'];
    expect(readPromises(INDEX)).toEqual(expected);
    expect(readPromises("export { a } from './a.ts';\n// Promises\n// - late")).toEqual([]);
  });

  test('a list that is not under the word is seen', () => {
    expect(hidesPromises('// Words.\n// - A purpose with no choice is denied.')).toBe(true);
    expect(hidesPromises('// promises:\n// a purpose …')).toBe(true);
    expect(hidesPromises(INDEX)).toBe(false);
    expect(hidesPromises('// Words.')).toBe(false);
  });

  test('a promise without a test is named', () => {
    const titles = readTitles(
      'a.test.ts',
      "test('a purpose with no choice is denied', () => {}); test.prop([a])('b', f);",
    );
    expect(unproven(readPromises(INDEX), titles)).toEqual(['Withdrawing clears `storage` before it returns.']);
  });

  test('titles of every form are read', () => {
    const text =
      "it.skipIf(x)('a', f); describe('b', () => { test.each(c)('d', f); }); const cases = [{ name: `e`, run }];";
    expect(readTitles('a.test.ts', text)).toEqual(['a', 'b', 'd', 'e']);
  });
});

function titlesBelow(folder: string): readonly string[] {
  return [...readFiles(folder, /\.ts$/)].flatMap(([path, text]) => readTitles(path, text));
}
