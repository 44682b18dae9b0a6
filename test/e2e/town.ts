import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import type { Kindred } from '../../src/client/index.ts';
import type { EventFilter, StoredEvent } from '../../src/events/index.ts';
import { sqliteStore } from '../../src/server/sqlite/index.ts';
import { CHROMIUM } from '../chromium.ts';

declare const axe: typeof import('axe-core');
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

declare global {
  /** What the shop's pages offer to the curious; read inside the page. */
  const shop: { readonly kindred: Kindred };
}

const PARTNERS = 'partners.localhost';
const ROOT = new URL('../..', import.meta.url).pathname;

/** The demo as `npm run demo` starts it: two shops, and the others that both work with. */
export interface Town {
  readonly linden: string;
  readonly lowTide: string;
  readonly partners: string;
  readonly browser: Browser;
  /** A person with a browser of her own. */
  visitor(options?: BrowserContextOptions): Promise<Visitor>;
  /** The file with the rules of the first shop. */
  readonly rules: string;
  /** What the first shop's collector has. */
  stored(filter?: EventFilter): Promise<readonly StoredEvent[]>;
  /** What one of the others has, by shop. */
  storedBy(partner: string): Promise<Readonly<Record<string, readonly StoredEvent[]>>>;
  close(): Promise<void>;
}

/** A person with a browser of her own, as the tests watch her. */
export interface Visitor {
  readonly context: BrowserContext;
  /** Requests to any collector, and to anybody but the shops, that her pages made. */
  readonly collected: string[];
  /** What her pages complained about: violations of the content security policy, errors. */
  readonly complaints: string[];
  visit(address: string, page?: Page): Promise<Page>;
}

/** What the tests of a file have: set by {@link useTown}. */
export let town: Town;
export let visitor: Visitor;

/** Opens the town for the tests of this file, and gives each of them a visitor of its own. */
export function useTown(): void {
  beforeAll(async () => {
    town = await openTown();
  });
  afterAll(() => town?.close());
  beforeEach(async () => {
    visitor = await town.visitor();
  });
  afterEach(async () => {
    await visitor.context.close();
    // Nothing that the pages did was against their content security policy or their trusted types, and nothing failed.
    expect(visitor.complaints).toEqual([]);
  });
}

async function openTown(): Promise<Town> {
  const folder = await mkdtemp(join(tmpdir(), 'kindred-shop-'));
  const [shops, browser] = await Promise.all([startShops(folder), chromium.launch(CHROMIUM)]);
  const { linden, lowTide, partners, child } = shops;
  const here = partners.replace('partners.localhost', '127.0.0.1');
  return {
    linden,
    lowTide,
    partners,
    browser,
    rules: join(folder, 'rules.json'),
    visitor: (options) => newVisitor(browser, linden, options),
    async stored(filter = {}) {
      const store = sqliteStore({ file: join(folder, 'shop.db') });
      const events: StoredEvent[] = [];
      for await (const event of store.read(filter)) events.push(event);
      await store.close();
      return events;
    },
    storedBy: async (partner) => (await fetch(`${here}/${partner}/events.json`)).json(),
    async close() {
      await browser.close();
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface Shops {
  readonly linden: string;
  readonly lowTide: string;
  readonly partners: string;
  readonly child: ChildProcess;
}

function startShops(folder: string): Promise<Shops> {
  const files = ['--store', join(folder, 'shop.db'), '--rules', join(folder, 'rules.json')];
  const args = ['examples/shop/start.js', '--port', '0', '--shoppers', '120', ...files];
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  return new Promise((resolve, reject) => {
    let output = '';
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const [linden, lowTide, partners] = output.match(/http:\/\/[\w.]+:\d+/g) ?? [];
      if (linden && lowTide && partners && output.includes('Ctrl')) resolve({ linden, lowTide, partners, child });
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) => reject(new Error(`The shop ended with ${code}:\n${output}`)));
  });
}

async function newVisitor(browser: Browser, home: string, options: BrowserContextOptions = {}): Promise<Visitor> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const collected: string[] = [];
  const complaints: string[] = [];
  context.on('request', (request) => {
    const { pathname, hostname } = new URL(request.url());
    if (/\/v1\/(batch|consent|events|export)$/.test(pathname) || hostname === PARTNERS) collected.push(request.url());
  });
  context.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${message.text()} ${message.location().url}`);
  });
  context.on('weberror', (error) => complaints.push(String(error.error())));
  return {
    context,
    collected,
    complaints,
    async visit(address, page) {
      const at = page ?? (await context.newPage());
      await at.goto(new URL(address, home).href);
      await at.waitForFunction(() => 'shop' in window);
      return at;
    },
  };
}

/** Everything that the browser keeps for the page's site; the cookies are those of all sites. */
export async function kept(page: Page): Promise<readonly string[]> {
  const inPage = await page.evaluate(async () => [
    ...Object.keys(localStorage),
    ...Object.keys(sessionStorage),
    ...(await indexedDB.databases()).map(({ name }) => `database ${name}`),
    ...(await caches.keys()),
  ]);
  return [...(await page.context().cookies()).map(({ name }) => `cookie ${name}`), ...inPage];
}

/** What axe-core finds, in a word each: the rule and where. */
export async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { violations: found } = await axe.run();
    return found.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} ${target.join(' ')}`));
  });
}

/** A button of the banner or of the preference centre, by what it does. */
export const BANNER = (does: string): string => `kindred-banner [data-do="${does}"]`;
export const CENTRE = (does: string): string => `kindred-centre [data-do="${does}"]`;

/** Opens the preference centre by the opener at the foot of each page. */
export async function openCentre(page: Page): Promise<void> {
  await page.locator('.bottom kindred-opener button').dispatchEvent('click');
  await page.waitForSelector('kindred-centre dialog[open]');
}
