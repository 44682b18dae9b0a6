import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { findUnwanted } from './hygiene-rules.ts';
import { LAYERS } from './layers.ts';
import { listFiles, ROOT, readFiles, readText } from './project.ts';

const PURE = LAYERS.filter(({ isPure }) => isPure).map(({ folder }) => `src/${folder}/`);
const isPure = (path: string) => PURE.some((folder) => path.startsWith(folder));

test('sources hold no form that the style forbids, and pure folders nothing that differs from call to call', () => {
  expect(findUnwanted(readFiles('src', /\.ts$/), isPure)).toEqual([]);
});

test('folders and files have kebab-case names', () => {
  const names = ownFiles().filter((path) => /^(src|test|bench|examples|\.ci)\//.test(path));
  expect(names.filter((path) => !isKebabCase(path))).toEqual([]);
});

test('no source is named for a bag of things', () => {
  const bags = /\/(utils?|helpers?|common|misc|types|managers?)(\.[^/]+)?(\/|$)/;
  expect(ownFiles().filter((path) => path.startsWith('src/') && bags.test(path))).toEqual([]);
});

test('no file names a folder of one machine or the host of a package registry', () => {
  const pattern = new RegExp(MACHINE.join('|'));
  const named = ownFiles().filter((path) => isText(path) && !isThisFile(path) && pattern.test(readText(path)));
  expect(named).toEqual([]);
});

describe('a planted fault is found', () => {
  const FAULTS: readonly (readonly [string, string])[] = [
    ['let a: any;', 'any'],
    ['let a = b as string;', 'a cast with `as`'],
    ['let a = <string>b;', 'a cast with `<…>`'],
    ['let a = b!.c;', 'a `!`'],
    ['let a = row[1]!;', 'a `!`'],
    ['enum A { B }', 'an enum'],
    ['export default 1;', 'a default export'],
    ['export default function a() {}', 'a default export'],
    ["export * from './a.ts';", '`export *`'],
    ["export * as a from './a.ts';", '`export *`'],
    ['class Box {}', 'a class'],
    ['const Box = class {};', 'a class'],
    ['// TO' + 'DO: later', 'a note of unfinished work'],
    ['// @ts-' + 'ignore', 'a silenced type error'],
    ['const now = Date.now();', 'Date.now'],
    ['const clock = { now: Date.now };', 'Date.now'],
    ['const now = new Date();', '`new Date()` without a time'],
    ['const now = Date();', '`Date()`'],
    ['const next = Math.random;', 'Math.random'],
    ["const format = new Intl.DateTimeFormat('en');", 'Intl.DateTimeFormat'],
    ['const format = new Intl.DateTimeFormat(locale, { timeZone });', 'Intl.DateTimeFormat'],
    ["const format = new Intl.DateTimeFormat('en', { year: 'numeric' });", 'Intl.DateTimeFormat'],
    ['names.sort((a, b) => a.localeCompare(b));', 'localeCompare, which depends on the machine'],
  ];
  test.each(FAULTS)('%s', (text, rule) => {
    const found = findUnwanted(new Map([['src/core/a.ts', text]]), () => true);
    expect(found.map((each) => each.rule)).toEqual([rule]);
  });

  test('but none in what the style allows', () => {
    const text = `export const LIST = ['a'] as const;
      const format = new Intl.DateTimeFormat('en', { timeZone: 'Europe/Berlin' });
      export { b as c } from './b.ts';
      export class KindredError extends Error {}
      export const at = (ms: number) => new Date(ms).toISOString();
      // biome-ignore lint/style/noNonNullAssertion: a kernel
      export const first = (row: Float32Array) => row[0]!;`;
    expect(findUnwanted(new Map([['src/core/a.ts', text]]), () => true)).toEqual([]);
  });

  test('names', () => {
    expect(['src/core/goodName.ts', 'src/Core/a.ts', 'src/a_b.ts'].filter(isKebabCase)).toEqual([]);
    expect(['src/core/a-b.dom.test.ts', 'src/core/README.md', '.ci/run', 'a/1.svg'].filter(isKebabCase)).toHaveLength(
      4,
    );
  });
});

const MACHINE = [
  '/(home|Users|root|work|tmp)/[a-z]',
  'registry\\.[a-z]+\\.[a-z]+',
  '\\bpypi\\.org',
  '\\bproxy\\.golang\\.org',
];

/** The files that people write: those of our folders, and those at the top. */
function ownFiles(): readonly string[] {
  const top = readdirSync(ROOT, { withFileTypes: true }).filter((entry) => entry.isFile());
  const below = ['.ci', 'src', 'test', 'bench', 'examples'].flatMap(listFiles);
  return [
    ...top.map(({ name }) => name),
    ...below.filter((path) => !/\/(__screenshots__|node_modules|\.kindred)\//.test(path)),
  ];
}

function isKebabCase(path: string): boolean {
  return path.split('/').every((part) => /^\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*$|^[A-Z]+\.md$/.test(part));
}

function isText(path: string): boolean {
  return !/\.(png|jpg|gz|tgz|woff2|ico|safetensors|parquet|db|db-shm|db-wal)$/.test(path);
}

function isThisFile(path: string): boolean {
  return path === 'test/house/hygiene.test.ts';
}
