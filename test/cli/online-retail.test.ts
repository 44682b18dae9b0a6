// Data: UCI Machine Learning Repository, Online Retail (id 352), D. Chen, 2015, CC BY 4.0.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runCli } from '../../src/cli/run.ts';
import { temporaryFolder } from './input/tables.ts';
import { memoryIo } from './memory-io.ts';

const FILE = new URL('../../../shared/data/online-retail/lines.csv.gz', import.meta.url).pathname;
const isPresent = existsSync(FILE);
if (!isPresent) console.warn(`SKIPPED: the command's known answers on Online Retail, because ${FILE} is absent.`);

const SELECTION = [
  ...['--columns', 'user=user,item=item,time=timestamp'],
  ...['--where', '{"and":[{">":[{"var":"quantity"},0]},{">":[{"var":"price"},0]}]}'],
];

async function run(...args: readonly string[]): Promise<Record<string, never>> {
  const io = memoryIo();
  const code = await runCli([...args, '--json'], io);
  expect([code, io.err()]).toEqual([0, '']);
  return JSON.parse(io.out());
}

describe.skipIf(!isPresent)('train and evaluate on Online Retail, split at 2011-11-09', () => {
  test.each([
    ['popularity', [], 0.033, 0.08],
    ['rp3beta', ['--alpha', '.8', '--beta', '.3'], 0.064, 0.193],
  ] as const)(
    '%s gives the known nDCG@10 for new items and with repeats',
    async (algorithm, settings, forNew, withRepeats) => {
      const model = join(await temporaryFolder(), 'model');
      const split = ['--algorithm', algorithm, ...settings, '--until', '2011-11-09', '--out', model];
      const trained = await run('train', '--input', FILE, ...SELECTION, ...split);
      expect(trained).toMatchObject({
        model: { users: 4067, items: 3823, pairs: 232_341 },
        input: { rows: { read: 541_909, kept: 331_431, broken: 0, skipped: { 'no-user': 135_080 } } },
      });
      const evaluate = [
        'evaluate',
        '--model',
        model,
        '--holdout',
        FILE,
        ...SELECTION,
        '--from',
        '2011-11-09',
        '--metrics',
        'ndcg@10',
      ];
      const news = await run(...evaluate);
      const repeats = await run(...evaluate, '--allow-repeats');
      expect(Math.abs(Number(news.metrics?.['ndcg@10']) - forNew)).toBeLessThan(0.002);
      expect(Math.abs(Number(repeats.metrics?.['ndcg@10']) - withRepeats)).toBeLessThan(0.002);
      expect(news).toMatchObject({ users: { evaluated: 1305, withoutHistory: 271, withoutNewItems: 91 } });
    },
    180_000,
  );
});
