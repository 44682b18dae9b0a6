import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isBuildStale, removeLeftovers } from '../../.ci/dist.mjs';
import { run } from '../../.ci/prepare.mjs';

let project = '';
beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), 'kindred-dist-'));
});
afterEach(() => rm(project, { recursive: true }));

describe('whether dist/ must be built again', () => {
  const EARLIER = new Date('2026-01-01T10:00:00Z');
  const BUILT = new Date('2026-01-01T11:00:00Z');
  const LATER = new Date('2026-01-01T12:00:00Z');

  const put = async (path: string, at: Date) => {
    await mkdir(join(project, path, '..'), { recursive: true });
    await writeFile(join(project, path), '');
    await utimes(join(project, path), at, at);
  };
  beforeEach(async () => {
    for (const name of ['package.json', 'tsup.config.ts', 'tsconfig.json', 'src/core/error.ts'])
      await put(name, EARLIER);
    for (const folder of ['src', 'src/core']) await utimes(join(project, folder), EARLIER, EARLIER);
  });
  const isStale = () => ({ all: isBuildStale('all', project), shop: isBuildStale('shop', project) });

  test('it must be when it is missing', () => {
    expect(isStale()).toEqual({ all: true, shop: true });
  });

  test('it need not be when it is whole, and newer than what it is made of', async () => {
    await put('dist/kindred.global.js', BUILT);
    await put('dist/index.d.ts', BUILT);
    expect(isStale()).toEqual({ all: false, shop: false });
  });

  test('one that was built for the shop is good for the shop alone', async () => {
    await put('dist/kindred.global.js', BUILT);
    expect(isStale()).toEqual({ all: true, shop: false });
  });

  test.each(['package.json', 'src/core/error.ts'])('it must be when %s is newer', async (changed) => {
    await put('dist/kindred.global.js', BUILT);
    await put('dist/index.d.ts', BUILT);
    await put(changed, LATER);
    expect(isStale()).toEqual({ all: true, shop: true });
  });
});

test('what a build left is removed once its process is gone, and nothing else', async () => {
  const { log } = await run(process.execPath, ['-p', 'process.pid']);
  const gone = `dist.${log.trim()}`;
  const others = ['dist', `dist.${process.pid}`, 'dist.old', 'src'];
  for (const name of [gone, ...others]) await mkdir(join(project, name));
  removeLeftovers(project);
  expect((await readdir(project)).sort()).toEqual(others.sort());
});
