// From the first statement of a page's script until its banner can be clicked, and until it is opaque: kindred beside
// vanilla-cookieconsent, in one Chromium, in turns. BENCH_RUNS says how often each page is loaded. Besides the time that passes it
// tells the main thread's own, which neighbours on the machine do not lengthen.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { chromium } from 'playwright';

const RUNS = Number(process.env.BENCH_RUNS ?? 21);
const PAGES = ['kindred', 'vanilla-cookieconsent'];
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

const watch = readFileSync(here('pages/watch.js'), 'utf8');
const css = readFileSync(createRequire(import.meta.url).resolve('vanilla-cookieconsent/dist/cookieconsent.css'));

/** Compiled while it is downloaded, and not when it is called: https://v8.dev/blog/explicit-compile-hints. */
const HINT = '//# allFunctionsCalledOnLoad';

/** The page's script as a shop would ship it, minified; what is loaded later is a file of its own. */
async function bundle(page) {
  const { outputFiles } = await build({
    entryPoints: [here(`pages/${page}.js`)],
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    banner: { js: `${HINT}\nwindow.scriptStart??=(performance.mark('start'),performance.now());` },
    outdir: '/',
    write: false,
  });
  return outputFiles.map(({ path, text }) => [path, text]);
}

function html(page) {
  const text = '<p>Oolong, fresh from the mountain.</p>'.repeat(40);
  const look = page === 'kindred' ? '' : '<link rel="stylesheet" href="/cookieconsent.css">';
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Shop</title>${look}<body><h1>Shop</h1>${text}<script type="module" src="/${page}.js"></script>`;
}

const scripts = new Map((await Promise.all(PAGES.map(bundle))).flat());
const server = createServer(({ url }, response) => {
  if (url === '/cookieconsent.css') return response.setHeader('content-type', 'text/css').end(css);
  const script = scripts.get(url);
  if (script) return response.setHeader('content-type', 'text/javascript').end(script);
  return response.setHeader('content-type', 'text/html').end(html(url.slice(1)));
});
await new Promise((resolve) => server.listen(0, resolve));

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
});

/** A first visit: no cookie, no cache. */
async function visit(page) {
  const context = await browser.newContext();
  const tab = await context.newPage();
  const stopTrace = await traceMarks(await context.newCDPSession(tab));
  await tab.addInitScript(watch);
  await tab.goto(`http://localhost:${server.address().port}/${page}`);
  await tab.waitForFunction(() => window.bannerTimes.opaque !== undefined);
  const times = await tab.evaluate(() => window.bannerTimes);
  const thread = await stopTrace();
  await context.close();
  const cpu = ['clickable', 'opaque'].map((what) => [`${what} CPU`, thread.get(what) - thread.get('start')]);
  return { ...times, ...Object.fromEntries(cpu) };
}

/** Notes how much time the main thread had had at each mark, in milliseconds. */
async function traceMarks(session) {
  const marks = new Map();
  session.on('Tracing.dataCollected', ({ value }) => {
    for (const { name, tts, cat } of value) if (tts && cat.includes('user_timing')) marks.set(name, tts / 1000);
  });
  await session.send('Tracing.start', { categories: 'blink.user_timing', transferMode: 'ReportEvents' });
  return async () => {
    const isDone = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
    await session.send('Tracing.end');
    await isDone;
    return marks;
  };
}

const visits = new Map(PAGES.map((page) => [page, []]));
for (let run = 0; run < RUNS; run++) {
  for (const page of PAGES) visits.get(page).push(await visit(page));
}
await browser.close();
server.close();

const median = (numbers) => numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)];
const figures = ['clickable', 'clickable CPU', 'opaque', 'opaque CPU'].map((what) => {
  const [ours, theirs] = PAGES.map((page) => median(visits.get(page).map((times) => times[what])));
  const best = Math.min(...visits.get('kindred').map((times) => times[what]));
  return { what, ours, theirs, best };
});
const ms = (number) => `${number.toFixed(1)} ms`;
const say = process.argv.includes('--json') ? console.error : console.log;
say(`\nfrom script start to the banner, median of ${RUNS} first visits`);
for (const { what, ours, theirs, best } of figures) {
  const ratio = `${(theirs / ours).toFixed(1)} times as fast`;
  say(`  ${what.padEnd(14)} kindred ${ms(ours)} (best ${ms(best)}), vanilla-cookieconsent ${ms(theirs)}: ${ratio}`);
}
