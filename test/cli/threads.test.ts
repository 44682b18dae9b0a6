import { readdir, readFile, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCli } from '../../src/cli/run.ts';
import { temporaryFolder } from './input/tables.ts';
import { memoryIo } from './memory-io.ts';

test.each(['ease --lambda 20', 'ials --factors 8 --iterations 3'])(
  'train --algorithm %s gives the same model on any number of threads',
  async (algorithm) => {
    const folder = await temporaryFolder();
    const rows = Array.from({ length: 400 }, (_, n) => `u${n % 37},i${(n * n) % 53}`);
    await writeFile(join(folder, 'rows.csv'), ['user,item', ...new Set(rows)].join('\n'));
    const train = async (threads: number) => {
      const out = join(folder, `on-${threads}`);
      const args = [
        'train',
        '--input',
        join(folder, 'rows.csv'),
        '--out',
        out,
        '--threads',
        String(threads),
        '--algorithm',
      ];
      const io = memoryIo();
      expect([await runCli([...args, ...algorithm.split(' ')], io), io.err()]).toEqual([0, '']);
      const names = (await readdir(out)).sort();
      return Promise.all(names.map(async (name) => [name, await readFile(join(out, name), 'base64')]));
    };
    expect(await train(3)).toEqual(await train(1));
  },
);

test('train takes all threads where the plan is for threads, and --threads turns that off', async () => {
  const folder = await temporaryFolder();
  const input = join(folder, 'rows.csv');
  await writeFile(input, ['user,item', ...Array.from({ length: 3000 }, (_, n) => `u${n % 7},i${n}`)].join('\n'));
  const plan = async (...flags: readonly string[]) => {
    const io = memoryIo();
    const args = ['train', '--input', input, '--out', join(folder, 'model'), '--plan', ...flags];
    expect([await runCli(args, io), io.err()]).toEqual([0, '']);
    return io.out();
  };
  const all = availableParallelism();
  expect(await plan('--algorithm', 'ease')).toMatch(new RegExp(`threads +${all} \\(--threads 1 for one\\)`));
  expect(JSON.parse(await plan('--algorithm', 'ease', '--json')).plan).toMatchObject({
    place: 'threads',
    threads: all,
  });
  expect(await plan('--algorithm', 'ease', '--threads', '1')).toMatch(/threads +1\n/);
  expect(JSON.parse(await plan('--algorithm', 'cosine', '--json')).plan).toMatchObject({ threads: 1 });
});

test('train --max-history tells what it leaves out of the counts', async () => {
  const folder = await temporaryFolder();
  const input = join(folder, 'rows.csv');
  await writeFile(input, ['user,item', 'ann,cup', 'ann,pot', 'bot,cup', 'bot,pot', 'bot,tray'].join('\n'));
  const run = async (...flags: readonly string[]) => {
    const io = memoryIo();
    const args = ['train', '--input', input, '--out', join(folder, 'model'), '--max-history', '2', ...flags];
    expect([await runCli(args, io), io.err()]).toEqual([0, '']);
    return io.out();
  };
  expect(await run()).toContain('1 pair of 1 user with more than 2 items: their newest count');
  expect(JSON.parse(await run('--json'))).toMatchObject({ notCounted: { users: 1, pairs: 1 } });
});

test('tune takes all threads where a setting takes long, as train does', { timeout: 60_000 }, async () => {
  const folder = await temporaryFolder();
  const input = join(folder, 'rows.csv');
  const rows = Array.from({ length: 400 }, (_, n) => `${n % 37},${(n * n) % 53}`);
  await writeFile(input, ['user,item', ...new Set(rows)].join('\n'));
  const threadsOf = async (...flags: readonly string[]) => {
    const io = memoryIo();
    const args = ['tune', '--input', input, '--protocol', 'hash80', '--algorithm', 'ials', '--json', ...flags];
    expect([await runCli(args, io), io.err()]).toEqual([0, '']);
    return JSON.parse(io.out()).threads;
  };
  expect(await threadsOf('--factors', '8', '--try', 'iterations=1,2')).toBe(1);
  expect(await threadsOf('--factors', '8', '--try', 'iterations=1,2', '--threads', '2')).toBe(2);
  expect(await threadsOf('--factors', '256', '--try', 'iterations=1,120')).toBe(availableParallelism());
});

test('train --threads 0 is refused', async () => {
  const io = memoryIo();
  expect(await runCli(['train', '--input', 'rows.csv', '--out', 'model', '--threads', '0'], io)).not.toBe(0);
  expect(io.err()).toContain('--threads takes a whole number from 1 to 64');
});
