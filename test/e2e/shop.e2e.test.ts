import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Kindred } from '../../src/client/index.ts';
import type { StoredEvent } from '../../src/events/index.ts';
import { sqliteStore } from '../../src/server/sqlite/index.ts';
import { CHROMIUM } from '../chromium.ts';

declare const axe: typeof import('axe-core');
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What the shop's pages offer to the curious; read inside the page. */
declare const shop: { readonly kindred: Kindred };

const ROOT = new URL('../..', import.meta.url).pathname;

let browser: Browser;
let folder: string;
let server: { readonly url: string; readonly process: ChildProcess };
let context: BrowserContext;
/** Requests to the collector that any page made. */
let collected: string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kindred-shop-'));
  [server, browser] = await Promise.all([startShop(), chromium.launch(CHROMIUM)]);
});

afterAll(async () => {
  await browser?.close();
  if (server) {
    const ended = new Promise((resolve) => server.process.once('exit', resolve));
    server.process.kill('SIGTERM');
    await ended;
  }
  await rm(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  context = await browser.newContext();
  collected = [];
  context.on('request', (request) => {
    if (new URL(request.url()).pathname.startsWith('/v1/')) collected.push(request.url());
  });
});

afterEach(() => context.close());

function startShop(): Promise<{ url: string; process: ChildProcess }> {
  const args = ['examples/shop/start.js', '--port', '0', '--shoppers', '300', '--store', join(folder, 'shop.db')];
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  return new Promise((resolve, reject) => {
    let output = '';
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const url = output.match(/http:\/\/[\w.[\]:]+\d/)?.[0];
      if (url && output.includes('Ctrl')) resolve({ url, process: child });
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) => reject(new Error(`The shop ended with ${code}:\n${output}`)));
  });
}

async function visit(path: string, page?: Page): Promise<Page> {
  const at = page ?? (await context.newPage());
  await at.goto(server.url + path);
  await at.waitForFunction(() => 'shop' in window);
  return at;
}

/** Everything that the browser keeps for the shop. */
async function kept(page: Page): Promise<readonly string[]> {
  const inPage = await page.evaluate(async () => [
    ...Object.keys(localStorage),
    ...Object.keys(sessionStorage),
    ...(await indexedDB.databases()).map(({ name }) => `database ${name}`),
    ...(await caches.keys()),
  ]);
  return [...(await context.cookies()).map(({ name }) => `cookie ${name}`), ...inPage];
}

const heroOf = (page: Page) => page.locator('[data-placement="home-hero"]').textContent();
const shelfOf = (page: Page) => page.locator('[data-placement="home-shelf"]').textContent();

/** Opens three items of the first category, as somebody who looks around does. Returns the category's name. */
async function lookAtThree(page: Page): Promise<string> {
  await visit('/', page);
  const category = page.locator('a[href^="/c/"]').first();
  const name = (await category.textContent())?.trim() ?? '';
  await visit((await category.getAttribute('href')) ?? '', page);
  const links = await page
    .locator('a[data-item]')
    .evaluateAll((found) => found.map((link) => link.getAttribute('href')));
  for (const link of [...new Set(links)].slice(0, 3)) await visit(link ?? '', page);
  return name;
}

async function storedOrders(): Promise<readonly StoredEvent[]> {
  const store = await sqliteStore({ file: join(folder, 'shop.db') });
  const orders: StoredEvent[] = [];
  const from = new Date(startedAt).toISOString();
  for await (const event of store.read({ event: 'Order Completed', from })) orders.push(event);
  await store.close();
  return orders;
}
const startedAt = Date.now();

describe('a visit to the shop', () => {
  test('before a choice there are 0 cookies, 0 storage and 0 requests to the collector', async () => {
    const page = await visit('/');
    await lookAtThree(page);
    await visit('/', page);
    await expect(page.locator('[data-kindred-banner]').isVisible()).resolves.toBe(true);
    expect(await kept(page)).toEqual([]);
    expect(collected).toEqual([]);
  });

  test('after granting, three views of one category change the hero and the shelf with a reason, and a reload keeps it', async () => {
    const page = await visit('/');
    const [neutralHero, neutralShelf] = [await heroOf(page), await shelfOf(page)];
    await page.click('[data-kindred-banner] [data-choice="accept"]');
    const category = await lookAtThree(page);
    await visit('/', page);
    await expect.poll(() => heroOf(page)).not.toBe(neutralHero);
    await expect.poll(() => shelfOf(page)).not.toBe(neutralShelf);
    const reason = await page.locator('[data-placement="home-hero"] [data-reason]').textContent();
    expect(reason).toContain('3');
    expect(reason).toContain(category);
    // Chosen in the page, by the recommender that the script tag loads when it is needed.
    await expect.poll(() => page.locator('[data-shelf="for-you"] a[data-item]').count()).toBeGreaterThan(3);
    const changed = await heroOf(page);
    await page.reload();
    await expect.poll(() => heroOf(page)).toBe(changed);
    await expect.poll(() => collected.length).toBeGreaterThan(0);
    expect((await context.cookies()).map(({ name, sameSite, value }) => [name, sameSite, value.length])).toEqual([
      ['kindred_id', 'Lax', 36],
    ]);
  });

  test('the third view changes a page that is open, without a reload', async () => {
    const page = await visit('/');
    await page.click('[data-kindred-banner] [data-choice="accept"]');
    const before = await heroOf(page);
    await page.evaluate(() => {
      const [, , category] = document.querySelector('a[href^="/c/"]')?.getAttribute('href')?.split('/') ?? [];
      for (const item of ['x-1', 'x-2', 'x-3']) shop.kindred.track('Product Viewed', { product_id: item, category });
    });
    expect(await heroOf(page)).not.toBe(before);
  });

  test('an order reaches the store exactly once even if the page closes on it', async () => {
    const before = (await storedOrders()).length;
    const page = await visit('/');
    await page.click('[data-kindred-banner] [data-choice="accept"]');
    await lookAtThree(page);
    await page.click('[data-action="add-to-cart"]');
    await page.click('a[href^="/checkout"]');
    await page.waitForSelector('[data-action="place-order"]');
    await page.waitForFunction(() => 'shop' in window);
    // Pressed and gone in the same moment.
    await page.evaluate(() => document.querySelector<HTMLElement>('[data-action="place-order"]')?.click());
    await page.close({ runBeforeUnload: false });
    await expect.poll(async () => (await storedOrders()).length, { timeout: 15_000 }).toBe(before + 1);
    expect((await storedOrders()).at(-1)?.context?.kindred?.grant).toMatch(/^[0-9a-f-]{36}$/);
    // The next visit sends whatever it is not sure of; the store still has one.
    const later = await visit('/');
    await later.evaluate(() =>
      (window as unknown as { shop: { kindred: { flush(): Promise<void> } } }).shop.kindred.flush(),
    );
    const orders = await storedOrders();
    expect(orders).toHaveLength(before + 1);
    expect(new Set(orders.map(({ messageId }) => messageId)).size).toBe(orders.length);
  });

  test('withdrawing leaves 0 cookies, 0 storage, an empty queue and the neutral page', async () => {
    const page = await visit('/');
    const neutral = await heroOf(page);
    await page.click('[data-kindred-banner] [data-choice="accept"]');
    await lookAtThree(page);
    await visit('/you', page);
    expect((await kept(page)).length).toBeGreaterThan(0);
    await page.click('[data-action="withdraw-all"]');
    await expect.poll(() => kept(page)).toEqual([]);
    expect(await page.evaluate(() => shop.kindred.waiting())).toBe(0);
    const sent = collected.length;
    await visit('/', page);
    expect(await heroOf(page)).toBe(neutral);
    expect(await kept(page)).toEqual([]);
    expect(collected.length).toBe(sent);
  });
});

describe('everybody can use the shop', () => {
  test.each([
    ['on a phone in daylight', { viewport: { width: 320, height: 700 }, colorScheme: 'light' }],
    ['on a desk in the dark', { viewport: { width: 1440, height: 900 }, colorScheme: 'dark' }],
  ] as const)('no page has an accessibility violation or scrolls sideways: %s', async (_where, how) => {
    const own = await browser.newContext(how);
    const page = await own.newPage();
    for (const path of ['/', '/c/tea', '/i/half-past-four', '/search?q=tea', '/cart', '/you', '/nowhere']) {
      await page.goto(server.url + path);
      await page.waitForFunction(() => 'shop' in window);
      expect.soft(await violations(page), path).toEqual([]);
      expect.soft(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), path).toBe(true);
    }
    await page.click('[data-kindred-banner] [data-choice="accept"]');
    await page.goto(`${server.url}/you`);
    await page.waitForSelector('[data-action="withdraw-all"]');
    expect(await violations(page)).toEqual([]);
    await own.close();
  });
});

/** What axe-core finds, in a word each: the rule and where. */
async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { violations: found } = await axe.run();
    return found.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} ${target.join(' ')}`));
  });
}
