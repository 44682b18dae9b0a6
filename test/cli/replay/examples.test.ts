import { expect, test } from 'vitest';
import { runCli } from '../../../src/cli/run.ts';
import { memoryIo } from '../memory-io.ts';

const FOLDER = new URL('../../../examples/rules/', import.meta.url).pathname;

async function run(command: string) {
  const io = memoryIo();
  const code = await runCli(command.replaceAll('{}', FOLDER).split(' '), io);
  return { code, out: io.out(), err: io.err() };
}

test.each(['autumn', 'winter'])('the example rules of %s are in order', async (name) => {
  const { code, out } = await run(`check {}${name}.json --retention 30d --strict`);
  expect([code, out]).toEqual([0, expect.stringContaining('nothing')]);
});

test('the example log shows what winter changes', async () => {
  const { out } = await run('replay --events {}events.ndjson --rules {}autumn.json --against {}winter.json --json');
  const { events, changes, files } = JSON.parse(out);
  expect(events).toMatchObject({ broken: 0, nobody: 0 });
  expect(changes.total.people).toBeGreaterThan(0);
  expect(files[0].rules.every(({ people }: { people: number }) => people > 0)).toBe(true);
});
