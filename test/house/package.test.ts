import { expect, test } from 'vitest';
import { PUBLIC_ENTRIES } from './entries.ts';
import { readEntryTable } from './entry-table.ts';
import { LAYERS } from './layers.ts';
import { listFiles, readText } from './project.ts';

const pack = JSON.parse(readText('package.json'));
const isOurPath = (path: string) => !/\.js(on)?$/.test(path);
const importName = (path: string) => path.replace('.', 'kindred');

const SCRIPTS = [
  'dist/kindred.global.js',
  'dist/kindred.acts.js',
  'dist/kindred.personal.js',
  'dist/kindred.operators.js',
  'dist/kindred.recommend.js',
  'dist/kindred.parties.js',
  'dist/kindred.rights.js',
  'dist/kindred.withdrawal.js',
  'dist/kindred.interface.js',
  'dist/kindred.centre.js',
  'dist/snippet.js',
];

test('a script can be found by its name, as the files can that it loads from beside it', () => {
  const scripts = Object.keys(pack.exports).filter((path) => path.endsWith('.js'));
  expect(scripts.sort()).toEqual(SCRIPTS.map((path) => path.replace('dist', '.')).sort());
});

test('the paths of package.json are the entries that are built', () => {
  expect(Object.keys(pack.exports).filter(isOurPath).map(importName)).toEqual(Object.keys(PUBLIC_ENTRIES));
});

test('every path has its files and types for import and for require', () => {
  for (const path of Object.keys(pack.exports).filter(isOurPath)) {
    const file = path === '.' ? './dist/index' : path.replace('.', './dist');
    expect(pack.exports[path]).toEqual({
      import: { types: `${file}.d.ts`, default: `${file}.js` },
      require: { types: `${file}.d.cts`, default: `${file}.cjs` },
    });
  }
});

test('every entry is the index of its folder', () => {
  expect(Object.values(PUBLIC_ENTRIES).filter((file) => !/^src\/[a-z/-]+\/index\.ts$/.test(file))).toEqual([]);
  const indexes = listFiles('src').filter((path) => path.endsWith('/index.ts'));
  const hidden = ['core', 'platform', 'identity', 'cli', 'script'].map((folder) => `src/${folder}/index.ts`);
  const unlisted = indexes.filter((path) => !Object.values(PUBLIC_ENTRIES).includes(path) && !hidden.includes(path));
  expect(unlisted).toEqual([]);
});

test('the table of the README lists every entry, and states for each what it weighs at most', () => {
  const rows = readEntryTable(readText('README.md'));
  expect(rows.map(({ name }) => name)).toEqual([...Object.keys(PUBLIC_ENTRIES), ...SCRIPTS]);
  const budgets = new Map<string, string>(
    pack['size-limit'].map((each: { name: string; limit: string }) => [each.name, each.limit]),
  );
  expect(rows.filter(({ name, size }) => size !== (budgets.get(name) ?? '–'))).toEqual([]);
});

test('versions are pinned', () => {
  const ranges = Object.values({ ...pack.dependencies, ...pack.devDependencies });
  expect(ranges.filter((range) => !/^\d+\.\d+\.\d+$/.test(String(range)))).toEqual([]);
});

test('the layer table holds every folder of src', () => {
  const folders = new Set(listFiles('src').map((path) => path.split('/')[1]));
  expect([...folders].filter((folder) => !LAYERS.some((layer) => layer.folder === folder))).toEqual([]);
});
