import { readFile } from 'node:fs/promises';
import type { Download, Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import type { StoredEvent } from '../../src/events/index.ts';
import { BANNER, CENTRE, kept, openCentre, town, useTown, violations, visitor } from './town.ts';

useTown();

const allowed = (page: Page, purpose: string, party?: string): Promise<string> =>
  page.evaluate(
    ([id = '', other]) => {
      const answer = shop.kindred.consent.check({ purpose: id, ...(other && { party: other }) });
      return answer.allow ? answer.degree : answer.why;
    },
    [purpose, party],
  );

const ownId = async (shopUrl: string): Promise<string> => {
  const cookies = await visitor.context.cookies(shopUrl);
  return cookies.find(({ name }) => name === 'kindred_id')?.value ?? '';
};

const view = (page: Page, id: string): Promise<void> =>
  page.evaluate((item) => {
    shop.kindred.track('Product Viewed', { product_id: item, category: 'tea', price: 14, name: 'Free text' });
    return shop.kindred.flush();
  }, id);

const nameOfFocused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    const { do: does = '', of = '' } = at instanceof HTMLElement ? at.dataset : {};
    return `${does} ${of} ${at instanceof HTMLInputElement ? at.value : ''}`.trim();
  });

/** The time that left the browser; a collector corrects it by what it takes for the error of the clock. */
const sentAs = (event: StoredEvent | undefined) => event?.originalTimestamp ?? event?.timestamp;

/** Presses a key until something has the focus. */
async function pressUntil(page: Page, key: string, name: string): Promise<void> {
  for (let i = 0; i < 120; i++) {
    if ((await nameOfFocused(page)) === name) return;
    await page.keyboard.press(key);
  }
  throw new Error(`"${name}" never had the focus.`);
}

/** Saves one degree for one purpose, in the preference centre. */
async function choose(page: Page, purpose: string, degree: string): Promise<void> {
  await openCentre(page);
  await page.check(`kindred-centre input[name="${purpose}"][value="${degree}"]`);
  await page.click(CENTRE('save'));
  await page.click(CENTRE('close'));
}

async function textOf(download: Promise<Download>): Promise<{ name: string; text: string; path: string }> {
  const file = await download;
  const path = await file.path();
  return { name: file.suggestedFilename(), text: await readFile(path, 'utf8'), path };
}

describe('choosing', () => {
  test('banner and preference centre are worked with the keyboard alone', async () => {
    const page = await visitor.visit('/');
    await page.waitForSelector(BANNER('refuse'));
    for (const name of ['refuse', 'accept', 'choose']) await pressUntil(page, 'Tab', name);
    await page.keyboard.press('Enter');
    await page.waitForSelector('kindred-centre dialog[open]');
    await pressUntil(page, 'Tab', 'set analytics none');
    await pressUntil(page, 'ArrowDown', 'set analytics anonymous');
    await pressUntil(page, 'Tab', 'save');
    await page.keyboard.press('Enter');
    await expect.poll(() => allowed(page, 'analytics')).toBe('anonymous');
    expect(await allowed(page, 'ads')).toBe('refused');
    await page.keyboard.press('Escape');
    expect(await page.locator('kindred-centre dialog[open]').count()).toBe(0);
    expect(await page.locator('kindred-banner section').count()).toBe(0);
  });

  test('the ladder decides what the collector gets', async () => {
    const page = await visitor.visit('/');
    const stored = async (item: string) =>
      (await town.stored({ event: 'Product Viewed' })).find(({ properties }) => properties?.product_id === item);
    await choose(page, 'analytics', 'on-device');
    await view(page, 'seen-on-device');
    await choose(page, 'analytics', 'anonymous');
    await view(page, 'seen-anonymous');
    await choose(page, 'analytics', 'pseudonymous');
    await view(page, 'seen-pseudonymous');
    await page.evaluate(() => shop.kindred.identify('customer-ada', { name: 'Ada' }));
    await view(page, 'seen-before-the-name');
    await choose(page, 'analytics', 'identified');
    await view(page, 'seen-identified');
    await expect.poll(() => stored('seen-identified')).toBeTruthy();

    expect(await stored('seen-on-device')).toBeUndefined();
    const anonymous = await stored('seen-anonymous');
    expect(anonymous).not.toHaveProperty('anonymousId');
    expect(anonymous).not.toHaveProperty('userId');
    expect(sentAs(anonymous)).toMatch(/:00:00\.000Z$/);
    expect(anonymous?.properties).toEqual({ product_id: 'seen-anonymous', category: 'tea', price: 10 });
    const pseudonymous = await stored('seen-pseudonymous');
    expect(pseudonymous?.anonymousId).toMatch(/^[0-9a-f-]{36}$/);
    expect(pseudonymous?.properties?.price).toBe(14);
    expect(await stored('seen-before-the-name')).not.toHaveProperty('userId');
    expect((await stored('seen-identified'))?.userId).toBe('customer-ada');
  });

  test('two tabs agree at once, in either direction', async () => {
    const [one, other] = [await visitor.visit('/'), await visitor.visit('/c/tea')];
    await one.click(BANNER('accept'));
    await expect.poll(() => allowed(other, 'analytics')).toBe('identified');
    expect(await other.locator('kindred-banner section').count()).toBe(0);
    await other.evaluate(() => shop.kindred.withdraw('analytics'));
    await expect.poll(() => allowed(one, 'analytics')).toBe('withdrawn');
    expect(await allowed(one, 'personalization')).toBe('on-device');
  });

  test('another version of one purpose asks again for that one, and leaves the others', async () => {
    const page = await visitor.visit('/');
    await page.click(BANNER('accept'));
    await page.waitForFunction(() => shop.kindred.consent.state().events.length === 1);
    // As if the server had begun to ask for more: the page reads its policy as JSON.
    await page.addInitScript(() => {
      const { parse } = JSON;
      JSON.parse = (text, ...rest) =>
        parse(String(text).replace('{"id":"statistics",', '{"id":"statistics","version":"2027-01",'), ...rest);
    });
    await visitor.visit('/', page);
    const pending = await page.evaluate(() =>
      shop.kindred.consent.state().pending.map(({ purpose, why }) => `${purpose} ${why}`),
    );
    expect([...new Set(pending)]).toEqual(['statistics outdated']);
    expect(await page.locator('kindred-banner li').allTextContents()).toEqual(['Compare with other shops']);
    expect(await allowed(page, 'analytics')).toBe('identified');
    await page.click(BANNER('refuse'));
    expect(await allowed(page, 'statistics')).toBe('refused');
    expect(await allowed(page, 'ads', 'bright-boards')).toBe('pseudonymous');
  });

  test('a browser that sends Global Privacy Control is obeyed, the conflict shown, and a newer choice respected', async () => {
    const before = await visitor.visit('/');
    await before.click(BANNER('accept'));
    await before.waitForSelector('[data-board]:not([hidden])');
    await before.close();
    await visitor.context.addInitScript(() =>
      Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true }),
    );
    const page = await visitor.visit('/');
    expect(await allowed(page, 'ads', 'bright-boards')).toBe('signal');
    expect(await allowed(page, 'analytics')).toBe('identified');
    expect(await page.locator('[data-board]').isVisible()).toBe(false);
    await openCentre(page);
    const alert = page.locator('kindred-centre .alert');
    expect(await alert.textContent()).toContain('Global Privacy Control');
    expect(await alert.textContent()).toContain('Advertise elsewhere');
    await page.click(CENTRE('accept'));
    expect(await allowed(page, 'ads', 'bright-boards')).toBe('pseudonymous');
    await expect.poll(() => alert.textContent()).toContain('you said yes');
    const support = await page.evaluate(async () => (await fetch('/.well-known/gpc.json')).json());
    expect(support.gpc).toBe(true);
  });

  test('the elements speak German and Arabic where the address says so, and links keep it', async () => {
    const page = await visitor.visit('/?lang=de');
    await expect.poll(() => page.locator(BANNER('refuse')).textContent()).toBe('Alle ablehnen');
    expect(await page.locator('kindred-banner li').first().textContent()).toBe('Auf diesem Gerät erinnern');
    await expect.poll(() => page.locator('.film [lang="de"]').count()).toBe(1);
    await page.click('.categories a >> nth=0');
    await expect.poll(() => page.url()).toContain('lang=de');
    await visitor.visit('/?lang=ar', page);
    await expect.poll(() => page.locator('kindred-banner .root').getAttribute('dir')).toBe('rtl');
  });
});

describe('others', () => {
  test('a frame and a script of others wait behind a placeholder, load when allowed, and go again', async () => {
    const page = await visitor.visit('/');
    const film = page.frameLocator('.film iframe').locator('img');
    await page.click('.film [data-kindred-part="load-once"]');
    await film.waitFor();
    expect(await allowed(page, 'media', 'kettle-films')).toBe('unset');
    await visitor.visit('/', page);
    const asked = visitor.collected.length;
    expect(await page.locator('.film [data-kindred-placeholder]').isVisible()).toBe(true);
    expect(await page.locator('[data-board]').isVisible()).toBe(false);
    expect(visitor.collected.length).toBe(asked);
    await page.click(BANNER('accept'));
    await film.waitFor();
    await page.waitForSelector('[data-board]:not([hidden])');
    await page.evaluate(() => shop.kindred.withdraw('*'));
    await page.waitForSelector('.film [data-kindred-placeholder]');
    expect(await page.locator('[data-board]').isVisible()).toBe(false);
    expect(await page.evaluate(() => document.querySelector('.film iframe')?.hasAttribute('src'))).toBe(false);
  });

  test('each party has a permission of its own', async () => {
    const page = await visitor.visit('/parties');
    const row = (party: string) => page.locator(`[data-party="${party}"]`);
    expect(await row('bright-boards').textContent()).toContain('you have not decided');
    await page.click(BANNER('accept'));
    await row('bright-boards').locator('button').click();
    await expect.poll(() => row('bright-boards').textContent()).toContain('took it back');
    expect(await row('lamppost-leaflets').textContent()).toContain('under a random number');
    await view(page, 'seen-by-one-advertiser');
    const seen = async (party: string) => JSON.stringify(await town.storedBy(party)).includes('seen-by-one-advertiser');
    await expect.poll(() => seen('lamppost-leaflets')).toBe(true);
    expect(await seen('bright-boards')).toBe(false);
    // A word about the group is weaker than the one about its member.
    await openCentre(page);
    const ads = page.locator('kindred-centre fieldset[data-key="ads"]');
    await ads.locator('summary').click();
    await ads.locator('select[data-party="advertisers"]').selectOption('none');
    await page.click(CENTRE('save'));
    expect(await allowed(page, 'ads', 'lamppost-leaflets')).not.toBe('pseudonymous');
    expect(await allowed(page, 'statistics', 'harbour-insights')).toBe('pseudonymous');
  });

  test('one person in two shops is two to the party that both work with, and neither is an own id', async () => {
    const page = await visitor.visit('/');
    const ids: string[] = [];
    for (const address of [town.linden, town.lowTide]) {
      await visitor.visit(`${address}/`, page);
      await page.click(BANNER('accept'));
      await view(page, 'seen-in-both');
      await visitor.visit(`${address}/parties`, page);
      expect(await page.locator('[data-party="harbour-insights"]').getAttribute('data-allowed')).toBe('true');
      ids.push(await ownId(address));
    }
    expect(new Set(ids).size).toBe(2);
    const names = async (partner: string, shop: string) => {
      const { [shop]: events = [] } = await town.storedBy(partner);
      const mine = events.filter(({ properties }) => properties?.product_id === 'seen-in-both');
      return mine.map(({ anonymousId }) => anonymousId ?? '');
    };
    await expect.poll(() => names('harbour-insights', 'low-tide')).toHaveLength(1);
    const known = await Promise.all(
      ['harbour-insights', 'bright-boards', 'lamppost-leaflets'].flatMap((partner) =>
        ['linden', 'low-tide'].map((shop) => names(partner, shop)),
      ),
    );
    // Three parties, two shops: six names, none of them twice, none of them the shops' own.
    const all = [...known.flat(), ...ids];
    expect(all).toHaveLength(8);
    expect(new Set(all).size).toBe(8);
    for (const partner of ['harbour-insights', 'bright-boards', 'lamppost-leaflets']) {
      const everything = JSON.stringify(await town.storedBy(partner));
      expect(ids.filter((id) => everything.includes(id))).toEqual([]);
      const exact = Object.values(await town.storedBy(partner)).flat();
      expect(exact.map(sentAs).filter((time) => !time?.endsWith(':00:00.000Z'))).toEqual([]);
    }
    await page.goto(`${town.partners}/harbour-insights`);
    expect(await page.locator('[data-common]').getAttribute('data-common')).toBe('0');
    for (const name of known.slice(0, 2).flat()) {
      expect(await page.locator(`[data-known-as="${name}"]`).count()).toBe(1);
    }
  });

  test('permissions are carried from one shop to the other as an offer that waits to be confirmed', async () => {
    const page = await visitor.visit('/');
    await page.click(BANNER('refuse'));
    await choose(page, 'personalization', 'on-device');
    await choose(page, 'analytics', 'anonymous');
    await openCentre(page);
    await page.click('kindred-centre [part~="rights"] summary');
    const download = page.waitForEvent('download');
    await page.click(CENTRE('carry'));
    const file = await textOf(download);
    expect(file.name).toBe('linden.example-carry.json');
    expect(file.text).not.toContain((await ownId(town.linden)) || 'no id');

    await visitor.visit(`${town.lowTide}/`, page);
    await openCentre(page);
    await page.click('kindred-centre [part~="rights"] summary');
    await page.setInputFiles('kindred-centre input[type="file"]', file.path);
    await page.waitForSelector('kindred-centre .alert');
    expect(await page.isChecked('kindred-centre input[name="analytics"][value="anonymous"]')).toBe(true);
    expect(await allowed(page, 'analytics')).toBe('unset');
    await page.click('kindred-centre .alert [data-do="save"]');
    expect(await allowed(page, 'analytics')).toBe('anonymous');
    expect(await allowed(page, 'personalization')).toBe('on-device');
    expect(await allowed(page, 'ads')).toBe('refused');
  });
});

describe('taking back', () => {
  test('withdrawing leaves nothing: cookies of several paths and of the parent host, databases, caches, events', async () => {
    const address = town.linden.replace('localhost', 'www.shop.localhost');
    const page = await visitor.visit(`${address}/c/tea`);
    for (const turn of [1, 2, 3]) {
      await page.click(BANNER('accept'));
      await page.waitForSelector('[data-board]:not([hidden])');
      await view(page, `seen-before-withdrawal-${turn}`);
      const id = await ownId(address);
      expect(await town.stored({ anonymousId: id })).not.toEqual([]);
      await plant(page);
      expect((await kept(page)).filter((name) => /bb_|bright/.test(name)).length).toBeGreaterThan(8);

      const report = await page.evaluate(() => shop.kindred.withdraw('*'));
      expect(report?.residue).toEqual([]);
      expect(report?.durationMs).toBeGreaterThan(0);
      expect(report?.collector).toMatchObject({ kind: 'erased' });
      expect(report?.collector.kind === 'erased' && report.collector.events).toBeGreaterThan(1);
      expect(await page.evaluate(() => shop.kindred.waiting())).toBe(0);
      expect(await kept(page)).toEqual([]);
      expect(await town.stored({ anonymousId: id })).toEqual([]);
      await visitor.visit(`${address}/c/tea`, page);
      expect(await kept(page)).toEqual([]);
    }
  });

  test('a cookie on a path that the page cannot see goes when that path is opened', async () => {
    const page = await visitor.visit('/you');
    await page.click(BANNER('accept'));
    await page.waitForSelector('[data-board]:not([hidden])');
    await page.evaluate(() => {
      // biome-ignore lint/suspicious/noDocumentCookie: as such scripts do
      document.cookie = 'bb_elsewhere=1; Max-Age=3600; Path=/c';
    });
    await page.click('[data-action="withdraw-all"]');
    await expect.poll(() => kept(page)).toEqual(['cookie bb_elsewhere']);
    await visitor.visit('/c/tea', page);
    expect(await kept(page)).toEqual([]);
  });

  test('erasing says what became of it, and what was counted can be put right before', async () => {
    const page = await visitor.visit('/');
    await page.click(BANNER('accept'));
    await view(page, 'half-past-four');
    await visitor.visit('/you', page);
    await page.fill('[data-account-form] input', 'Ada');
    await page.click('[data-action="sign-in"]');
    await openCentre(page);
    await page.click('kindred-centre [part~="known"] summary');
    const name = page.locator('kindred-centre [data-do="correct"] input');
    await name.fill('Ada L.');
    await name.press('Enter');
    await expect.poll(() => page.evaluate(() => shop.kindred.profile.snapshot().traits.name)).toBe('Ada L.');
    await page.click('kindred-centre [part~="interests"] summary');
    await page.fill('kindred-centre [data-do="like"] input', 'oolong');
    await page.press('kindred-centre [data-do="like"] input', 'Enter');
    await expect.poll(() => page.evaluate(() => shop.kindred.profile.snapshot().interests)).toEqual(['oolong']);

    await page.click('kindred-centre [part~="rights"] summary');
    await page.evaluate(() => shop.kindred.flush());
    const download = page.waitForEvent('download');
    await page.click(CENTRE('export'));
    const file = await textOf(download);
    for (const part of ['oolong', 'Ada L.', 'half-past-four', await ownId(town.linden)])
      expect(file.text).toContain(part);
    await page.click('kindred-centre [part~="history"] summary');
    const receipts = page.waitForEvent('download');
    await page.click(CENTRE('receipts'));
    expect(JSON.parse((await textOf(receipts)).text).length).toBeGreaterThan(0);

    const id = await ownId(town.linden);
    await page.click(CENTRE('erase'));
    await page.click(CENTRE('eraseNow'));
    await expect.poll(() => page.locator('[data-report]').getAttribute('data-collector')).toBe('erased');
    expect(await page.locator('[data-report]').getAttribute('data-residue')).toBe('0');
    expect(await page.locator('[data-report]').textContent()).toMatch(/erased \d+ messages/);
    expect(await kept(page)).toEqual([]);
    expect(await town.stored({ anonymousId: id })).toEqual([]);
  });

  test('while everything is paused nothing leaves, and it goes on afterwards', async () => {
    const page = await visitor.visit('/');
    await page.click(BANNER('accept'));
    await openCentre(page);
    await page.click('kindred-centre [part~="rights"] summary');
    await page.click(CENTRE('pause'));
    await expect.poll(() => allowed(page, 'analytics')).toBe('paused');
    await view(page, 'seen-while-paused');
    await page.click('kindred-centre .alert [data-do="resume"]');
    await view(page, 'seen-after-the-pause');
    const seen = async (item: string) => JSON.stringify(await town.stored({ event: 'Product Viewed' })).includes(item);
    await expect.poll(() => seen('seen-after-the-pause')).toBe(true);
    expect(await seen('seen-while-paused')).toBe(false);
  });
});

describe('everybody can choose', () => {
  test.each([
    ['on a phone in daylight', '', { viewport: { width: 320, height: 640 }, colorScheme: 'light' }],
    ['on a desk in the dark', '', { viewport: { width: 1440, height: 900 }, colorScheme: 'dark' }],
    ['in Arabic', '?lang=ar', { viewport: { width: 390, height: 800 } }],
  ] as const)('neither layer has an accessibility violation: %s', async (_where, query, how) => {
    const own = await town.visitor(how);
    const page = await own.visit(`/${query}`);
    await page.waitForSelector(BANNER('refuse'));
    if (query) await page.waitForSelector('kindred-banner [dir="rtl"]', { state: 'attached' });
    expect.soft(await violations(page)).toEqual([]);
    await page.click(BANNER('accept'));
    await openCentre(page);
    for (const summary of await page.locator('kindred-centre summary').all()) await summary.click();
    await expect.poll(() => page.locator('kindred-centre details[open]').count()).toBeGreaterThan(4);
    expect.soft(await violations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await own.context.close();
    expect(own.complaints).toEqual([]);
  });
});

/** What a script of the purpose "ads" could leave besides what Bright Boards does: wherever a browser keeps anything. */
async function plant(page: Page): Promise<void> {
  await page.evaluate(async () => {
    for (const place of [
      'Path=/',
      'Path=/c',
      'Path=/c/tea',
      'Path=/; Domain=shop.localhost',
      'Path=/c; Domain=shop.localhost',
    ]) {
      // biome-ignore lint/suspicious/noDocumentCookie: as such scripts do
      document.cookie = `bb_${place.replace(/\W/g, '')}=1; Max-Age=3600; ${place}`;
      // biome-ignore lint/suspicious/noDocumentCookie: the same name in each place
      document.cookie = `bb_same=1; Max-Age=3600; ${place}`;
    }
    localStorage.setItem('bb_more', 'x');
    sessionStorage.setItem('bb_more', 'x');
    await (await caches.open('bright-boards')).put('/bb-more', new Response('x'.repeat(10_000)));
    await new Promise<void>((resolve) => {
      const request = indexedDB.open('bright-boards');
      request.onsuccess = () => {
        const { result: database } = request;
        const writing = database.transaction('seen', 'readwrite');
        for (let i = 0; i < 200; i++) writing.objectStore('seen').put('x'.repeat(100), i);
        writing.oncomplete = () => {
          database.close();
          resolve();
        };
      };
    });
  });
}
