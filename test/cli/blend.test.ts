import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { setUpTastes } from './evaluation/tastes.ts';

async function setUp() {
  const made = await setUpTastes(300);
  await made.run('train --input {}/rows.csv --algorithm rp3beta --out {}/walks');
  await made.run('train --input {}/rows.csv --algorithm ease --lambda 5 --out {}/ease');
  return made;
}

describe('blend', () => {
  test.each([
    ['--model {}/ease {}/walks --weights 2,1', 'weighted, 2, 1'],
    ['--model {}/walks {}/ease --from 0,5', 'switching, 0, 5'],
    ['--head {}/ease --tail {}/walks --tail-weight 0.5', 'head-and-tail, 0.5'],
  ])('%s is stored, evaluated, packed and asked as one model', async (args, words) => {
    const { run } = await setUp();
    const blended = await run(`blend ${args} --out {}/blend`);
    expect(blended).toMatchObject({ code: 0, err: '' });
    expect(blended.out).toContain(words);
    expect(await run('evaluate --model {}/blend {}/ease --holdout {}/rows.csv --allow-repeats')).toMatchObject({
      code: 0,
      err: '',
    });
    const asked = await run('recommend --model {}/blend --items 3,4 --explain --json');
    expect(await run('pack --model {}/blend --neighbours all --out {}/blend.safetensors')).toMatchObject({ code: 0 });
    const packed = await run('recommend --model {}/blend.safetensors --items 3,4 --explain --json');
    expect(packed.out).toBe(asked.out);
    expect(JSON.parse(asked.out)).toMatchObject({ kind: 'personal' });
    expect(await run('recommend --model {}/blend/part-1 --items 3 --json')).toMatchObject({ code: 0 });
  });

  test('a model of what is popular is refused, with what the command has instead', async () => {
    const { run } = await setUp();
    await run('train --input {}/rows.csv --algorithm popularity --out {}/popular');
    expect(await run('blend --model {}/ease {}/popular --weights 2,1 --out {}/blend')).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringMatching(/popular" knows only what is popular.*kindred recommend --fill/),
    });
  });

  test('a page gets its parts made small', async () => {
    const { folder, run } = await setUp();
    await run('blend --model {}/ease {}/walks --weights 2,1 --out {}/blend');
    for (const more of ['--neighbours all', '--neighbours 5', '--int8']) {
      expect(await run(`pack --model {}/blend ${more} --out {}/b.safetensors`)).toMatchObject({ code: 0, err: '' });
      expect(JSON.parse((await run('recommend --model {}/b.safetensors --items 3 --json')).out).kind).toBe('personal');
    }
    expect((await readdir(folder)).sort()).toEqual(['b.safetensors', 'blend', 'ease', 'rows.csv', 'walks']);
  });

  test('replaces a blend, and never what lies beside its parts', async () => {
    const { folder, run } = await setUp();
    const args = 'blend --model {}/ease {}/walks --weights 2,1 --out {}/blend';
    expect((await run(args)).code).toBe(0);
    expect((await run(args)).code).toBe(0);
    await writeFile(join(folder, 'blend', 'part-1', 'thesis.txt'), 'years of work');
    expect(await run(args)).toMatchObject({ code: 2, err: expect.stringContaining('part-1/thesis.txt') });
    expect(await readFile(join(folder, 'blend', 'part-1', 'thesis.txt'), 'utf8')).toBe('years of work');
  });

  test('a damaged part is refused by its place', async () => {
    const { folder, run } = await setUp();
    await run('blend --model {}/ease {}/walks --weights 2,1 --out {}/blend');
    await writeFile(join(folder, 'blend', 'part-2', 'neighbours.parquet'), 'PAR1');
    const { code, err } = await run('recommend --model {}/blend --items 3 --json');
    expect(code).toBe(1);
    expect(JSON.parse(err).error).toMatchObject({
      code: 'model-corrupt',
      at: 'part-2/neighbours.parquet',
      message: expect.stringContaining(`"${folder}/blend": `),
    });
  });

  test.each([
    ['--model {}/ease --weights 1,2', '--weights'],
    ['--model {}/ease --weights 0', 'parts'],
    ['--model {}/ease --from 1.5', 'parts'],
    ['--model {}/ease --weights x', '--weights'],
    ['--model {}/ease', '--weights'],
    ['--model {}/ease --weights 1 --from 1', '--weights'],
    ['--weights 1', '--model'],
    ['--head {}/ease', '--tail'],
    ['--head {}/ease --tail {}/walks --weights 1,1', '--weights'],
    ['--model {}/ease --weights 1 --tail-weight 2', '--tail-weight'],
  ])('%s is wrong use', async (args, at) => {
    const { run } = await setUp();
    const { code, out, err } = await run(`blend ${args} --out {}/blend --json`);
    expect([code, out]).toEqual([2, '']);
    expect(JSON.parse(err).error).toMatchObject({ code: 'invalid-options', at });
  });
});
