import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runCli } from '../../src/cli/run.ts';
import { temporaryFolder } from './input/tables.ts';
import { memoryIo } from './memory-io.ts';

const ROWS = [
  'user,item,time',
  ...['ann,tea,2026-01-01', 'ann,pot,2026-01-02', 'ben,tea,2026-01-01', 'ben,pot,2026-02-01', 'cleo,tea,2026-01-01'],
  ...[
    'cleo,cup,2026-01-02',
    'dan,kite,2026-01-01',
    'dan,string,2026-01-02',
    'eve,tea,2026-01-01',
    'eve,kite,2026-03-01',
  ],
];

async function setUp(algorithm = 'cooccurrence') {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'rows.csv'), ROWS.join('\n'));
  const run = async (line: string) => {
    const io = memoryIo();
    const code = await runCli(line.replaceAll('{}', folder).split(' '), io);
    return { code, out: io.out(), err: io.err() };
  };
  await run(`train --input {}/rows.csv --algorithm ${algorithm} --out {}/model`);
  const list = async (rest: string) => JSON.parse((await run(`recommend --model {}/model ${rest} --json`)).out);
  return { run, list };
}

const names = (list: { readonly items: readonly { readonly item: string }[] }) => list.items.map(({ item }) => item);

describe('recommend', () => {
  test('takes pins, boosts, exclusions and a fill', async () => {
    const { run, list } = await setUp();
    expect(names(await list('--items tea --count 3'))).toEqual(['pot', 'cup', 'kite']);
    expect(names(await list('--items tea --count 2 --pin string --exclude pot'))).toEqual(['string', 'cup']);
    expect(names(await list('--items tea --count 1 --boost kite=2.5,no-such-item=2'))).toEqual(['kite']);
    expect(names(await list('--items pot --count 3 --fill'))).toEqual(['tea', 'kite', 'cup']);
    const { out } = await run('recommend --model {}/model --items tea --pin string --boost pot=3 --count 2 --explain');
    expect(out).toMatch(/string +pinned\n.*pot +boosted 3 times, because of tea 100 %/);
  });

  test('lets older items count less, and goes by a session', async () => {
    const { list } = await setUp();
    expect(names(await list('--user eve'))).toEqual(['pot', 'cup', 'string']);
    expect(names(await list('--user eve --half-life 10'))).toEqual(['string', 'pot', 'cup']);
    expect(names(await list('--session unknown,kite --count 1'))).toEqual(['string']);
  });

  test('says what variety costs, and where there is none to be had', async () => {
    const { run } = await setUp();
    expect((await run('recommend --model {}/model --items tea,kite --diversity .5')).out).toMatch(
      /variety +costs \d+ %/,
    );
    expect((await run('recommend --model {}/model --diversity .5')).out).toContain(
      '/diversity: cannot be applied here',
    );
  });

  test.each([
    ['--boost pot', '--boost'],
    ['--boost pot=-1', '--boost'],
    ['--diversity 2', '--diversity'],
    ['--half-life 0', '--half-life'],
    ['--pin ,', '--pin'],
  ])('refuses %s', async (flags, at) => {
    const { run } = await setUp();
    const { code, err } = await run(`recommend --model {}/model --items tea ${flags}`);
    expect([code, err.includes(at)]).toEqual([2, true]);
  });
});

test('pack keeps rows as bytes where a model has rows, and says so where it has none', async () => {
  const ease = await setUp('ease');
  const packed = await ease.run('pack --model {}/model --out {}/ease.safetensors --int8 --json');
  expect(JSON.parse(packed.out)).toMatchObject({ kind: 'dense', items: 5 });
  const fewer = await ease.run('pack --model {}/model --out {}/ease.safetensors --neighbours 2 --json');
  expect(JSON.parse(fewer.out)).toMatchObject({ kind: 'neighbours' });
  const { code, err } = await (await setUp()).run('pack --model {}/model --out {}/x.safetensors --int8');
  expect([code, err.includes('--int8 is for rows')]).toEqual([2, true]);
});
