import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type * as Esbuild from 'esbuild';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type BackgroundTab, openBackgroundTab } from './background-tab.ts';

const require = createRequire(import.meta.url);
const { build }: typeof Esbuild = createRequire(require.resolve('tsup/package.json'))('esbuild');

let tab: BackgroundTab;

beforeAll(async () => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('page.ts', import.meta.url))],
    bundle: true,
    format: 'iife',
    globalName: 'page',
    write: false,
  });
  tab = await openBackgroundTab();
  await tab.evaluate(outputFiles.map(({ text }) => text).join(''));
});

afterAll(() => tab?.close());

const seen = async (): Promise<readonly number[]> => {
  const json = await tab.evaluate('JSON.stringify(shop.seenAfterMs)');
  return JSON.parse(String(json));
};

test('what did not happen while the tab was frozen in the background is seen once when it is shown again', async () => {
  await tab.evaluate('var shop = page.watch(500); 0');
  await tab.freeze();
  await new Promise((resolve) => setTimeout(resolve, 2000));
  await tab.resume();
  await vi.waitFor(async () => expect(await seen()).toHaveLength(1), { timeout: 20_000, interval: 100 });
  expect(await tab.evaluate('shop.visibility.join()')).toBe('hidden,frozen,visible');
  // Nothing runs in a frozen tab.
  expect((await seen())[0]).toBeGreaterThanOrEqual(1900);
});

test('what did not happen in a tab that is shown is seen on time', async () => {
  await tab.evaluate('var shop = page.watch(500); 0');
  await vi.waitFor(async () => expect(await seen()).toHaveLength(1), { timeout: 20_000, interval: 100 });
  expect((await seen())[0]).toBeGreaterThanOrEqual(500);
});
