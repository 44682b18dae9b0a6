import { type Browser, type BrowserContext, chromium, type Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CHROMIUM } from '../../chromium.ts';
import { bundleAsGlobal, type Loopback, openLoopback } from '../loopback.ts';

/** What the page runs; read inside it. */
declare const kit: typeof import('./page-kit.ts');

let browser: Browser;
let context: BrowserContext;
let shop: Loopback;
/** Another site. */
let other: Loopback;
let script: string;

beforeAll(async () => {
  [browser, script] = await Promise.all([
    chromium.launch(CHROMIUM),
    bundleAsGlobal('test/ui/blocking/page-kit.ts', 'kit'),
  ]);
});

afterAll(() => browser?.close());

beforeEach(async () => {
  [shop, other, context] = await Promise.all([openLoopback(), openLoopback(), browser.newContext()]);
});

afterEach(async () => {
  await Promise.all([context.close(), shop.close(), other.close()]);
});

interface PageSetting {
  readonly path?: string;
  readonly csp?: string;
  /** Runs with the blocker when the page opens, unless the test starts it. */
  readonly start?: string;
}

/** Opens a page whose body is given; `other` in it stands for the address of the other site. */
async function open(body: string, setting: PageSetting = {}): Promise<Page> {
  const { path = '/', csp, start = 'kit.start()' } = setting;
  shop.answers.set('/kit.js', { body: script });
  shop.answers.set('/start.js', { body: start });
  const html = `<!doctype html><html lang="en"><title>Shop</title><body>${body.replaceAll('other:', other.url)}
    <script src="/kit.js"></script><script src="/start.js"></script></body></html>`;
  const headers = csp ? { headers: { 'content-security-policy': csp.replaceAll('other:', other.url) } } : {};
  shop.answers.set(path, { body: html, type: 'text/html', ...headers });
  const page = await context.newPage();
  await page.goto(shop.url + path);
  return page;
}

/** A script of the other site that says it ran. */
function says(path: string, after?: Promise<void>): void {
  // Modules of another origin need its word.
  const headers = { 'access-control-allow-origin': '*' };
  other.answers.set(path, { body: `kit.happened.push('${path}')`, headers, ...(after && { after }) });
}

const STATS = 'data-kindred-purpose="analytics" data-kindred-party="stats.example"';
const stats = (path: string, more = '') =>
  `<script type="text/plain" ${STATS} ${more} data-src="other:${path}"></script>`;
const inline = (text: string, more = '') => `<script type="text/plain" ${STATS} ${more}>${text}</script>`;
const MAP = `<iframe title="Where we are" width="300" height="200" data-kindred-purpose="maps" data-kindred-party="maps.example" data-src="other:/map"></iframe>`;

const grant = (page: Page, purpose = 'analytics', party = 'stats.example') =>
  page.evaluate(([id = '', party = '']) => kit.consent.grant(id, { party }), [purpose, party]);
const withdraw = (page: Page, purpose = 'analytics', party = 'stats.example') =>
  page.evaluate(([id = '', party = '']) => kit.consent.withdraw(id, { party }), [purpose, party]);
const happened = (page: Page) => page.evaluate(() => kit.happened);
const reported = (page: Page) => page.evaluate(() => kit.reported);
const placeholders = (page: Page) => page.locator('[data-kindred-placeholder]');

describe('before a choice', () => {
  test('nothing that is marked is requested or run before a choice', async () => {
    const page = await open(
      [
        stats('/a.js'),
        inline(`kit.happened.push('inline')`),
        `<script type="text/plain" ${STATS} src="other:/plain-src.js"></script>`,
        MAP,
        `<img alt="" ${STATS} data-src="other:/pixel.gif" data-srcset="other:/2x.gif 2x" width="1" height="1">`,
        `<video ${STATS} data-src="other:/film.mp4" data-poster="other:/poster.png"></video>`,
        `<embed ${STATS} data-src="other:/embed.svg">`,
        `<link rel="stylesheet" ${STATS} data-href="other:/fonts.css">`,
      ].join(''),
    );
    await expect.poll(() => placeholders(page).count()).toBe(3);
    expect(other.asked).toEqual([]);
    expect(await happened(page)).toEqual([]);
    expect(await reported(page)).toEqual([]);
    await grant(page);
    await expect
      .poll(() => [...other.asked].sort())
      .toEqual(
        ['/a.js', '/plain-src.js', '/2x.gif', '/film.mp4', '/poster.png', '/embed.svg', '/fonts.css', '/pixel.gif']
          .filter((path) => path !== '/2x.gif')
          .sort(),
      );
  });

  test('a refusal, a pause and another party’s permission load nothing', async () => {
    const page = await open(stats('/a.js') + MAP);
    await page.evaluate(() => kit.consent.refuse('*'));
    await grant(page, 'analytics', 'shop.example');
    await page.evaluate(() => kit.consent.pause());
    await grant(page, 'maps', 'maps.example');
    expect(other.asked).toEqual([]);
    await page.evaluate(() => kit.consent.resume());
    await expect.poll(() => other.asked).toEqual(['/map']);
  });
});

describe('scripts', () => {
  test('scripts run in the order of the page', async () => {
    let release = () => {};
    says('/1', new Promise((resolve) => (release = resolve)));
    for (const path of ['/2', '/module']) says(path);
    says('/async');
    const page = await open(
      [
        stats('/1'),
        stats('/2'),
        inline(`kit.happened.push('inline')`),
        stats('/module', 'data-type="module"'),
        stats('/async', 'async'),
      ].join(''),
    );
    await grant(page);
    // What stands behind the inline script waits with it; `async` waits for nobody.
    await expect.poll(() => [...other.asked].sort()).toEqual(['/1', '/2', '/async']);
    release();
    await expect.poll(async () => (await happened(page)).length).toBe(5);
    const order = await happened(page);
    expect(order.filter((each) => each !== '/async')).toEqual(['/1', '/2', 'inline', '/module']);
  });

  test('what a script says of itself is kept: nonce, module, attributes', async () => {
    const page = await open(
      inline(`kit.happened.push(document.currentScript.dataset.id, 'ran')`, 'nonce="abc" data-id="7"'),
      {
        csp: "script-src 'self' 'nonce-abc'",
      },
    );
    await grant(page);
    expect(await happened(page)).toEqual(['7', 'ran']);
    expect(await page.evaluate(() => kit.violations)).toEqual([]);
  });

  test('a script that fails to load does not keep the next from running', async () => {
    const page = await open(
      `<script type="text/plain" ${STATS} data-src="http://127.0.0.1:1/gone.js"></script>${inline(`kit.happened.push('after')`)}`,
    );
    await grant(page);
    await expect.poll(() => happened(page)).toEqual(['after']);
  });

  test('a script runs once for each permission, also when it is moved or added again', async () => {
    says('/a.js');
    const page = await open(stats('/a.js'));
    await grant(page);
    await expect.poll(() => happened(page)).toEqual(['/a.js']);
    await page.evaluate(() => {
      const mark = document.querySelector('[data-kindred-purpose]');
      if (mark) document.body.append(mark);
      kit.consent.grant('maps');
    });
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
    expect(other.asked).toEqual(['/a.js']);
    await withdraw(page);
    await grant(page);
    await expect.poll(() => happened(page)).toEqual(['/a.js', '/a.js']);
  });

  test('a script that was still loading when permission ended does not run', async () => {
    let release = () => {};
    says('/slow', new Promise((resolve) => (release = resolve)));
    says('/later');
    const page = await open(stats('/slow') + inline(`kit.happened.push('inline')`));
    await grant(page);
    await expect.poll(() => other.asked).toEqual(['/slow']);
    await withdraw(page);
    release();
    await page.evaluate(async (address) => {
      await fetch(address, { mode: 'no-cors' });
    }, `${other.url}/later`);
    expect(await happened(page)).toEqual([]);
    await grant(page);
    await expect.poll(() => happened(page)).toEqual(['/slow', 'inline']);
  });

  test('a thousand scripts run in order, at once, and each once', async () => {
    const page = await open(Array.from({ length: 1000 }, (_, i) => inline(`kit.happened.push('${i}')`)).join(''));
    const milliseconds = await page.evaluate(() => {
      const start = performance.now();
      kit.consent.grant('analytics', { party: 'stats.example' });
      return performance.now() - start;
    });
    expect(await happened(page)).toEqual(Array.from({ length: 1000 }, (_, i) => String(i)));
    expect(milliseconds).toBeLessThan(2000);
  });

  test('a party’s own switch is thrown once at a withdrawal and back at the next permission', async () => {
    const page = await open(inline('') + inline(''), {
      start: `kit.start({ disarm: { 'stats.example': () => { kit.happened.push('off'); return () => kit.happened.push('on'); } } })`,
    });
    await grant(page);
    expect(await happened(page)).toEqual([]);
    await withdraw(page);
    expect(await happened(page)).toEqual(['off']);
    await grant(page);
    expect(await happened(page)).toEqual(['off', 'on']);
    expect(await page.locator('script:not([src]):not([type])').count()).toBe(2);
    await withdraw(page);
    expect(await page.locator('script:not([src]):not([type])').count()).toBe(0);
  });
});

describe('frames and images', () => {
  test('the placeholder has a name, says who it is, and can be used with the keyboard alone', async () => {
    const page = await open(MAP);
    const group = page.getByRole('group', { name: 'Where we are' });
    await group.waitFor();
    expect(await group.textContent()).toContain('Content from Maps is not loaded.');
    expect(await group.boundingBox()).toMatchObject({ width: 300, height: 200 });
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Load once');
    await page.keyboard.press('Enter');
    await expect.poll(() => other.asked).toEqual(['/map']);
    expect(await placeholders(page).count()).toBe(0);
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('IFRAME');
    expect(await page.evaluate(() => kit.consent.state().events)).toEqual([]);
  });

  test('"always allow" is a permission for that party and purpose alone', async () => {
    const page = await open(MAP + MAP + stats('/a.js'));
    await page.getByRole('button', { name: 'Always allow Maps' }).first().click();
    await expect.poll(() => other.asked).toEqual(['/map', '/map']);
    const [event] = await page.evaluate(() => kit.consent.state().events);
    expect(event?.changes).toMatchObject([
      { purpose: 'maps', party: 'maps.example', decision: 'granted', degree: 'pseudonymous' },
    ]);
  });

  test('the placeholder fits a narrow page, whatever the words, and is large enough to press', async () => {
    const word = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft';
    const page = await open(MAP.replace('Where we are', word).replace('maps.example', `${word}.example`));
    await page.setViewportSize({ width: 320, height: 568 });
    await placeholders(page).waitFor();
    const { width, parts } = await placeholders(page).evaluate((group) => ({
      width: document.documentElement.clientWidth,
      parts: [group, ...group.children].map((part) => part.getBoundingClientRect()),
    }));
    expect(Math.max(...parts.map(({ right }) => right))).toBeLessThanOrEqual(width);
    expect(Math.min(...parts.slice(-2).map(({ height }) => height))).toBeGreaterThanOrEqual(24);
  });

  test('each line of the placeholder has the direction of its own words', async () => {
    const texts = {
      language: 'ar',
      held: 'لم يُحمَّل المحتوى من {name}.',
      loadOnce: 'تحميل مرة واحدة',
      allow: 'السماح دائمًا',
    };
    const page = await open(MAP, { start: `kit.start({ texts: ${JSON.stringify(texts)} })` });
    await page.getByRole('button', { name: 'تحميل مرة واحدة' }).waitFor();
    const directions = await placeholders(page).evaluate((group) =>
      [...group.children].map((part) => getComputedStyle(part).direction),
    );
    expect(directions).toEqual(['ltr', 'rtl', 'rtl', 'rtl']);
  });

  test('after a withdrawal frames are placeholders again and scripts of the party are switched off', async () => {
    other.answers.set('/map', { body: '<p>A map</p>', type: 'text/html' });
    const page = await open(MAP);
    await grant(page, 'maps', 'maps.example');
    const frame = page.frameLocator('iframe');
    await frame.getByText('A map').waitFor();
    const pages = await page.evaluate(() => history.length);
    await withdraw(page, 'maps', 'maps.example');
    expect(await page.evaluate(() => history.length)).toBe(pages);
    await placeholders(page).waitFor();
    expect(page.frames().map((each) => each.url())).toEqual([`${shop.url}/`, 'about:blank']);
    expect(await page.locator('iframe').isVisible()).toBe(false);
    await grant(page, 'maps', 'maps.example');
    await frame.getByText('A map').waitFor();
  });

  test('what was loaded once goes with the next refusal, and not with a choice about something else', async () => {
    const page = await open(MAP);
    await page.getByRole('button', { name: 'Load once' }).click();
    await expect.poll(() => other.asked).toEqual(['/map']);
    await grant(page, 'analytics', 'stats.example');
    expect(await placeholders(page).count()).toBe(0);
    await page.evaluate(() => kit.consent.refuse('maps', { party: 'maps.example' }));
    await placeholders(page).waitFor();
  });

  test('a permission that has run out is followed without a visit', async () => {
    const page = await open(MAP, { start: 'kit.consent.start(); kit.start()' });
    await page.evaluate(() =>
      kit.consent.choose([
        { purpose: 'maps', party: 'maps.example', degree: 'pseudonymous', until: kit.platform.clock.now() + 60_000 },
      ]),
    );
    await expect.poll(() => other.asked).toEqual(['/map']);
    await page.evaluate(() => kit.platform.clock.advance(60_000));
    await placeholders(page).waitFor();
  });
});

describe('pages that change', () => {
  test('what is added later is held and loaded like the rest', async () => {
    says('/a.js');
    const page = await open('<main></main>');
    const add = (html: string) =>
      page.evaluate(
        (text) => {
          const template = document.createElement('template');
          template.innerHTML = text;
          document.querySelector('main')?.append(template.content);
        },
        html.replaceAll('other:', other.url),
      );
    await add(`<div>${MAP}</div>`);
    await placeholders(page).waitFor();
    expect(other.asked).toEqual([]);
    await grant(page);
    await add(`<p>${stats('/a.js')}</p>`);
    await expect.poll(() => happened(page)).toEqual(['/a.js']);
  });

  test('what is taken out leaves no placeholder behind', async () => {
    const page = await open(`<main>${MAP}</main>`);
    await placeholders(page).waitFor();
    await page.evaluate(() => document.querySelector('iframe')?.remove());
    await expect.poll(() => placeholders(page).count()).toBe(0);
  });

  test('stopping unloads, removes placeholders and follows nothing any more', async () => {
    const page = await open(MAP + stats('/a.js'), { start: 'window.stop_ = kit.start()' });
    await placeholders(page).waitFor();
    await page.evaluate(() => {
      const stop: unknown = Reflect.get(window, 'stop_');
      if (typeof stop === 'function') stop();
    });
    expect(await placeholders(page).count()).toBe(0);
    await grant(page);
    expect(other.asked).toEqual([]);
  });
});

describe('hostile marks', () => {
  test('an address that is not http is never loaded', async () => {
    const bad = [
      'javascript:kit.happened.push(1)',
      'JaVaScRiPt:kit.happened.push(1)',
      ' java\tscript:kit.happened.push(1)',
      'data:text/html,<script>parent.kit.happened.push(1)</script>',
      'blob:x',
      'http://[',
      'file:///etc/passwd',
    ];
    const page = await open(
      bad
        .map(
          (address) =>
            `<iframe ${STATS} data-src="${address}"></iframe><script type="text/plain" ${STATS} data-src="${address}"></script><embed ${STATS} data-src="${address}">`,
        )
        .join(''),
    );
    await grant(page);
    expect(await reported(page)).toHaveLength(3 * bad.length);
    expect((await reported(page))[0]).toBe(
      '"javascript:kit.happened.push(1)" is no http address and is not loaded. Correct data-src.',
    );
    expect(await page.locator('iframe[src], script[src^=java], embed[src]').count()).toBe(0);
    expect(await happened(page)).toEqual([]);
  });

  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', '', '*'])(
    'a purpose or party "%s" is none',
    async (name) => {
      const page = await open(
        `<script type="text/plain" data-kindred-purpose="${name}" data-kindred-party="${name}">kit.happened.push('ran')</script>
       <script type="text/plain" data-kindred-purpose="${name}">kit.happened.push('ran')</script>
       <script type="text/plain" data-kindred-purpose="analytics" data-kindred-party="${name || 'x'}">kit.happened.push('ran')</script>`,
        { start: `kit.start({ disarm: { 'stats.example': () => {} } })` },
      );
      await grant(page);
      await page.evaluate(() => kit.consent.withdraw('*', { party: 'stats.example' }));
      expect(await happened(page)).toEqual([]);
      expect(await reported(page)).toEqual([]);
    },
  );

  test.each(['none', 'identifed', '', 'constructor'])('a degree "%s" allows nothing', async (degree) => {
    const page = await open(inline(`kit.happened.push('ran')`, `data-kindred-degree="${degree}"`));
    await page.evaluate(() => kit.consent.grant('analytics', { party: 'stats.example', degree: 'identified' }));
    expect(await happened(page)).toEqual([]);
  });

  test('a degree above what was granted stays held', async () => {
    const page = await open(
      inline(`kit.happened.push('more')`, 'data-kindred-degree="identified"') +
        inline(`kit.happened.push('less')`, 'data-kindred-degree="on-device"'),
    );
    await page.evaluate(() => kit.consent.grant('analytics', { party: 'stats.example', degree: 'on-device' }));
    expect(await happened(page)).toEqual(['less']);
  });

  test('titles and names are shown as text', async () => {
    const page = await open(MAP.replace('Where we are', '&lt;img src=x onerror=kit.happened.push(1)&gt;'));
    await placeholders(page).waitFor();
    expect(await placeholders(page).textContent()).toContain('<img src=x');
    expect(await placeholders(page).locator('img').count()).toBe(0);
  });

  test('one that throws is reported and the others go on', async () => {
    const page = await open(
      `${inline('')}<iframe ${STATS} data-src="javascript:1"></iframe>${inline(`kit.happened.push('ran')`)}`,
    );
    await grant(page);
    expect(await happened(page)).toEqual(['ran']);
    expect(await reported(page)).toHaveLength(1);
  });
});

describe('strict pages', () => {
  const CSP =
    "default-src 'self'; script-src 'self' other:; frame-src other:; require-trusted-types-for 'script'; trusted-types shop-blocker";
  const POLICY = `const policy = trustedTypes.createPolicy('shop-blocker', { createScriptURL: (address) => {
    if (new URL(address).origin !== 'other:') throw new TypeError('not ours'); return address; } });`;

  test('with a policy of the page’s own nothing violates CSP or Trusted Types', async () => {
    says('/a.js');
    const page = await open(stats('/a.js') + MAP, {
      csp: CSP,
      start: `${POLICY.replaceAll('other:', other.url)} kit.start({ trustedScriptUrl: (address) => policy.createScriptURL(address) })`,
    });
    await placeholders(page).waitFor();
    await grant(page);
    await page.getByRole('button', { name: 'Load once' }).click();
    await expect.poll(() => happened(page)).toEqual(['/a.js']);
    await expect.poll(() => other.asked).toEqual(['/a.js', '/map']);
    await withdraw(page);
    expect(await page.evaluate(() => kit.violations)).toEqual([]);
    expect(await reported(page)).toEqual([]);
  });

  test('an address that the page’s policy refuses is reported and not loaded', async () => {
    const page = await open(`<script type="text/plain" ${STATS} data-src="/own.js"></script>`, {
      csp: CSP,
      start: `${POLICY.replaceAll('other:', other.url)} kit.start({ trustedScriptUrl: (address) => policy.createScriptURL(address) })`,
    });
    await grant(page);
    expect(await reported(page)).toEqual(['not ours']);
    expect(shop.asked).not.toContain('/own.js');
  });
});

describe('cookies and storage of others', () => {
  const cookies = async () => (await context.cookies()).map(({ name }) => name).sort();

  test('a cookie that a denied purpose claims is not written; others are', async () => {
    const page = await open('', { start: 'kit.guard()' });
    const write = () =>
      page.evaluate(async () => {
        for (const name of ['_stats', '_st_1', 'cart', '_stat']) kit.writeCookie(`${name}=1; Path=/`);
        await cookieStore.set('_st_2', '1');
        await cookieStore.set({ name: '_st_3', value: '1' });
        return document.cookie;
      });
    await write();
    expect(await cookies()).toEqual(['_stat', 'cart']);
    await grant(page);
    expect(await write()).toContain('_stats=1');
    expect(await cookies()).toEqual(['_st_1', '_st_2', '_st_3', '_stat', '_stats', 'cart']);
  });

  test('what lies there without permission goes at the start and at a withdrawal, from every path', async () => {
    await context.addCookies([
      { name: '_stats', value: '1', domain: '127.0.0.1', path: '/' },
      { name: '_stats', value: '2', domain: '127.0.0.1', path: '/a' },
      { name: '_st_x', value: '3', domain: '127.0.0.1', path: '/a/b' },
      { name: '_visits', value: '1', domain: '127.0.0.1', path: '/account' },
      { name: 'cart', value: '4', domain: '127.0.0.1', path: '/' },
    ]);
    const page = await open('', {
      path: '/a/b',
      start: `localStorage.setItem('stats:1', 'x'); localStorage.setItem('own', 'y'); window.stop_ = kit.guard()`,
    });
    expect(await cookies()).toEqual(['cart']);
    expect(await page.evaluate(() => Object.keys(localStorage))).toEqual(['own']);
    await grant(page);
    await page.evaluate(() => {
      for (const place of ['', '; Path=/', '; Path=/a', '; Path=/a/']) kit.writeCookie(`_stats=1${place}`);
      localStorage.setItem('stats:2', 'x');
    });
    expect((await cookies()).length).toBeGreaterThan(3);
    await withdraw(page);
    expect(await cookies()).toEqual(['cart']);
    expect(await page.evaluate(() => Object.keys(localStorage))).toEqual(['own']);
  });

  test('who removes a cookie may; after the guard has stopped the page is as it was', async () => {
    await context.addCookies([{ name: '_stats', value: '1', domain: '127.0.0.1', path: '/' }]);
    const page = await open('', { start: `kit.consent.grant('analytics'); window.stop_ = kit.guard()` });
    await page.evaluate(() => {
      kit.writeCookie('_stats=; Max-Age=0; Path=/');
    });
    expect(await cookies()).toEqual([]);
    await page.evaluate(() => {
      kit.consent.withdraw('*');
      const stop: unknown = Reflect.get(window, 'stop_');
      if (typeof stop === 'function') stop();
      kit.writeCookie('_stats=1');
    });
    expect(await cookies()).toEqual(['_stats']);
    expect(await page.evaluate(() => [Object.hasOwn(document, 'cookie'), Object.hasOwn(cookieStore, 'set')])).toEqual([
      false,
      false,
    ]);
  });
});
