import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { setUpTastes } from './evaluation/tastes.ts';
import { memoryIo } from './memory-io.ts';

const GRID = 'tune --input {}/rows.csv --algorithm rp3beta --try alpha=0.5,1 --try beta=0,0.4,0.8';

describe('tune', () => {
  test('tries the grid, the best first, and prints the flags that train takes', async () => {
    const { run } = await setUpTastes();
    const { code, out, err } = await run(`${GRID} --neighbours 20`);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^Tuned rp3beta: 6 settings\n/);
    expect(out).toMatch(/ndcg@10 +recall@10 +to the best +training +size +a list/);
    const [, flags = ''] = /kindred train --input \S+ (--algorithm .*) --out model\//.exec(out) ?? [];
    expect(flags).toMatch(/^--algorithm rp3beta --neighbours 20 --alpha \S+ --beta \S+$/);
    const trained = await run(`train --input {}/rows.csv ${flags} --out {}/model`);
    expect([trained.code, trained.err]).toEqual([0, '']);
  });

  test('orders rows by the first metric, and holds nothing back from programs', async () => {
    const { run } = await setUpTastes();
    const { out } = await run(`${GRID} --metrics recall@5,ndcg@10 --json`);
    const { best, rows, protocol } = JSON.parse(out);
    expect(protocol).toBe('temporal');
    expect(rows).toHaveLength(6);
    expect(best).toEqual(rows[0].given);
    const figures = rows.map(({ metrics }: { metrics: Record<string, number> }) => metrics['recall@5']);
    expect(figures).toEqual(figures.toSorted((a: number, b: number) => b - a));
    expect(rows[1]).toMatchObject({ behind: { p: expect.any(Number) }, cost: { modelBytes: expect.any(Number) } });
  });

  test('does not see what comes after --until', async () => {
    const { run } = await setUpTastes();
    const until = '--until 2011-03-13T07:15:00Z';
    const whole = JSON.parse((await run(`${GRID} ${until} --json`)).out);
    const half = JSON.parse((await (await setUpTastes(500)).run(`${GRID} --json`)).out);
    expect(whole.input.rows.kept).toBe(500);
    expect(whole.rows.map(({ metrics }: { metrics: object }) => metrics)).toEqual(
      half.rows.map(({ metrics }: { metrics: object }) => metrics),
    );
  });

  test('what is bought again does not pass for new', async () => {
    const { folder, run } = await setUpTastes(10);
    const rows = ['user,item,time'];
    for (let n = 0; n < 40; n++) {
      // Everybody buys tea early and late, and something of their own early.
      rows.push(`u${n},tea,${1_300_000_000 + n}`, `u${n},own ${n % 5},${1_300_000_100 + n}`);
      rows.push(`u${n},tea,${1_300_001_000 + n}`);
    }
    rows.push('u0,new,1300001100', 'u1,new,1300001101');
    await writeFile(join(folder, 'rows.csv'), rows.join('\n'));
    const args = 'tune --input {}/rows.csv --algorithm cosine --try neighbours=5 --at 2011-03-13T07:20:00Z --json';
    const { rows: found } = JSON.parse((await run(args)).out);
    expect(found[0].users).toMatchObject({ evaluated: 2, withoutNewItems: 38 });
  });

  test('a random search draws as many as it is told, the same for the same seed', async () => {
    const { run } = await setUpTastes(300);
    const args = 'tune --input {}/rows.csv --algorithm rp3beta --search random --trials 4 --protocol hash80 --json';
    const draw = async (seed: number) =>
      JSON.parse((await run(`${args} --seed ${seed}`)).out).rows.map(({ given }: { given: object }) => given);
    expect(await draw(1)).toHaveLength(4);
    expect(await draw(1)).toEqual(await draw(1));
    expect(await draw(2)).not.toEqual(await draw(1));
  });

  test('draws a bar on a terminal that never goes back, and wipes it', async () => {
    const { run } = await setUpTastes(300);
    const io = memoryIo({ isTTY: true });
    expect((await run(GRID, io)).code).toBe(0);
    const shown = [...io.err().matchAll(/Tuning .*? (\d+) %/g)].map(([, share]) => Number(share));
    expect(shown.length).toBeGreaterThan(3);
    expect(shown).toEqual(shown.toSorted((a, b) => a - b));
    expect(io.err().endsWith('\r\x1b[2K')).toBe(true);
  });

  test('is cancelled between two settings', async () => {
    const { run } = await setUpTastes(300);
    const cancel = new AbortController();
    const io = memoryIo({ signal: cancel.signal, isTTY: true });
    const cancelling = {
      ...io,
      stderr: {
        ...io.stderr,
        write: (text: string) => {
          if (text.includes('2 of 6')) cancel.abort();
          return io.stderr.write(text);
        },
      },
    };
    const { code, out } = await run(GRID, cancelling);
    expect([code, out]).toEqual([130, '']);
  });

  test.each([
    [`${GRID} --alpha 0.7`, /alpha is given as a setting and to be tried/],
    ['tune --input {}/rows.csv --try gamma=1', /--gamma means nothing to rp3beta/],
    ['tune --input {}/rows.csv --try alpha', /no setting with values/],
    ['tune --input {}/rows.csv --try alpha=1 --try alpha=2', /alpha is named twice/],
    ['tune --input {}/rows.csv --try alpha=x', /--alpha takes a number/],
    ['tune --input {}/rows.csv --try alpha=-1', /alpha is -1/],
    ['tune --input {}/rows.csv --protocol session-next', /session-next/],
    ['tune --input {}/rows.csv --negatives 3', /--negatives means nothing to the protocol temporal/],
    ['tune', /--input is missing/],
  ])('%s is wrong use', async (args, message) => {
    const { run } = await setUpTastes(50);
    const { code, out, err } = await run(args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(message);
  });
});
