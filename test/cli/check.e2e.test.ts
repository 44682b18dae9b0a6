import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addCheckCommand } from '../../src/cli/commands/check.ts';
import { openChromium } from '../../src/cli/commands/chromium.ts';
import type { CliIo } from '../../src/cli/io.ts';
import { reportError } from '../../src/cli/output/errors.ts';
import { CHROMIUM } from '../chromium.ts';
import { button, dialogue } from '../ui/linter/fixtures.ts';
import { bundleAsGlobal, type Loopback, openLoopback } from '../ui/loopback.ts';
import { temporaryFolder } from './input/tables.ts';
import { memoryIo } from './memory-io.ts';

const ENV = { CHROMIUM_PATH: CHROMIUM.executablePath };

let shop: Loopback;
let script: string;

beforeAll(async () => {
  [shop, script] = await Promise.all([openLoopback(), bundleAsGlobal('src/ui/linter/index.ts', 'kindredLinter')]);
});

afterAll(() => shop?.close());

/** Runs the command with the linter of the sources; the rest is as people have it. */
async function run(argv: readonly string[], options: Parameters<typeof memoryIo>[0] = { env: ENV }) {
  const io = memoryIo(options);
  const code = await runProgram(argv, io);
  return { code, out: io.out(), err: io.err() };
}

async function runProgram(argv: readonly string[], io: CliIo): Promise<number> {
  const program = new Command().exitOverride();
  addCheckCommand(program, io, { openBrowser: openChromium, script: async () => script });
  try {
    await program.parseAsync(['check', ...argv], { from: 'user' });
    return 0;
  } catch (error) {
    return reportError(error, argv.includes('--json'), io);
  }
}

// Remembers a choice, and asks who has made none.
const FAIR = `const ask = document.querySelector('[role=dialog]');
  if (localStorage.choice) ask.remove();
  const choose = (choice) => () => { localStorage.choice = choice; ask.remove(); };
  document.querySelector('#yes').onclick = choose('yes');
  document.querySelector('#no').onclick = choose('no');
  document.querySelector('#more').onclick = () => document.querySelector('#second').removeAttribute('hidden');`;

const YES = button('Accept all', '', 'id="yes"');
const NO = button('Refuse all', '', 'id="no"');
const MORE = button('Settings', '', 'id="more"');
const SECOND = `<div id="second" hidden>${button('Save choices')}${button('Refuse all')}</div>`;
const ASK = dialogue({ accept: YES, refuse: NO, settings: MORE, more: SECOND });

/** Puts a page on the server, and answers its address. */
function serve(name: string, body: string, code: string, headers: Readonly<Record<string, string>> = {}): string {
  shop.answers.set(`/${name}.js`, { body: code });
  const html = `<!doctype html><html lang="en"><title>Shop</title><body><main style="height: 4000px">Tea</main>${body}<script src="/${name}.js"></script>`;
  shop.answers.set(`/${name}`, { body: html, type: 'text/html', headers });
  return `${shop.url}/${name}`;
}

async function rulesOf(address: string, ...argv: readonly string[]): Promise<readonly string[]> {
  const { out } = await run([address, '--json', '--wait', '1500', ...argv]);
  return JSON.parse(out).findings.map(({ rule }: { rule: string }) => rule);
}

describe('a page', () => {
  test('that asks fairly ends well', async () => {
    const { code, out, err } = await run([serve('fair', ASK, FAIR), '--wait', '1000']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toBe(`Checked ${shop.url}/fair\n  found       nothing\n`);
  });

  test('is not asked for what is no selector', async () => {
    const { code, out, err } = await run([serve('fair', ASK, FAIR), '--refuse', '<<<', '--wait', '1000']);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('[invalid-options] --refuse "<<<" is no CSS selector');
  });

  test('is checked under a strict policy too', async () => {
    const csp =
      "default-src 'self'; style-src 'self' 'unsafe-inline'; require-trusted-types-for 'script'; trusted-types 'none'";
    expect(await rulesOf(serve('strict', ASK, FAIR, { 'content-security-policy': csp }))).toEqual([]);
  });

  test('that does not let one refuse is told it, with what to do and where it is written', async () => {
    const address = serve(
      'unfair',
      dialogue({ accept: YES, refuse: '', settings: MORE, more: SECOND }),
      FAIR.replace(/.*#no.*/, ''),
    );
    const { code, out, err } = await run([address, '--no-watch']);
    expect([code, err]).toEqual([1, `kindred: [invalid-input] 2 errors in ${address}.\n`]);
    expect(out).toMatch(/error +no-refuse: "Accept all" takes one click; only "Settings" stands beside it\./);
    expect(out).toContain('Put a button that refuses everything beside the one that accepts.');
    expect(out).toContain('§ 7004');
    expect(out).toContain('extra-steps');
  });

  test('that takes scrolling for consent is found out', async () => {
    const code = `${FAIR} addEventListener('scroll', choose('yes'));`;
    expect(await rulesOf(serve('scroll', ASK, code))).toEqual(['accept-on-scroll']);
  });

  test('that takes silence for consent is found out', async () => {
    const code = `${FAIR} setTimeout(choose('yes'), 1000);`;
    expect(await rulesOf(serve('silence', ASK, code))).toEqual(expect.arrayContaining(['accept-on-timeout']));
  });

  test('that forgets a refusal is found out', async () => {
    const code = FAIR.replace('if (localStorage.choice)', "if (localStorage.choice === 'yes')");
    expect(await rulesOf(serve('nagging', ASK, code))).toEqual(['nagging']);
  });

  test('whose dialogue comes late, or in a frame, is checked all the same', async () => {
    const late = `${FAIR} ask.hidden = true; setTimeout(() => { ask.hidden = false; }, 700);`;
    expect(await rulesOf(serve('late', ASK, late), '--no-watch')).toEqual([]);
    serve('inner', dialogue({ accept: YES, refuse: '', settings: '' }), '');
    expect(
      await rulesOf(
        serve(
          'outer',
          '<iframe src="/inner" style="position: fixed; inset: 0; width: 100%; height: 100%"></iframe>',
          '',
        ),
        '--no-watch',
      ),
    ).toEqual(['no-refuse']);
  });

  test('in which nothing asks is not passed over', async () => {
    expect(await rulesOf(serve('silent', '', ''))).toEqual(['not-found']);
  });

  test('may be a file, in the size of a phone, with its parts named', async () => {
    const folder = await temporaryFolder();
    const wide = '<style>@media (min-width: 500px) { #no { display: none } }</style>';
    const html = `<!doctype html>${wide}<div class="ask"><b id="yes">Sure</b> <b id="no">Nope</b></div>`;
    await writeFile(join(folder, 'page.html'), html);
    const named = ['--container', '.ask', '--accept', '#yes', '--refuse', '#no', '--no-watch'];
    expect(await rulesOf(join(folder, 'page.html'), ...named)).toEqual(['no-refuse']);
    expect(await rulesOf(join(folder, 'page.html'), ...named, '--viewport', '360x740')).toEqual([]);
  });
});

test('the built command checks a page, with the script that the build put beside it', async () => {
  const address = serve('built', dialogue({ accept: YES, refuse: '', settings: '' }), '');
  const argv = ['dist/cli.js', 'check', address, '--no-watch', '--json'];
  const child = spawn(process.execPath, argv, { env: { ...process.env, ...ENV } });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  expect(code).toBe(1);
  expect(JSON.parse(out).findings.map(({ rule }: { rule: string }) => rule)).toEqual(['no-refuse']);
});

describe('what goes wrong', () => {
  test('a page that cannot be opened is told with its address', async () => {
    const { code, err } = await run(['http://127.0.0.1:1/']);
    expect(code).toBe(1);
    expect(err).toMatch(/\[unavailable\] http:\/\/127\.0\.0\.1:1\/ cannot be opened \(.+\)\. Is it running\?/);
  });

  test('a Chromium that is not there is told with its remedy', async () => {
    const { code, err } = await run([`${shop.url}/fair`], { env: { CHROMIUM_PATH: '/nowhere/chromium' } });
    expect(code).toBe(1);
    expect(err).toMatch(/\[unavailable\] Chromium cannot be started .*CHROMIUM_PATH/);
  });

  test('Ctrl-C ends the check and leaves no browser', async () => {
    const cancelled = new AbortController();
    const running = run([serve('slow', '', ''), '--wait', '60000'], { env: ENV, signal: cancelled.signal });
    await expect.poll(() => shop.asked.includes('/slow'), { timeout: 30_000 }).toBe(true);
    cancelled.abort();
    expect(await running).toMatchObject({ code: 130, err: expect.stringContaining('aborted') });
  });
});
