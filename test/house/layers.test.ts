import { describe, expect, test } from 'vitest';
import { findViolations } from './layer-rules.ts';
import { LAYERS } from './layers.ts';
import { readFiles } from './project.ts';

const sources = readFiles('src', /\.ts$/);

test('every import of the sources follows the layer table', () => {
  expect(sources.size).toBeGreaterThan(10);
  expect(findViolations(sources)).toEqual([]);
});

test('every folder of the table stands in it once', () => {
  const folders = LAYERS.map(({ folder }) => folder);
  expect(new Set(folders).size).toBe(folders.length);
});

// A guard that finds nothing may be blind. Each of these faults is planted in a small, otherwise sound tree.
describe('a planted fault is found', () => {
  const SOUND = {
    'src/core/index.ts': "export { a } from './a.ts';",
    'src/core/a.ts': 'export const a = 1;',
    'src/rules/index.ts': "import { a } from '../core/index.ts'; export { a };",
    'src/rules/parse.ts': '',
    'src/experiments/index.ts': '',
    'src/recommend/index.ts': '',
    'src/recommend/train/index.ts': "import { x } from '../index.ts'; import '../deep/file.ts';",
    'src/recommend/deep/file.ts': '',
    'src/storage/index.ts': "import { get } from 'idb-keyval'; import { readFile } from 'node:fs';",
    'src/server/index.ts': "import { train } from '../recommend/train/index.ts';",
    'src/server/store.ts': '',
    'src/testing/index.ts': '',
  };
  const find = (planted: Record<string, string>) =>
    findViolations(new Map(Object.entries({ ...SOUND, ...planted }))).map(({ kind }) => kind);

  test('but none in the sound tree', () => {
    expect(find({})).toEqual([]);
  });

  const FAULTS: readonly (readonly [string, string, string, string])[] = [
    ['an import from below', 'src/core/a.ts', "import type { b } from '../rules/index.ts';", 'not-above'],
    ['an import from the same row', 'src/rules/parse.ts', "import '../experiments/index.ts';", 'not-above'],
    ['a re-export from below', 'src/core/b.ts', "export { b } from '../rules/index.ts';", 'not-above'],
    ['a dynamic import from below', 'src/core/a.ts', "await import('../rules/index.ts');", 'not-above'],
    ['an import within a type', 'src/core/a.ts', "type B = import('../rules/index.ts').B;", 'not-above'],
    ['a require', 'src/core/a.ts', "require('../rules/index.ts');", 'not-above'],
    ['reaching behind an index', 'src/rules/parse.ts', "import '../core/a.ts';", 'behind-index'],
    ['reaching into a subfolder', 'src/server/store.ts', "import '../recommend/deep/file.ts';", 'behind-index'],
    ['an undeclared package', 'src/rules/parse.ts', "import 'lodash';", 'package'],
    ['a package of another folder', 'src/rules/parse.ts', "import { get } from 'idb-keyval';", 'package'],
    ['zod in one piece', 'src/events/index.ts', "import { z } from 'zod';", 'package'],
    ['Parquet loaded at once', 'src/recommend/parquet.ts', "import { x } from 'hyparquet';", 'package'],
    ['a computed specifier', 'src/rules/parse.ts', 'await import(name);', 'package'],
    ['Node in a pure folder', 'src/rules/parse.ts', "import type { Stats } from 'node:fs';", 'node-module'],
    ['the server in a contract', 'src/testing/a.ts', "import type { s } from '../server/index.ts';", 'not-above'],
    ['fakes in the product', 'src/cli/a.ts', "import { fake } from '../testing/index.ts';", 'test-only'],
    ['a folder outside the table', 'src/helpers/a.ts', '', 'unknown-folder'],
    ['an import out of src', 'src/rules/parse.ts', "import '../../test/house/project.ts';", 'outside'],
    ['a missing extension', 'src/rules/parse.ts', "import '../core';", 'missing-file'],
  ];
  test.each(FAULTS)('%s', (_, path, text, kind) => {
    expect(find({ [path]: text })).toEqual([kind]);
  });

  test('a cycle of files', () => {
    const cycle = { 'src/rules/parse.ts': "import './plan.ts';", 'src/rules/plan.ts': "import './parse.ts';" };
    expect(find(cycle)).toEqual(['cycle']);
  });

  test('but a cycle of types only is none', () => {
    const cycle = {
      'src/rules/parse.ts': "import './plan.ts';",
      'src/rules/plan.ts': "import type { P } from './parse.ts';",
    };
    expect(find(cycle)).toEqual([]);
  });
});
