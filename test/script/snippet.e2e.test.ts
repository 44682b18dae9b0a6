import { createHash } from 'node:crypto';
import { type Browser, chromium } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CHROMIUM } from '../chromium.ts';
import { readText } from '../house/project.ts';

const ORIGIN = 'https://shop.example/';
const SNIPPET = readText('dist/snippet.js').trim();
const USE = `
  addEventListener('securitypolicyviolation', ({ violatedDirective }) => violations.push(violatedDirective));
  violations = [];
  kindredQueue.push(({ VERSION }) => (version = VERSION));
  gtag('js', new Date());
  __tcfapi('addEventListener', 2, () => {});`;

let browser: Browser;
beforeAll(async () => {
  browser = await chromium.launch(CHROMIUM);
});
afterAll(() => browser.close());

/** Opens a page of texts by path under a policy, and tells what became of it; nothing leaves the machine. */
async function open(html: string, scripts: string) {
  const files: Record<string, string> = {
    '/': html,
    '/snippet.js': SNIPPET,
    '/use.js': USE,
    '/kindred.global.js': readText('dist/kindred.global.js'),
  };
  const policy = `default-src 'none'; script-src ${scripts}; require-trusted-types-for 'script'`;
  const context = await browser.newContext();
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  const asked: string[] = [];
  await page.route('**', (route) => {
    const path = new URL(route.request().url()).pathname;
    asked.push(path);
    const type = path.endsWith('.js') ? 'text/javascript' : 'text/html';
    const headers = { 'content-type': type, 'content-security-policy': policy };
    return route.fulfill({ status: path in files ? 200 : 404, headers, body: files[path] ?? '' });
  });
  await page.goto(ORIGIN);
  const seen = await page.evaluate(`({
    violations,
    version: typeof version,
    told: dataLayer.map(([name, action]) => name === 'consent' ? name + ' ' + action : name),
    held: kindredConsentMode.security_storage + ' ' + kindredConsentMode.ad_storage,
    waiting: __tcfapi().length,
    frames: [!!frames.__tcfapiLocator, !!frames.__gppLocator],
    stored: localStorage.length + document.cookie.length,
  })`);
  await context.close();
  return { seen, complaints, asked };
}

const OPTIONS = `data-stubs="__tcfapi" data-consent='{"security_storage":"granted"}'`;
const WORKS = {
  violations: [],
  version: 'string',
  told: ['consent default', 'js'],
  held: 'granted denied',
  waiting: 1,
  frames: [true, false],
  stored: 0,
};

const pageWith = (snippet: string) =>
  `<!doctype html><html><head>${snippet}<script src="/use.js"></script><script src="/kindred.global.js" async></script></head></html>`;

test('it works as a file under a strict content security policy, and asks for nothing', async () => {
  const { seen, complaints, asked } = await open(pageWith(`<script src="/snippet.js" ${OPTIONS}></script>`), "'self'");
  expect([seen, complaints]).toEqual([WORKS, []]);
  expect(asked.filter((path) => path !== '/favicon.ico')).toEqual([
    '/',
    '/snippet.js',
    '/use.js',
    '/kindred.global.js',
  ]);
});

test('it works inline with a nonce', async () => {
  const { seen, complaints } = await open(
    pageWith(`<script nonce="n0nce" ${OPTIONS}>${SNIPPET}</script>`),
    "'self' 'nonce-n0nce'",
  );
  expect([seen, complaints]).toEqual([WORKS, []]);
});

test('it works inline with its digest', async () => {
  const digest = createHash('sha256').update(SNIPPET).digest('base64');
  const { seen, complaints } = await open(
    pageWith(`<script ${OPTIONS}>${SNIPPET}</script>`),
    `'self' 'sha256-${digest}'`,
  );
  expect([seen, complaints]).toEqual([WORKS, []]);
});
