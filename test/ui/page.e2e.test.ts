import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import { type Browser, type BrowserContextOptions, chromium, type Page, type Route } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM } from '../chromium.ts';
import { servePage } from './pages/serve.ts';

declare const axe: typeof import('axe-core');
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let browser: Browser;
let server: Server;
let url: string;

beforeAll(async () => {
  [browser, { server, url }] = await Promise.all([chromium.launch(CHROMIUM), servePage()]);
});

afterAll(async () => {
  await browser?.close();
  server?.close();
});

async function visit(query = '', options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await page.goto(`${url}?${query}`);
  await page.waitForFunction(() => document.querySelector('kindred-centre')?.shadowRoot?.querySelector('.root'));
  if (/\bopen\b/.test(query)) await page.locator('kindred-centre dialog[open]').waitFor();
  return page;
}

/** Names what axe-core finds, and in which element. */
async function faultsOf(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => axe.run({ resultTypes: ['violations'] }));
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 120)}`));
}

async function unfold(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const details of document.querySelector('kindred-centre')?.shadowRoot?.querySelectorAll('details') ?? []) {
      details.open = true;
    }
  });
  await page.waitForFunction(() =>
    [...(document.querySelector('kindred-centre')?.shadowRoot?.querySelectorAll('details') ?? [])].every((details) =>
      details.querySelector('.stack > *'),
    ),
  );
}

const MODES: readonly (readonly [name: string, query: string, options: BrowserContextOptions])[] = [
  ['light', '', { colorScheme: 'light' }],
  ['dark', '', { colorScheme: 'dark' }],
  ['right-to-left', 'lang=ar', {}],
  ['small', '', { viewport: { width: 320, height: 640 } }],
  ['enlarged to twice the size', '', { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 }],
  ['in forced colours', '', { forcedColors: 'active' }],
];

describe('both layers are free of accessibility faults in light, dark, right-to-left, small and enlarged pages', () => {
  test.each(MODES)('%s', async (_name, query, options) => {
    const banner = await visit(query, options);
    if (query) await banner.locator('kindred-banner .root[dir=rtl]').waitFor({ state: 'attached' });
    expect(await faultsOf(banner)).toEqual([]);
    await banner.context().close();
    for (const more of ['open', 'open&look&accept&gpc']) {
      const centre = await visit(`${query}&${more}`, options);
      if (query) await centre.locator('kindred-centre .root[dir=rtl]').waitFor({ state: 'attached' });
      await unfold(centre);
      expect(await faultsOf(centre)).toEqual([]);
      await centre.context().close();
    }
  });

  test.each([
    ['320 pixels wide', { viewport: { width: 320, height: 640 } }, '100%'],
    ['with letters of twice the size', { viewport: { width: 800, height: 640 } }, '200%'],
  ])('%s, nothing is cut off or has to be scrolled sideways', async (_name, options, fontSize) => {
    const page = await visit('open&look&accept', options);
    await page.evaluate((size) => document.documentElement.style.setProperty('font-size', size), fontSize);
    await unfold(page);
    const wide = await page.evaluate(() => {
      const root = document.querySelector('kindred-centre')?.shadowRoot;
      const width = document.documentElement.clientWidth;
      return [...(root?.querySelectorAll('dialog *') ?? [])]
        .filter((one) => one.getBoundingClientRect().right > width + 1)
        .map((one) => one.outerHTML.slice(0, 80));
    });
    expect(wide).toEqual([]);
    await page.context().close();
  });

  test('everything that is pressed is at least 24 pixels large', async () => {
    const page = await visit('open&look&accept');
    await unfold(page);
    const small = await page.evaluate(() => {
      const targets = document
        .querySelector('kindred-centre')
        ?.shadowRoot?.querySelectorAll('button, input, select, summary, a');
      return [...(targets ?? [])]
        .filter((one) => one.getBoundingClientRect().height < 24 || one.getBoundingClientRect().width < 24)
        .map((one) => one.outerHTML);
    });
    expect(small).toEqual([]);
    await page.context().close();
  });
});

describe('where colours are forced', () => {
  test('no label has the colour that the browser lays behind letters', async () => {
    for (const query of ['', 'open']) {
      const page = await visit(query, { forcedColors: 'active' });
      const hidden = await page.evaluate(() => {
        const canvas = document.body.appendChild(document.createElement('p'));
        canvas.style.color = 'Canvas';
        const roots = [...document.querySelectorAll('kindred-banner, kindred-centre')].map((one) => one.shadowRoot);
        return roots
          .flatMap((root) => [...(root?.querySelectorAll('button') ?? [])])
          .filter((label) => getComputedStyle(label).color === getComputedStyle(canvas).color)
          .map((label) => label.textContent);
      });
      expect(hidden).toEqual([]);
      await page.context().close();
    }
  });
});

describe('a strict content security policy and Trusted Types have nothing to object to', () => {
  test('in anything that a person does', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    await page.exposeFunction('tell', (fault: string) => faults.push(fault));
    await page.addInitScript(() => {
      addEventListener('securitypolicyviolation', ({ violatedDirective, sourceFile }) =>
        Reflect.get(window, 'tell')(`${violatedDirective} ${sourceFile}`),
      );
    });
    await page.goto(`${url}?look&gpc&lang=de`);
    await page.getByRole('button', { name: 'Alle erlauben' }).waitFor();
    await page.goto(`${url}?look&gpc`);
    await page.getByRole('button', { name: 'Choose' }).click();
    await page.getByRole('radio', { name: 'With my name' }).check();
    await page.getByRole('button', { name: 'Save my choices' }).click();
    for (const title of ['My interests', 'What is known about me', 'My decisions so far', 'My data']) {
      await page.getByText(title, { exact: true }).click();
    }
    await page.getByLabel('New interest').fill('black tea');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download all my data' }).click();
    expect((await download).suggestedFilename()).toBe('linden.example-export.json');
    await page.getByRole('button', { name: 'Erase everything' }).click();
    await page.getByRole('button', { name: 'Yes, erase' }).click();
    await page.getByText('Everything is erased.').waitFor();
    // The listener is there: what a page must not do is told.
    expect(faults).toEqual([]);
    await page.evaluate(() => document.body.insertAdjacentHTML('beforeend', '<p>')).catch(() => {});
    await expect.poll(() => faults.length).toBeGreaterThan(0);
    await context.close();
  });
});

describe('the preference centre', () => {
  const isDialogUrl = /\/dialog-/;

  test('a page in which nobody opens the preference centre does not load it', async () => {
    const page = await browser.newPage();
    const loaded: string[] = [];
    page.on('request', (request) => loaded.push(request.url()));
    await page.goto(url);
    await page.getByRole('button', { name: 'Refuse all' }).click();
    await page.getByRole('region').waitFor({ state: 'hidden' });
    expect(loaded.filter((address) => isDialogUrl.test(address))).toEqual([]);
    await page.getByRole('button', { name: 'Your permissions' }).click();
    await page.getByRole('dialog', { name: 'Your permissions' }).waitFor();
    expect(loaded.filter((address) => isDialogUrl.test(address))).toHaveLength(1);
    await page.close();
  });

  test('that cannot be loaded says so, and the next press tries again', async () => {
    const page = await browser.newPage();
    await page.goto(url);
    await page.route(isDialogUrl, (route) => route.abort());
    await page.getByRole('button', { name: 'Choose' }).click();
    // It is in sight, and nothing of the banner is behind it.
    await page.getByRole('alert').getByText('That did not work.').click({ trial: true });
    await page.getByRole('button', { name: 'Choose' }).click({ trial: true });
    await page.unroute(isDialogUrl);
    await page.getByRole('button', { name: 'Choose' }).click();
    await page.getByRole('dialog', { name: 'Your permissions' }).waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
    await page.close();
  });
});

describe('what unfolds in the preference centre', () => {
  const isPartUrl = /\/(notices|others|release|interests|known|history|rights)-/;
  const heading = (page: Page, title: string) => page.getByText(title, { exact: true });

  test('what unfolds is loaded when it is unfolded, and not before', async () => {
    const page = await browser.newPage();
    const loaded: string[] = [];
    page.on('request', (request) => loaded.push(isPartUrl.exec(request.url())?.[1] ?? ''));
    await page.goto(`${url}?open&look`);
    await page.getByRole('dialog').waitFor();
    expect(loaded.filter(Boolean)).toEqual([]);
    await heading(page, 'My data').click();
    await page.getByRole('button', { name: 'Download all my data' }).waitFor();
    await page.getByText('Others for this purpose: 2').first().click();
    await page.getByText('All others').waitFor();
    expect(loaded.filter(Boolean)).toEqual(['rights', 'others']);
    await page.close();
  });

  test('a part that cannot be loaded says so and keeps the focus, and the next press tries again', async () => {
    const page = await visit('open&look');
    await page.route(isPartUrl, (route) => route.abort());
    await heading(page, 'What is known about me').focus();
    const summary = page.locator('[data-key=known] > summary');
    await summary.press('Enter');
    await page.getByRole('status').getByText('That did not work.').waitFor();
    expect(await page.locator('[data-key=known]').getAttribute('open')).toBe(null);
    expect(await summary.evaluate((it: HTMLElement) => it.matches(':focus'))).toBe(true);
    await page.unroute(isPartUrl);
    await summary.press('Enter');
    await page.getByRole('button', { name: 'Forget teapots' }).waitFor();
    expect(await summary.evaluate((it: HTMLElement) => it.matches(':focus'))).toBe(true);
    await page.context().close();
  });

  test('what stands above the purposes is there when the dialog opens, and moves nothing', async () => {
    const page = await visit('gpc&accept');
    const held = new Promise<Route>((resolve) => page.route(isPartUrl, resolve));
    await page.getByRole('button', { name: 'Your permissions' }).click();
    const notices = await held;
    expect(await page.getByRole('dialog').count()).toBe(0);
    await notices.continue();
    await page.getByRole('dialog').waitFor();
    expect(await page.getByText('but you said yes to:').isVisible()).toBe(true);
    await page.context().close();
  });

  test('a dialog whose notices cannot be loaded opens without them, and says so', async () => {
    const page = await visit('gpc&accept');
    await page.route(isPartUrl, (route) => route.abort());
    await page.getByRole('button', { name: 'Your permissions' }).click();
    await page.getByRole('status').getByText('That did not work.').waitFor();
    await page.getByRole('button', { name: 'Withdraw all' }).click();
    await page.getByText('Saved. You allow 0 of 5 purposes.').waitFor();
    await page.context().close();
  });
});

describe('by keyboard alone', () => {
  test('a person opens the centre, chooses, saves, closes it, and is back where they were', async () => {
    const page = await visit();
    const press = (...keys: readonly string[]) =>
      keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
    await page.getByRole('button', { name: 'Your permissions' }).focus();
    await press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Your permissions' });
    await dialog.waitFor();
    await press('Tab', 'Tab', 'ArrowDown');
    expect(
      await page
        .getByRole('group', { name: 'Remember me' })
        .getByRole('radio', { name: 'Stays on this device' })
        .isChecked(),
    ).toBe(true);
    await page.getByRole('button', { name: 'Save my choices' }).focus();
    await press('Enter');
    expect(await dialog.getByRole('status').textContent()).toBe('Saved. You allow 1 of 5 purposes.');
    await press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    const focused = await page.evaluate(() => document.activeElement?.localName);
    expect(focused).toBe('kindred-opener');
    await page.context().close();
  });

  test('the focus stays in the dialog while it is open', async () => {
    const page = await visit('open');
    const outside: string[] = [];
    for (let count = 0; count < 60; count++) {
      await page.keyboard.press('Tab');
      const focused = await page.evaluate(() => document.activeElement?.localName ?? '');
      // Between its last and its first field a modal dialog gives the focus to the browser's own buttons.
      if (focused !== 'kindred-centre' && focused !== 'body') outside.push(focused);
    }
    expect(outside).toEqual([]);
    await page.context().close();
  });

  test('refusing everything takes one key where accepting does', async () => {
    const page = await visit();
    await page.getByRole('button', { name: 'Refuse all' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('region').waitFor({ state: 'hidden' });
    expect(await page.getByRole('status').textContent()).toBe('Saved. You allow 0 of 5 purposes.');
    await page.context().close();
  });
});
