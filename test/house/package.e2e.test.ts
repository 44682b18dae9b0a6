import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { follow } from './dist.ts';
import { listFiles, readFiles, readText } from './project.ts';

const pack = JSON.parse(readText('package.json'));
const dist = readFiles('dist', /\.(js|cjs)$/);

/** Every file that a value of package.json names, however deep. */
function named(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.startsWith('./') ? [value.slice(2)] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(named) : [];
}

test('every file that package.json names was built', () => {
  const wanted = named([pack.exports, pack.bin, pack.main, pack.module, pack.types, pack.unpkg, pack.jsdelivr]);
  const there = new Set([...listFiles('dist'), 'package.json']);
  expect(wanted.length).toBeGreaterThan(20);
  expect(wanted.filter((path) => !there.has(path))).toEqual([]);
});

const PAGE_ENTRIES: readonly string[] = pack['size-limit']
  .map(({ path }: { path: string }) => path)
  .filter((path: string) => /^dist\/[a-z-]+\.js$/.test(path));

describe('a page that loads an entry', () => {
  // The schemas are for the collector. Whoever reads batches imports them from this entry, and bundlers drop them for the rest.
  const withoutSchemas = PAGE_ENTRIES.filter((path) => path !== 'dist/events.js');

  test.each(withoutSchemas)('does not load zod: %s', (path) => {
    expect([...follow(path, dist, { withDynamic: true }).outside].filter((name) => name.startsWith('zod'))).toEqual([]);
  });

  test.each(PAGE_ENTRIES)('loads nothing of Node, and no Parquet at once: %s', (path) => {
    const ever = [...follow(path, dist, { withDynamic: true }).outside];
    expect(ever.filter((name) => /^node:|^(commander|csv-parse|better-sqlite3)/.test(name))).toEqual([]);
    const atOnce = [...follow(path, dist, { withDynamic: false }).outside];
    expect(atOnce.filter((name) => name !== 'idb-keyval' && name !== 'zod/mini')).toEqual([]);
  });
});

test('the script tag holds neither zod nor Parquet, and imports nothing', () => {
  const script = dist.get('dist/kindred.global.js') ?? '';
  expect(gzipSync(script).length).toBeGreaterThan(1000);
  expect(script.match(/\bzod\b|_zod|ZodError|PAR1|\brequire\(|\bimport\(/gi)).toBe(null);
});

test.each(['js', 'cjs'])('all .%s entries share one error class', (end) => {
  const starts = [...dist.keys()].filter((path) => path.endsWith(`.${end}`) && !/(cli|global)\.c?js$/.test(path));
  const reached = new Set(starts.flatMap((path) => [...follow(path, dist, { withDynamic: true }).files]));
  const defining = [...reached].filter((path) =>
    /\bclass (\w+ )?extends Error\b|KindredError = class/.test(dist.get(path) ?? ''),
  );
  expect(defining).toHaveLength(1);
});
