import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from '../house/project.ts';

let snippet = '';
beforeAll(async () => {
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: ['src/script/snippet.ts'],
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    write: false,
  });
  snippet = outputFiles[0]?.text ?? '';
});

/** Runs the snippet as a page would, in a world of its own that has nothing else. */
function run(dataset: object | undefined) {
  const frames: { name?: string }[] = [];
  const listeners: unknown[] = [];
  const page: Record<string, unknown> = {
    navigator: { userAgent: '' },
    document: {
      currentScript: dataset && { dataset },
      createElement: () => ({}),
      head: { append: (frame: object) => frames.push(frame) },
    },
    addEventListener: (_: string, listener: unknown) => listeners.push(listener),
  };
  page.window = page;
  runInNewContext(snippet, page);
  return { page, frames, listeners };
}

test('it weighs at most 1 kB', () => {
  expect(gzipSync(snippet, { level: 9 }).length).toBeLessThanOrEqual(1000);
});

test('it reads its options from its own tag', () => {
  const { page } = run({ consent: '{"analytics_storage":"granted"}' });
  expect(page.kindredConsentMode).toMatchObject({ analytics_storage: 'granted', ad_storage: 'denied' });
  expect(page).toMatchObject({ dataLayer: { length: 1 }, kindredQueue: { length: 0 }, gtag: expect.any(Function) });
});

test('it denies everything where it has no tag', () => {
  expect(Object.values(Object(run(undefined).page.kindredConsentMode))).not.toContain('granted');
});

test('it needs nothing that a strict content security policy forbids', () => {
  expect(snippet).not.toMatch(/\beval\b|\bFunction\(|innerHTML|\.style\b|\.src\b|fetch|import\(/);
});

describe('frameworks of the IAB', () => {
  test('have no stub unless they are asked for: whoever finds one waits', () => {
    const { page, frames, listeners } = run({});
    expect([page.__tcfapi, page.__gpp, frames, listeners]).toEqual([undefined, undefined, [], []]);
  });

  test('have the stubs that are asked for', () => {
    const { page, frames } = run({ stubs: '__tcfapi __gpp' });
    expect(page).toMatchObject({ __tcfapi: expect.any(Function), __gpp: expect.any(Function) });
    expect(frames).toEqual([{ name: '__tcfapiLocator' }, { name: '__gppLocator' }]);
  });
});
