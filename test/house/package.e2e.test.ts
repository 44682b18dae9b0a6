import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { bundleForPage } from './bundle.ts';
import { follow } from './dist.ts';
import { listFiles, ROOT, readFiles, readText } from './project.ts';

const pack = JSON.parse(readText('package.json'));
const dist = readFiles('dist', /\.(js|cjs)$/);

/** Every file that a value of package.json names, however deep. */
function named(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.startsWith('./') ? [value.slice(2)] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(named) : [];
}

test('every file that package.json names was built', () => {
  const wanted = named([pack.exports, pack.bin, pack.main, pack.module, pack.types, pack.unpkg, pack.jsdelivr]);
  const there = new Set([...listFiles('dist'), 'package.json', 'src/rules/rules.schema.json']);
  expect(wanted.length).toBeGreaterThan(20);
  expect(wanted.filter((path) => !there.has(path))).toEqual([]);
});

const PAGE_ENTRIES: readonly string[] = pack['size-limit']
  .map(({ path }: { path: string }) => path)
  .filter(
    (path: string, index: number, all: readonly string[]) =>
      /^dist\/[a-z-]+\.js$/.test(path) && all.indexOf(path) === index,
  );

test('nothing that was built names a place on the machine that built it', () => {
  const all = readFiles('dist', /./);
  expect(all.size).toBeGreaterThan(50);
  expect([...all].filter(([, text]) => text.includes(ROOT)).map(([path]) => path)).toEqual([]);
});

describe('a page that imports an entry', () => {
  // Whatever is of Node cannot be resolved for a page, so its bundle fails.
  test.each(PAGE_ENTRIES)('needs nothing of Node, and downloads zod only to read batches: %s', async (path) => {
    const { kept } = await bundleForPage(path);
    const outside = [...kept].filter(([name, bytes]) => bytes > 0 && name.startsWith('node_modules/'));
    const packages = new Set(outside.map(([name]) => name.split('/')[1]));
    expect([...packages].filter((name) => !allowed(path).includes(name ?? ''))).toEqual([]);
  });

  test.each(PAGE_ENTRIES.filter((path) => path !== 'dist/events.js'))(
    'needs no zod without a bundler either: %s',
    (path) => {
      const asking = [...follow(path, dist)].filter((file) => /from ["']zod/.test(dist.get(file) ?? ''));
      expect(asking).toEqual([]);
    },
  );

  test('is found out when it needs Node, or zod', async () => {
    await expect(bundleForPage('dist/server/sqlite.js')).rejects.toThrow('Could not resolve');
    expect([...(await bundleForPage('dist/events.js')).kept.keys()].join()).toContain('/zod/');
  });

  test('downloads at most 22.9 kB, in the files of a bundler that splits, before it asks for more', async () => {
    expect((await bundleForPage('dist/index.js')).bytesAtOnce).toBeLessThanOrEqual(22_900);
  });

  const allowed = (path: string) => (path === 'dist/events.js' ? ['zod'] : ['idb-keyval']);
});

const BESIDE = ['acts', 'interface', 'operators', 'parties', 'personal', 'recommend', 'rights', 'withdrawal'].map(
  (name) => `kindred.${name}.js`,
);

/** What the interface loads when the preference centre is opened. */
const CENTRE = 'kindred.centre.js';

test.each(['kindred.global.js', CENTRE, ...BESIDE])('the script %s holds neither zod nor Parquet', (name) => {
  const script = dist.get(`dist/${name}`) ?? '';
  expect(gzipSync(script).length).toBeGreaterThan(1000);
  expect(script.match(/\bzod\b|_zod|ZodError|PAR1|\brequire\(/gi)).toBe(null);
});

test('the script tag loads the files beside it, and those nothing but languages, the preference centre, and what some models and lists need', () => {
  const asked = (name: string) =>
    [...(dist.get(`dist/${name}`) ?? '').matchAll(/\bimport\(["']\.\/(.*?)["']\)/g)].map(([, to]) => to ?? '');
  expect([...new Set(asked('kindred.global.js'))].sort()).toEqual(BESIDE);
  expect(asked('kindred.interface.js')).toContain(CENTRE);
  for (const name of [CENTRE, ...BESIDE]) {
    const models = 'arrange|blends|load-scorer|scorer-of-blend|serving-slices|other-kinds';
    const centre = 'left|notices|others|release|interests|known|history|rights';
    const own = new RegExp(
      `^((${models}|${centre}|translate|ar|de|es|fr|ja|ko|zh-han[st])-\\w+|kindred\\.centre)\\.js$`,
    );
    const others = asked(name).filter((to) => !own.test(to));
    expect(others, name).toEqual([]);
    // The centre shares its words with what unfolds in it, the recommender its errors with the kinds of models. The banner waits for no other file.
    const isSplit = [CENTRE, 'kindred.recommend.js'].includes(name);
    if (!isSplit) expect(/\bimport\b(?![-(])/.test(dist.get(`dist/${name}`) ?? ''), name).toBe(false);
  }
});

test.each(['js', 'cjs'])('all .%s entries share one error class', (end) => {
  const starts = named(pack.exports).filter((path) => path.endsWith(`.${end}`) && !/kindred\.[a-z]+\.js$/.test(path));
  const reached = new Set(starts.flatMap((path) => [...follow(path, dist)]));
  const defining = [...reached].filter((path) =>
    /\bclass (\w+ )?extends Error\b|KindredError = class/.test(dist.get(path) ?? ''),
  );
  expect(defining).toHaveLength(1);
});
