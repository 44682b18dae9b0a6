import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runCli } from '../../../src/cli/run.ts';
import { seededRandom } from '../../../src/core/index.ts';
import { temporaryFolder } from '../input/tables.ts';
import { memoryIo } from '../memory-io.ts';

/** Users with a taste each, in two files, and two models. */
async function setUp() {
  const folder = await temporaryFolder();
  const random = seededRandom(1);
  const rows = Array.from({ length: 3000 }, (_, n) => {
    const user = Math.floor(150 * random.next() ** 2);
    return `${user},${(user % 3) * 30 + Math.floor(30 * random.next() ** 2)},${n + 1}`;
  });
  await writeFile(join(folder, 'train.csv'), ['user,item,time', ...rows.slice(0, 2400)].join('\n'));
  await writeFile(join(folder, 'test.csv'), ['user,item,time', ...rows.slice(2400)].join('\n'));
  async function run(args: string) {
    const io = memoryIo();
    const code = await runCli(args.replaceAll('{}', folder).split(' '), io);
    return { code, out: io.out(), err: io.err() };
  }
  await run('train --input {}/train.csv --algorithm cosine --out {}/cosine');
  await run('train --input {}/train.csv --algorithm popularity --out {}/<b>popular');
  return { folder, run, report: () => readFile(join(folder, 'report.html'), 'utf8') };
}

describe('the report of an evaluation', () => {
  test('is one file that loads nothing, runs nothing and names nobody', async () => {
    const { run, report } = await setUp();
    const { code, out } = await run(
      'evaluate --model {}/cosine {}/<b>popular --holdout {}/test.csv --metrics ndcg@10,coverage@10 --report {}/report.html',
    );
    expect(code).toBe(0);
    expect(out).toMatch(/report +.*report\.html/);
    const page = await report();
    expect(page).toMatch(/^<!doctype html><!-- kindred evaluate -->/);
    expect(page).toContain("default-src 'none'");
    expect(page).not.toMatch(/<script|<link|<img|<iframe|@import|url\((?!#)|javascript:|\son\w+=/i);
    expect(page.match(/https?:\/\/[^"]+/g)?.filter((url) => url !== 'http://www.w3.org/2000/svg') ?? []).toEqual([]);
    expect(page).toContain('&lt;b&gt;popular');
    expect(page).not.toContain('<b>popular');
  });

  test('has plots for large and small screens, in the colours of the page, each with words', async () => {
    const { run, report } = await setUp();
    await run('evaluate --model {}/cosine --holdout {}/test.csv --metrics ndcg@10 --report {}/report.html');
    const page = await report();
    const plots = page.match(/<div class="plot" role="img" aria-label="[^"]{20,}">/g) ?? [];
    expect(plots.length).toBeGreaterThanOrEqual(4);
    expect(page.match(/<svg [^>]*width="720"/g)).toHaveLength(plots.length);
    expect(page.match(/<svg [^>]*width="340"/g)).toHaveLength(plots.length);
    expect(page).toContain('var(--c1)');
    expect(page).not.toContain('NaN');
  });

  test('states values, intervals and what each metric divides by', async () => {
    const { run, report } = await setUp();
    const options = '--holdout {}/test.csv --metrics ndcg@10,recallMin@5,gini@10';
    const { out } = await run(`evaluate --model {}/cosine ${options} --report {}/report.html --json`);
    const { metrics } = JSON.parse(out);
    expect(Object.keys(metrics)).toEqual(['ndcg@10', 'recallMin@5', 'gini@10']);
    const page = await report();
    for (const value of Object.values(metrics)) expect(page).toContain(Number(value).toFixed(6));
    expect(page).toContain('divided by min(k, T)');
    expect(page).toContain('95 % interval');
  });

  test('compares models on the same users, the best first', async () => {
    const { run } = await setUp();
    const { out } = await run(
      'evaluate --model {}/cosine {}/<b>popular --holdout {}/test.csv --metrics ndcg@10 --json',
    );
    const { models } = JSON.parse(out);
    expect(models).toHaveLength(2);
    expect(models[0].metrics['ndcg@10']).toBeGreaterThan(models[1].metrics['ndcg@10']);
    expect(models[0].cost.modelBytes).toBeGreaterThan(0);
  });

  test('replaces a report, and nothing else', async () => {
    const { folder, run, report } = await setUp();
    const command = 'evaluate --model {}/cosine --holdout {}/test.csv --metrics ndcg@10 --report {}/report.html';
    await writeFile(join(folder, 'report.html'), 'years of work');
    expect(await run(command)).toMatchObject({ code: 2, err: expect.stringContaining('is no report') });
    expect(await report()).toBe('years of work');
    await writeFile(join(folder, 'report.html'), '');
    expect((await run(command)).code).toBe(0);
    expect((await run(command)).code).toBe(0);
  });
});
