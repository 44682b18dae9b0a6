import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCli } from '../../../src/cli/run.ts';
import { seededRandom } from '../../../src/core/index.ts';
import { temporaryFolder } from '../input/tables.ts';
import { type MemoryIo, memoryIo } from '../memory-io.ts';

/** Tastes with whole numbers for ids: most of what somebody has is of one of four groups of items; a second a row. */
function tastes(rows: number): readonly string[] {
  const random = seededRandom(5);
  return Array.from({ length: rows }, (_, n) => {
    const user = Math.floor(random.next() * 60);
    const group = random.next() < 0.85 ? user % 4 : Math.floor(random.next() * 4);
    return `${user},${group * 20 + Math.floor(20 * random.next() ** 2)},${1_300_000_000 + n}`;
  });
}

/** A folder with `rows.csv`, and a way to run the command on it: `{}` in an argument stands for the folder. */
export async function setUpTastes(rows = 900) {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'rows.csv'), ['user,item,time', ...tastes(rows)].join('\n'));
  async function run(args: string, io: MemoryIo = memoryIo()) {
    const code = await runCli(
      args.split(' ').map((arg) => arg.replaceAll('{}', folder)),
      io,
    );
    return { code, out: io.out(), err: io.err() };
  }
  return { folder, run };
}
