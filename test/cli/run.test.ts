import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, readlink, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { runCli } from '../../src/cli/run.ts';
import { ALGORITHM_TABLE } from '../../src/recommend/train/index.ts';
import { temporaryFolder } from './input/tables.ts';
import { type MemoryIo, memoryIo } from './memory-io.ts';

const ROWS = [
  'user,item,time',
  ...['ann,teapot,1', 'ann,oolong,2', 'ben,oolong,3', 'ben,"tea, green",4', 'cleo,teapot,5', 'cleo,"tea, green",6'],
  ...['dan,oolong,7', 'dan,teapot,8', 'eve,lamp,9'],
];

/** A folder with `rows.csv`, and a way to run the command on it: `{}` in an argument stands for the folder. */
async function setUp(rows: readonly string[] = ROWS) {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'rows.csv'), rows.join('\n'));
  async function run(args: string, io: MemoryIo = memoryIo()) {
    const argv = args.split(' ').map((arg) => arg.replaceAll('{}', folder).replaceAll('~', ' '));
    const code = await runCli(argv, io);
    return { code, out: io.out(), err: io.err() };
  }
  const train = (more = '') => run(`train --input {}/rows.csv --out {}/model${more}`);
  return { folder, run, train };
}

describe('train', () => {
  test('writes a model, and says what was read, left out and written', async () => {
    const { folder, train } = await setUp([...ROWS, 'broken', ',lamp,10']);
    const { code, out, err } = await train();
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^Trained rp3beta\n/);
    expect(out).toMatch(/rows +11 +read\n +9 +kept\n +1 +skipped: no user\n +1 +broken/);
    expect(out).toMatch(/rows\.csv:11 {2}1 value where the header names 3 columns/);
    expect(out).toContain('columns user=user item=item time=time (seconds)');
    expect(out).toContain('5 users, 4 items, 9 pairs');
    expect(await readdir(join(folder, 'model'))).toContain('manifest.json');
  });

  test('prints one line of JSON for programs', async () => {
    const { out } = await (await setUp()).train(' --json --algorithm cosine --neighbours 2 --seed 7');
    expect(out.trim().split('\n')).toHaveLength(1);
    expect(JSON.parse(out)).toMatchObject({
      command: 'train',
      model: {
        kind: 'neighbours',
        spec: { algorithm: 'cosine', neighbours: 2 },
        seed: 7,
        users: 5,
        items: 4,
        pairs: 9,
      },
      input: { rows: { read: 9, kept: 9, skipped: {}, broken: 0 }, sources: [{ format: 'csv', timeUnit: 's' }] },
    });
  });

  test('reads standard input', async () => {
    const { run } = await setUp();
    const stdin = [gzipSync(ROWS.join('\n'))];
    expect(await run('train --input - --out {}/model', memoryIo({ stdin }))).toMatchObject({ code: 0, err: '' });
  });

  test('replaces a model that is there, and leaves nothing else behind', async () => {
    const { folder, run, train } = await setUp();
    await train(' --algorithm cosine');
    expect((await train(' --algorithm popularity')).code).toBe(0);
    expect((await readdir(folder)).sort()).toEqual(['model', 'rows.csv']);
    expect((await readdir(join(folder, 'model'))).some((name) => name.startsWith('neighbours'))).toBe(false);
    expect((await run('recommend --model {}/model --json')).out).toContain('"kind":"popular"');
  });

  test('never replaces a folder that holds something else, and says so before it reads', async () => {
    const { folder, train } = await setUp(['not,even,rows']);
    await mkdir(join(folder, 'model'));
    await writeFile(join(folder, 'model', 'thesis.txt'), 'years of work');
    const { code, err } = await train();
    expect(code).toBe(2);
    expect(err).toMatch(/\[invalid-options\] --out .* holds what is no part of a model \(thesis\.txt\)/);
    expect(await readFile(join(folder, 'model', 'thesis.txt'), 'utf8')).toBe('years of work');
  });

  test.each([
    ['{"files":{"thesis.txt":{}}}'],
    ['{"schema":1,"kind":"neighbours"}'],
    ['{"manifest_version":3,"files":["thesis.txt"]}'],
    ['not JSON'],
  ])('takes only the manifest of a model for one, and not %s', async (manifest) => {
    const { folder, train } = await setUp();
    await mkdir(join(folder, 'model'));
    await writeFile(join(folder, 'model', 'manifest.json'), manifest);
    await writeFile(join(folder, 'model', 'thesis.txt'), 'years of work');
    expect(await train()).toMatchObject({ code: 2, err: expect.stringContaining('no part of a model') });
    expect(await readFile(join(folder, 'model', 'thesis.txt'), 'utf8')).toBe('years of work');
  });

  test('follows a link at --out: the link stays, and what it leads to is replaced', async () => {
    const { folder, train } = await setUp();
    await mkdir(join(folder, 'real'));
    await symlink('real', join(folder, 'model'));
    expect((await train()).code).toBe(0);
    expect(await readlink(join(folder, 'model'))).toBe('real');
    expect(await readdir(join(folder, 'real'))).toContain('manifest.json');
    expect((await readdir(folder)).sort()).toEqual(['model', 'real', 'rows.csv']);
  });

  test.each([
    ['{}/rows.csv/x', /lies in .*rows\.csv", which is a file/],
    ['{}/rows.csv/x/y', /which is a file/],
    ['{}/dangling', /link to nowhere/],
    ['{}/dangling/x', /link to nowhere/],
    ['/proc/x', /cannot be written/],
    ['.', /no part of a model|folder that you are in/],
  ])('refuses --out %s before it reads', async (out, message) => {
    const { folder, run } = await setUp(['not,even,rows']);
    await symlink('nowhere', join(folder, 'dangling'));
    const { code, err } = await run(`train --input {}/rows.csv --out ${out}`);
    expect(err).toMatch(/^kindred: \[invalid-options\] --out /);
    expect(err).toMatch(message);
    expect(code).toBe(2);
    expect((await readdir(folder)).sort()).toEqual(['dangling', 'rows.csv']);
  });

  test('makes the folders above the model', async () => {
    const { folder, run } = await setUp();
    expect((await run('train --input {}/rows.csv --out {}/a/b/model')).code).toBe(0);
    expect(await readdir(join(folder, 'a', 'b'))).toEqual(['model']);
  });

  test('leaves out who had what when told', async () => {
    const { folder, run, train } = await setUp();
    await train(' --no-histories');
    const names = await readdir(join(folder, 'model'));
    expect(names.some((name) => name.startsWith('histories'))).toBe(false);
    for (const name of names) expect(await readFile(join(folder, 'model', name), 'latin1')).not.toContain('cleo');
    expect((await run('recommend --model {}/model --user ann')).out).toContain('this model holds no histories');
    const evaluated = await run('evaluate --model {}/model --holdout {}/rows.csv');
    expect(evaluated).toMatchObject({ code: 2, err: expect.stringContaining('does not hold who had what') });
  });

  test('nothing is trained on half a file', async () => {
    const { folder, run } = await setUp();
    const whole = gzipSync(
      ['user,item', ...Array.from({ length: 9999 }, (_, i) => `u${i % 97},i${(i * 7919) % 503}`)].join('\n'),
    );
    await writeFile(join(folder, 'cut.csv.gz'), Buffer.concat([whole.subarray(0, whole.length / 2)]));
    const { code, err } = await run(
      'train --input {}/rows.csv {}/cut.csv.gz --columns user=user,item=item --out {}/model',
    );
    expect(code).toBe(1);
    expect(err).toMatch(/^kindred: \[truncated-input\] .*cut\.csv\.gz ends in the middle/);
    expect((await readdir(folder)).sort()).toEqual(['cut.csv.gz', 'rows.csv']);
  });

  test('a cancelled training leaves nothing half-written', async () => {
    const { folder, run, train } = await setUp();
    await train();
    const before = await readFile(join(folder, 'model', 'manifest.json'), 'utf8');
    const cancelled = await run(
      'train --input {}/rows.csv --algorithm cosine --out {}/model',
      memoryIo({ signal: AbortSignal.abort() }),
    );
    expect(cancelled).toMatchObject({ code: 130, out: '', err: expect.stringContaining('[aborted]') });
    expect(await readFile(join(folder, 'model', 'manifest.json'), 'utf8')).toBe(before);
    expect((await readdir(folder)).sort()).toEqual(['model', 'rows.csv']);
  });

  test('works with one user and one item', async () => {
    const { train, run } = await setUp(['user,item', 'ann,teapot']);
    expect((await train()).code).toBe(0);
    expect((await run('recommend --model {}/model --user ann --json')).code).toBe(0);
  });

  test('reads a file without header, its columns being numbered', async () => {
    const { train } = await setUp(['7,100,5', '7,20,3', '10,20,4']);
    const { out } = await train(' --json --algorithm popularity --weights given --columns weight=3');
    expect(JSON.parse(out)).toMatchObject({
      model: { users: 2, items: 2, pairs: 3 },
      input: { rows: { read: 3 }, sources: [{ columns: { user: '1', item: '2', weight: '3' } }] },
    });
  });

  test('says how to name the times where an algorithm needs them and no column was taken for them', async () => {
    const { train } = await setUp(['7,100,5,1100', '7,20,3,1200', '10,20,4,1300']);
    const { code, err } = await train(' --algorithm sar');
    expect(code).toBe(1);
    expect(err).toContain('no interaction has a time');
    expect(err).toContain('--columns time=…, in a file without header by its number');
    expect((await train(' --algorithm sar --columns weight=3,time=4')).code).toBe(0);
  });

  test.each(['trending', 'buy-again', 'sar'])('%s does not take places among rows for dates', async (algorithm) => {
    const { train } = await setUp(['user,item', 'ann,teapot', 'ben,oolong']);
    expect(await train(` --algorithm ${algorithm}`)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/no interaction has a time.*--columns time=…/),
    });
  });

  test('takes ratings for weights where weights are asked for, and a rating of 0 for no reason to leave a row out', async () => {
    const { train } = await setUp(['user,item,rating', 'a,x,2', 'a,y,0', 'b,x,1']);
    expect(JSON.parse((await train(' --algorithm cosine --json')).out)).toMatchObject({ model: { pairs: 3 } });
    const given = JSON.parse((await train(' --algorithm cosine --weights given --json')).out);
    expect(given).toMatchObject({ model: { pairs: 2 }, input: { sources: [{ columns: { weight: 'rating' } }] } });
  });

  test('lists the options of all algorithms, with their defaults', async () => {
    const { run } = await setUp();
    const { out } = await run('train --help');
    for (const [name, { summary, options }] of Object.entries(ALGORITHM_TABLE)) {
      expect(out).toContain(`  ${name} `);
      expect(out.replace(/\s+/g, ' ')).toContain(summary.replace(/\s+/g, ' '));
      for (const option of Object.keys(options)) {
        expect(out).toContain(`--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} `);
      }
    }
  });

  test('counts each pair once unless weights are asked for, and says so', async () => {
    const { train } = await setUp(['user,item,weight', 'a,x,2', 'a,y,0.5', 'b,x,1']);
    expect(JSON.parse((await train(' --algorithm popularity --json')).out)).toMatchObject({
      model: { spec: { weights: 'binary' } },
    });
    expect((await train(' --algorithm popularity')).out).toContain(
      '"weight" is not counted: --weights given counts it',
    );
    const given = await train(' --algorithm popularity --weights given');
    expect(given.out).toContain('weights given');
    expect(given.out).not.toContain('not counted');
  });
});

describe('wrong use is told with a code, exit code 2 and the nearest name', () => {
  test.each([
    ['trian', /Unknown command 'trian' \(Did you mean train\?\)/],
    ['train --inptu a', /Unknown option '--inptu' \(Did you mean --input\?\)\. See kindred train --help\.$/m],
    ['verify a b', /Expected 1 argument but got 2[^.]*\. See kindred verify --help\.$/m],
    ['--inptu a', /Unknown option '--inptu'\. See kindred --help\.$/m],
    ['train --input a', /--out is missing/],
    ['train --input {}/rows.csv --out {}/m --algorithm rp3bta', /Did you mean "rp3beta"\?/],
    ['train --input {}/rows.csv --out {}/m --algorithm cosine --alpha 1', /--alpha means nothing to cosine/],
    ['train --input {}/rows.csv --out {}/m --alpha much', /--alpha takes a number, not "much"/],
    ['train --input {}/rows.csv --out {}/m --beta 99', /beta is 99/],
    ['train --input {}/rows.csv --out {}/m --neighbours 0', /--neighbours is 0\. Give a whole number from 1 on/],
    [
      'train --input {}/rows.csv --out {}/m --columns user=usr',
      /\[missing-column\] .*no column "usr".*Did you mean "user"\?/,
    ],
    ['train --input {}/rows.csv --out {}/m --format xml', /Unknown format "xml"/],
    [
      'train --input {}/rows.csv --out {}/m --algorithm ease --weights given',
      /\[missing-column\] .*no column for the weights that --weights given counts.*--columns weight=…/,
    ],
    ['train --input {}/rows.csv --out {}/m --until soon', /--until "soon" is not a time/],
    ['train --input {}/rows.csv --out {}/m --until 20111109', /--until "20111109" is too small .*2011-11-09/],
    ['train --input {}/rows.csv --out {}/m --from 2011-11-09 --until 2011-11-09', /--from must be before --until/],
    ['train --input {}/rows.csv --out {}/m --delimiter ab', /--delimiter takes one character/],
    ['train --input {}/rows.csv --out {}/m --where {"=>":[1,2]}', /\[invalid-rule\] .*[Uu]nknown operator "=>"/],
    [
      'train --input {}/rows.csv --out {}/m --where {"and":[{">":[{"var":"itm"},0]}]}',
      /\[invalid-rule\] .*\/and\/0\/>\/0.*Did you mean "item"\?/,
    ],
    ['train --input {} --out {}/m', /is a folder/],
    ['evaluate --model {}/m --holdout {}/rows.csv --metrics ndgc@10', /unknown metric "ndgc@10"/],
    ['recommend --model {}/m --count 0', /--count takes a whole number from 1 on/],
    ['recommend --model {}/m --items ', /--items "" names no item/],
    ['recommend --model {}/m --items ,', /--items "," names no item/],
    ['demo --port 99999', /--port takes a whole number from 0 to 65535/],
    ['demo --data {}', /--data .* is a folder/],
    ['recommend --model {}/m --items "a', /--items takes names separated by commas/],
  ])('%s', async (args, message) => {
    const { folder, run } = await setUp();
    const { code, out, err } = await run(args);
    expect(err).toMatch(/^kindred: \[[a-z-]+\] .+\n$/);
    expect(err).toMatch(message);
    expect([code, out]).toEqual([2, '']);
    expect(existsSync(join(folder, 'm'))).toBe(false);
  });

  test('without a command the help is shown', async () => {
    const { run } = await setUp();
    expect(await runCli([], memoryIo())).toBe(2);
    expect((await run('--help')).out).toContain('kindred demo');
  });
});

describe('what fails while running ends with exit code 1', () => {
  test.each([
    ['train --input {}/nowhere.csv --out {}/m', /\[not-found\] There is no file/],
    ['train --input {}/rows.csv {}/empty.csv --out {}/m', /\[empty-input\] .*empty\.csv is empty/],
    [
      'train --input {}/rows.csv --out {}/m --until 1970-01-01',
      /\[empty-input\] No row of .* is left: 9 read, not-before-until 9/,
    ],
    ['train --input {}/broken.csv --out {}/m --strict', /\[invalid-input\] .*broken\.csv, line 2: 1 value/],
    ['demo --data {}/nowhere.csv', /\[not-found\] There is no file/],
    ['recommend --model {}/m', /\[not-found\] There is no model at .*kindred train/],
    ['recommend --model {}/empty.csv', /\[model-/],
    [
      'train --input {}/array.json --out {}/m',
      /\[unsupported-media-type\] .*array\.json is one JSON array\. Write one object per line/,
    ],
    ['pack --model {} --out {}/packed', /\[model-missing-file\] .*manifest\.json/],
  ])('%s', async (args, message) => {
    const { folder, run } = await setUp();
    await writeFile(join(folder, 'empty.csv'), '');
    await writeFile(join(folder, 'array.json'), '[{"user":"ann","item":"tea"}]');
    await writeFile(join(folder, 'broken.csv'), 'user,item\nann\nben,teapot\n');
    const { code, out, err } = await run(args);
    expect(err).toMatch(message);
    expect(err).not.toContain('    at ');
    expect([code, out]).toEqual([1, '']);
    expect(existsSync(join(folder, 'm'))).toBe(false);
  });

  test('as one line of JSON on standard error when asked for JSON', async () => {
    const { run } = await setUp();
    const { code, out, err } = await run('train --input {}/rows.csv --out {}/m --json --where {">":[{"var":"x"},1]}');
    expect([code, out]).toEqual([2, '']);
    expect(JSON.parse(err)).toMatchObject({
      error: { code: 'invalid-rule', at: '/>/0', message: expect.stringContaining('"x"') },
    });
  });

  test('a damaged model is refused by the name of its file', async () => {
    const { folder, run, train } = await setUp();
    await train();
    const file = join(folder, 'model', 'items.parquet');
    const bytes = await readFile(file);
    const middle = bytes.length >> 1;
    bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
    await writeFile(file, bytes);
    expect(await run('recommend --model {}/model')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/\[model-corrupt\] .*items\.parquet/),
    });
  });
});

describe('evaluate', () => {
  test('measures new items, or repeats too, and says whom it left out', async () => {
    const { folder, run, train } = await setUp();
    await train();
    await writeFile(join(folder, 'test.csv'), 'user,item,time\nann,"tea, green",20\nben,oolong,21\nzoe,lamp,22\n');
    const args = 'evaluate --model {}/model --holdout {}/test.csv --metrics ndcg@1,coverage@2';
    const news = await run(args);
    expect(news.out).toMatch(/users +1 +evaluated\n +1 +left out: not in the training\n +1 +left out: nothing new/);
    expect(news.out).toMatch(/metrics +ndcg@1 +1\.000000\n/);
    const repeats = JSON.parse((await run(`${args} --allow-repeats --json`)).out);
    expect(repeats).toMatchObject({
      repeats: 'allow',
      users: { evaluated: 2, withoutHistory: 1 },
      pairsNotNewerThanTraining: 0,
    });
  });

  test('warns where ids are not written alike in the two files, as all figures are 0 then', async () => {
    const { folder, run, train } = await setUp();
    await train();
    await writeFile(join(folder, 'test.csv'), 'user,item,time\nann, lamp,20\n');
    const { out } = await run('evaluate --model {}/model --holdout {}/test.csv');
    expect(out).toMatch(
      /warning +No item of the holdout is in the training: .*" lamp".*spaces and leading zeros count/,
    );
    expect((await run('evaluate --model {}/model --holdout {}/rows.csv --allow-repeats')).out).not.toContain('No item');
  });

  test('warns of a holdout that is not newer than the training', async () => {
    const { run, train } = await setUp();
    await train();
    const { out } = await run('evaluate --model {}/model --holdout {}/rows.csv --allow-repeats');
    expect(out).toContain('9 pairs of the holdout are not newer than the training');
    expect(out).toContain('split with --from');
  });
});

describe('recommend', () => {
  test('tells what goes with a user, and which of their items led there', async () => {
    const { run, train } = await setUp();
    await train();
    const { out } = await run('recommend --model {}/model --user ann --explain');
    expect(out).toMatch(/^For ann\n/);
    expect(out).toMatch(/1 {2}\S+ {2}tea, green {2}because of (teapot|oolong) \d+ %, (teapot|oolong) \d+ %/);
    expect(out).not.toContain('lamp');
  });

  test('takes items, quoted where they hold a comma', async () => {
    const { run, train } = await setUp();
    await train();
    const { items } = JSON.parse((await run('recommend --model {}/model --items "tea,~green",oolong --json')).out);
    expect(items.map(({ item }: { item: string }) => item)).toEqual(['teapot']);
    const allowed = JSON.parse(
      (await run('recommend --model {}/model --items "tea,~green" --allow-repeats --count 1 --json')).out,
    );
    expect(allowed).toMatchObject({ kind: 'personal', reason: 'history' });
    expect(allowed.items).toHaveLength(1);
  });

  test('says of a person who has every item that nothing is new to them, and nothing else', async () => {
    const { run } = await setUp(['user,item', 'ann,teapot', 'ann,lamp', 'ben,teapot', 'ben,lamp']);
    for (const algorithm of ['rp3beta', 'cosine', 'popularity']) {
      await run(`train --input {}/rows.csv --algorithm ${algorithm} --out {}/model`);
      const { out } = await run('recommend --model {}/model --user ann --explain');
      expect(out).toMatch(/why .*new to (them|the person) .*\n +items +none\n$/);
    }
  });

  test('shows names without what would steer a terminal', async () => {
    const { run, train } = await setUp([
      'user,item',
      'ann,tea\x1b[2Jpot\x07',
      'ann,lamp',
      'ben,lamp\u202e',
      'ben,lamp',
    ]);
    await train();
    const { out } = await run('recommend --model {}/model --items lamp --explain');
    expect(out).toContain('tea[2Jpot');
    expect(out.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u);
    const asJson = await run('recommend --model {}/model --items lamp --json');
    expect(asJson.out).toContain('tea\\u001b[2Jpot');
    const unknown = await run('train --input {}/rows.csv --columns user=\x1b[31muser --out {}/m');
    expect(unknown).toMatchObject({ code: 2, err: expect.stringContaining('"[31muser"') });
    expect(unknown.err).not.toContain('\x1b');
  });

  test('says why a list is popular', async () => {
    const { run, train } = await setUp();
    await train();
    expect((await run('recommend --model {}/model --user nobody')).out).toContain('the model knows no user "nobody"');
    expect((await run('recommend --model {}/model --items teapt')).out).toContain('did you mean "teapot"?');
    expect((await run('recommend --model {}/model')).out).toMatch(/^Popular\n/);
  });
});

test('pack makes one file that recommends the same and knows nobody', async () => {
  const { folder, run, train } = await setUp();
  await train();
  const packed = await run('pack --model {}/model --out {}/site/model.safetensors --neighbours all');
  expect(packed).toMatchObject({ code: 0, out: expect.stringContaining('model.safetensors') });
  const [whole, page] = await Promise.all(
    ['model', 'site/model.safetensors'].map((path) =>
      run(`recommend --model {}/${path} --items oolong --explain --json`),
    ),
  );
  expect(page).toEqual(whole);
  expect(await readFile(join(folder, 'site/model.safetensors'), 'latin1')).not.toContain('cleo');
  expect(await readdir(join(folder, 'site'))).toEqual(['model.safetensors']);
});

test('pack replaces a packed model and nothing else', async () => {
  const { folder, run, train } = await setUp();
  await train();
  expect((await run('pack --model {}/model --out {}/page.safetensors')).code).toBe(0);
  expect((await run('pack --model {}/model --out {}/page.safetensors --neighbours 1')).code).toBe(0);
  const rows = await readFile(join(folder, 'rows.csv'), 'utf8');
  await symlink('rows.csv', join(folder, 'link'));
  for (const [out, message] of [
    ['rows.csv', /is no packed model.*It would be lost/],
    ['link', /is no packed model/],
    ['model', /is a folder/],
    ['rows.csv/x', /is a file/],
  ] as const) {
    const { code, err } = await run(`pack --model {}/model --out {}/${out}`);
    expect([code, err]).toEqual([2, expect.stringMatching(/^kindred: \[invalid-options\]/)]);
    expect(err).toMatch(message);
  }
  expect(await readFile(join(folder, 'rows.csv'), 'utf8')).toBe(rows);
  expect((await readdir(folder)).sort()).toEqual(['link', 'model', 'page.safetensors', 'rows.csv']);
});

describe('standard output holds the result and nothing else', () => {
  test('progress is drawn on a terminal, on standard error, and wiped', async () => {
    const { run } = await setUp();
    const { out, err } = await run('train --input {}/rows.csv --out {}/model', memoryIo({ isTTY: true }));
    expect(err).toContain('Reading');
    expect(err).toMatch(/█/);
    expect(err.endsWith('\r\x1b[2K')).toBe(true);
    expect(out).not.toContain('Reading');
  });

  test('no progress is drawn elsewhere, nor for JSON', async () => {
    const { run } = await setUp();
    expect((await run('train --input {}/rows.csv --out {}/model')).err).toBe('');
    expect((await run('train --input {}/rows.csv --out {}/model --json', memoryIo({ isTTY: true }))).err).toBe('');
  });

  test('colours are for terminals whose owner did not refuse them', async () => {
    const { run, train } = await setUp();
    await train();
    const show = async (io: MemoryIo) => (await run('recommend --model {}/model', io)).out.includes('\x1b[');
    expect(await show(memoryIo({ isTTY: true }))).toBe(true);
    expect(await show(memoryIo({ isTTY: true, env: { NO_COLOR: '1' } }))).toBe(false);
    expect(await show(memoryIo())).toBe(false);
  });
});

test.each(['train', 'evaluate', 'recommend', 'pack', 'demo'])('%s --help shows examples', async (command) => {
  const io = memoryIo();
  expect(await runCli([command, '--help'], io)).toBe(0);
  expect(io.out()).toMatch(new RegExp(`Examples:\n {2}kindred ${command}`));
});
