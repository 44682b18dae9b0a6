// Data: UCI Machine Learning Repository, Online Retail (id 352), D. Chen, 2015, CC BY 4.0; the toy set of bolcom/serenade, Apache-2.0.
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runCli } from '../../src/cli/run.ts';
import { temporaryFolder } from './input/tables.ts';
import { memoryIo } from './memory-io.ts';

const DATA = new URL('../../../shared/data/', import.meta.url).pathname;
const isPresent = existsSync(`${DATA}serenade-toy/train.csv`);
if (!isPresent) console.warn(`SKIPPED: the command's published figures, because ${DATA} is absent.`);

async function run(...args: readonly string[]) {
  const io = memoryIo();
  const code = await runCli(['selftest', ...args], io);
  return { code, out: io.out(), err: io.err() };
}

describe('selftest', () => {
  test('prints what was expected, what came out, the difference and the verdict', async () => {
    const { code, out, err } = await run();
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/expected +got +difference/);
    expect(out).toMatch(/pass +0\.333333 +0\.333333 +\S+ +± 0\.000001 +Jaccard: 1 of 3 people/);
    expect(out).toMatch(/passed +(\d+) of \1\n/);
    expect(out).not.toContain('FAIL');
  });

  test('says loudly what was not run', async () => {
    expect((await run()).out).toMatch(
      /NOT RUN +the published figures of online-retail, 12 figures; serenade, 6 figures; movielens-1m, 7 figures; gowalla/,
    );
    expect(JSON.parse((await run('--json')).out)).toMatchObject({
      notRun: ['online-retail', 'serenade', 'movielens-1m', 'gowalla', 'amazon-beauty', 'movielens-100k'],
    });
  });

  test('a figure that does not come out ends with exit code 1, and every difference is shown', async () => {
    const folder = await temporaryFolder();
    const lines = ['user,item,quantity,price,timestamp', 'ann,tea,1,1,1300000000', 'ben,tea,1,1,1300000000'];
    lines.push('ann,cup,1,1,1300000000', 'ben,cup,1,1,1330000000', 'cleo,pot,-1,1,1300000000');
    await writeFile(join(folder, 'lines.csv'), lines.join('\n'));
    const { code, out, err } = await run('--tables', 'online-retail', '--events', join(folder, 'lines.csv'));
    expect(code).toBe(1);
    expect(out).toMatch(/FAIL +4338 +2 +-4336 +exact +users before and after the split/);
    expect(out).toMatch(/FAIL +0\.0330000 .* popularity: nDCG@10, new items only/);
    expect(err).toMatch(
      /\[unavailable\] \d+ known answers of \d+ did not come out: .*Check that the files are those of the table/,
    );
  });

  test('a part that is missing is told before anything is measured', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'train.csv'), 'session,item,timestamp\n1,2,3');
    expect(await run('--tables', 'serenade', '--events', folder)).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(/\[not-found\] The table serenade needs a file "valid\.csv"/),
    });
  });

  test.each([
    [['--tables', 'online-retail'], /needs --events/],
    [['--events', 'lines.csv'], /needs --tables/],
    [['--tables', 'netflix', '--events', 'x'], /online-retail, serenade/],
  ])('%j is wrong use', async (args, message) => {
    const { code, err } = await run(...args);
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });

  test('is cancelled while it measures', async () => {
    const folder = await temporaryFolder();
    await writeFile(
      join(folder, 'lines.csv'),
      'user,item,quantity,price,timestamp\nann,tea,1,1,1300000000\nann,tea,1,1,1330000000',
    );
    const io = memoryIo({ signal: AbortSignal.abort() });
    expect(await runCli(['selftest', '--tables', 'online-retail', '--events', join(folder, 'lines.csv')], io)).toBe(
      130,
    );
  });
});

describe.skipIf(!isPresent)('the published figures come out', () => {
  test.each([
    ['serenade', 'serenade-toy/', 6],
    ['online-retail', 'online-retail/lines.csv.gz', 12],
  ])(
    'of %s',
    async (table, path, figures) => {
      const { code, out, err } = await run('--tables', table, '--events', `${DATA}${path}`, '--json');
      expect([code, err]).toEqual([0, '']);
      expect(JSON.parse(out).published).toHaveLength(figures);
    },
    240_000,
  );
});
