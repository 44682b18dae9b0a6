import { readdir, readFile, writeFile } from 'node:fs/promises';
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

test('train --threads 0 is refused', async () => {
  const io = memoryIo();
  expect(await runCli(['train', '--input', 'rows.csv', '--out', 'model', '--threads', '0'], io)).not.toBe(0);
  expect(io.err()).toContain('--threads takes a whole number from 1 to 64');
});
