import { beforeAll, describe, expect, test } from 'vitest';
import {
  checkModules,
  collectExamples,
  findGaps,
  type PublicName,
  readFences,
  readPublicNames,
  readScripts,
} from './docs.ts';
import { PUBLIC_ENTRIES } from './entries.ts';
import { readText } from './project.ts';

const SLOW = 60_000;

describe('public names', () => {
  let names: readonly PublicName[] = [];
  beforeAll(() => {
    names = readPublicNames(PUBLIC_ENTRIES);
  }, SLOW);

  test('every entry exports something', () => {
    const entries = new Set(names.map(({ entry }) => entry));
    expect(Object.keys(PUBLIC_ENTRIES).filter((entry) => !entries.has(entry))).toEqual([]);
  });

  test('every one has a docstring, every function one example', () => {
    expect(findGaps(names)).toEqual([]);
  });

  test(
    'every example compiles as a module of its own',
    () => {
      expect(checkModules(collectExamples(names))).toEqual([]);
    },
    SLOW,
  );
});

test(
  'the snippets of the README compile',
  () => {
    const readme = readText('README.md');
    const snippets = [...readFences(readme, ['ts', 'js']), ...readFences(readme, ['html']).flatMap(readScripts)];
    expect(snippets.length).toBeGreaterThanOrEqual(3);
    const modules = snippets.map((code, index): [string, string] => [`test/house/readme/${index + 1}.ts`, code]);
    expect(checkModules(new Map(modules))).toEqual([]);
  },
  SLOW,
);

describe('a planted fault is found', () => {
  const ENTRY = { 'kindred/planted': 'src/planted/index.ts' };
  const SOURCE = `
    export { bare, documented, exampled, listed, wrong, type Shape } from './parts.ts';`;
  const PARTS = `
    export const bare = 1;
    /** Words. */
    export function documented(): void {}
    /**
     * Words.
     *
     * @example
     * \`\`\`ts
     * import { isKindredError } from 'kindred/consent';
     *
     * const is: boolean = isKindredError(await 1);
     * \`\`\`
     */
    export const exampled = (): void => {};
    /** @example words without a fence */
    export function listed(): void {}
    /**
     * Words.
     *
     * @example
     * \`\`\`ts
     * const a: number = 'text';
     * undeclared();
     * \`\`\`
     */
    export function wrong(): void {}
    export interface Shape { readonly a: 1 }`;
  const FILES = new Map([
    ['src/planted/index.ts', SOURCE],
    ['src/planted/parts.ts', PARTS],
  ]);

  test(
    'in docstrings and in examples',
    () => {
      const names = readPublicNames(ENTRY, FILES);
      expect(findGaps(names)).toEqual([
        'bare of kindred/planted has no docstring',
        'documented of kindred/planted has 0 examples in a ```ts fence, not one',
        'listed of kindred/planted has no docstring',
        'Shape of kindred/planted has no docstring',
      ]);
      expect(checkModules(collectExamples(names))).toEqual([
        "test/house/examples/kindred.planted.wrong.ts:1: Type 'string' is not assignable to type 'number'.",
        "test/house/examples/kindred.planted.wrong.ts:2: Cannot find name 'undeclared'.",
      ]);
    },
    SLOW,
  );

  test('in the script of a page', () => {
    const html = '<script src="a.js"></script>\n<script>\n  kindred.isKindredError(1);\n</script>';
    expect(readScripts(html)).toEqual([
      "declare const kindred: typeof import('kindred');\n  kindred.isKindredError(1);\n",
    ]);
  });
});
