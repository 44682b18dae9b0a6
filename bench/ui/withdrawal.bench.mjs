// How long a withdrawal takes in Chromium, as its own report tells it: from the call until everything was removed and looked at
// again. BENCH_RUNS says how often. The time until the permission has ended is not measured: it ends at once.
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { chromium } from 'playwright';

const RUNS = Number(process.env.BENCH_RUNS ?? 15);

const { outputFiles } = await build({
  entryPoints: [fileURLToPath(new URL('pages/withdrawal.js', import.meta.url))],
  bundle: true,
  minify: true,
  splitting: true,
  format: 'esm',
  target: 'es2022',
  outdir: '/',
  write: false,
});
const scripts = new Map(outputFiles.map(({ path, text }) => [path, text]));
const server = createServer(({ url, method }, response) => {
  const script = scripts.get(url);
  if (script) return response.setHeader('content-type', 'text/javascript').end(script);
  if (url.startsWith('/v1/')) {
    response.setHeader('content-type', 'application/json');
    return response.end(method === 'DELETE' ? '{"erased":20}' : '{}');
  }
  return response
    .setHeader('content-type', 'text/html')
    .end(
      '<!doctype html><html lang="en"><meta charset="utf-8"><title>Shop</title><script type="module" src="/withdrawal.js"></script>',
    );
});
await new Promise((resolve) => server.listen(0, resolve));

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
});
const tab = await browser.newPage();
await tab.goto(`http://www.shop.localhost:${server.address().port}/c/tea`);
await tab.waitForFunction(() => window.withdrawOnce !== undefined);
const reports = [];
for (let run = 0; run < RUNS; run++) {
  const report = await tab.evaluate(() => window.withdrawOnce());
  if (report.residue.length > 0) throw new Error(`A withdrawal left ${JSON.stringify(report.residue)}.`);
  reports.push(report.durationMs);
}
await browser.close();
server.close();

reports.sort((one, other) => one - other);
const ms = (number) => `${number.toFixed(1)} ms`;
const say = process.argv.includes('--json') ? console.error : console.log;
say(`\nfrom a withdrawal until nothing is left, ${RUNS} times in one page`);
say(`  least ${ms(reports[0])}, median ${ms(reports[RUNS >> 1])}, most ${ms(reports[RUNS - 1])}`);
