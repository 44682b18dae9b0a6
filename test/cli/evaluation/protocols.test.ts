import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PROTOCOLS } from '../../../src/recommend/evaluate/index.ts';
import { setUpTastes } from './tastes.ts';

const LATE = '2011-03-13T07:18:20Z'; // row 700

describe('evaluate --protocol', () => {
  test.each(PROTOCOLS)('%s splits one file, trains and measures', async (protocol) => {
    const { run } = await setUpTastes();
    const { code, out, err } = await run(
      `evaluate --input {}/rows.csv --protocol ${protocol} --algorithm popularity cosine --json`,
    );
    expect([code, err]).toEqual([0, '']);
    const found = JSON.parse(out);
    expect(found).toMatchObject({ command: 'evaluate', protocol, pairsNotNewerThanTraining: 0 });
    expect(found.models.map(({ model }: { model: { path: string } }) => model.path)).toEqual(['popularity', 'cosine']);
    const [popularity, cosine] = found.models.map(({ metrics }: { metrics: object }) => metrics);
    expect(cosine['ndcg@10']).toBeGreaterThan(popularity['ndcg@10']);
  });

  test('temporal gives the figures of train --until and evaluate --from, repeats among them', async () => {
    const { run } = await setUpTastes();
    await run(`train --input {}/rows.csv --until ${LATE} --algorithm cosine --out {}/model`);
    for (const more of ['', ' --allow-repeats']) {
      const stored = await run(`evaluate --model {}/model --holdout {}/rows.csv --from ${LATE} --json${more}`);
      const split = await run(
        `evaluate --input {}/rows.csv --protocol temporal --at ${LATE} --algorithm cosine --json${more}`,
      );
      expect(stored.code).toBe(0);
      const [one, other] = [JSON.parse(stored.out), JSON.parse(split.out)];
      expect(other.metrics).toEqual(one.metrics);
      expect(other.models[0].metrics).toEqual(one.metrics);
      expect(other.users).toEqual(one.users);
    }
  });

  test.each(['leave-one-out', 'ncf-99'])(
    '%s takes the last rows of files without times for the newest',
    async (protocol) => {
      const { folder, run } = await setUpTastes(300);
      const rows = (await readFile(join(folder, 'rows.csv'), 'utf8')).split('\n');
      const timeless = rows.map((row) => row.split(',').slice(0, 2).join(','));
      await writeFile(join(folder, 'timeless.csv'), timeless.join('\n'));
      const args = `evaluate --protocol ${protocol} --algorithm COSINE --metrics HR@5 ndcg@10, mrr@10 --json --input`;
      const [timed, ordered] = [await run(`${args} {}/rows.csv`), await run(`${args} {}/timeless.csv`)];
      expect(ordered.err).toBe('');
      expect(Object.keys(JSON.parse(ordered.out).metrics)).toEqual(['HR@5', 'ndcg@10', 'mrr@10']);
      expect(JSON.parse(ordered.out).metrics).toEqual(JSON.parse(timed.out).metrics);
    },
  );

  test('a setting goes to the algorithms that take it', async () => {
    const { run } = await setUpTastes(300);
    const { out } = await run(
      'evaluate --input {}/rows.csv --protocol hash80 --algorithm rp3beta popularity --beta 0.6 --json',
    );
    expect(JSON.parse(out).models.map(({ model }: { model: { spec: { beta?: number } } }) => model.spec.beta)).toEqual([
      0.6,
      undefined,
    ]);
  });

  test('says how it was split, and what training took', async () => {
    const { run } = await setUpTastes(300);
    const { out } = await run('evaluate --input {}/rows.csv --protocol temporal --algorithm popularity cosine');
    expect(out).toMatch(/protocol +temporal: \d+ pairs to train on, \d+ pairs to measure by, from 2011-03-13/);
    expect(out).toMatch(/training +\d/);
  });

  test('liang-strong goes into a report, with the histories of people who were not trained on', async () => {
    const { folder, run } = await setUpTastes(600);
    const args = 'evaluate --input {}/rows.csv --protocol liang-strong --held-out 20 --algorithm cosine';
    const { code, err } = await run(`${args} --report {}/report.html`);
    expect([code, err]).toEqual([0, '']);
    expect(await readFile(join(folder, 'report.html'), 'utf8')).toContain('(liang-strong)');
  });

  test.each([
    ['evaluate --input {}/rows.csv --protocol temporal', '--algorithm'],
    ['evaluate --input {}/rows.csv --algorithm ease', '--protocol'],
    ['evaluate --protocol temporal --algorithm ease', '--input'],
    ['evaluate --input {}/rows.csv --protocol hash80 --share 0.5 --algorithm ease', '--share'],
    ['evaluate --input {}/rows.csv --protocol hash80 --sessions allow --algorithm ease', '--sessions'],
    ['evaluate --input {}/rows.csv --protocol temporal --algorithm ease --alpha 2', '--alpha'],
    ['evaluate --model {}/m --holdout {}/rows.csv --protocol temporal', '--protocol'],
    ['evaluate --model {}/m --holdout {}/rows.csv --input {}/rows.csv', '--input'],
    ['evaluate --input {}/rows.csv --protocol liang-strong --held-out 999 --algorithm ease', '--held-out'],
    ['evaluate --model {}/m', '--holdout'],
    ['evaluate', '--model'],
  ])('%s is wrong use, told of %s', async (args, at) => {
    const { run } = await setUpTastes(50);
    const { code, out, err } = await run(`${args} --json`);
    expect([code, out]).toEqual([2, '']);
    expect(JSON.parse(err).error).toMatchObject({ code: 'invalid-options', at });
  });
});

describe('evaluate --sessions', () => {
  test('measures stored models by each click of the sessions, and the policy moves the figures', async () => {
    const { run } = await setUpTastes();
    await run(`train --input {}/rows.csv --until ${LATE} --algorithm vmis --longest 100 --no-histories --out {}/vmis`);
    const measure = async (policy: string) => {
      const { code, out, err } = await run(
        `evaluate --model {}/vmis --holdout {}/rows.csv --from ${LATE} --sessions ${policy} --metrics mrr@20,hitRate@20 --json`,
      );
      expect([code, err]).toEqual([0, '']);
      const { models, metrics } = JSON.parse(out);
      expect(metrics).toEqual(models[0].metrics);
      return models[0];
    };
    const [current, session] = [await measure('exclude-current'), await measure('exclude-session')];
    expect(current.steps).toBe(session.steps);
    expect(current).toMatchObject({ policy: 'exclude-current', cost: { modelBytes: expect.any(Number) } });
    expect(current.metrics['mrr@20']).not.toBe(session.metrics['mrr@20']);
  });

  test('prints sessions, clicks and metrics, a column for each model', async () => {
    const { run } = await setUpTastes(400);
    await run('train --input {}/rows.csv --algorithm vmis --longest 100 --out {}/vmis');
    await run('train --input {}/rows.csv --algorithm sequential-rules --out {}/rules');
    const { code, out } = await run(
      'evaluate --model {}/vmis {}/rules --holdout {}/rows.csv --sessions allow --metrics mrr@20',
    );
    expect(code).toBe(0);
    expect(out).toMatch(/sessions +59 sessions, 340 clicks to be foreseen; policy allow/);
    expect(out).toMatch(/mrr@20 +0\.\d{6} +0\.\d{6}/);
  });

  test('session-next splits whole sessions of one file', async () => {
    const { run } = await setUpTastes(400);
    const { code, out, err } = await run(
      'evaluate --input {}/rows.csv --protocol session-next --share 0.3 --algorithm vmis sequential-rules --longest 100 --metrics mrr@20',
    );
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/protocol +session-next: \d+ sessions to train on, \d+ sessions to measure by/);
    expect(out).toMatch(/policy exclude-current/);
  });

  test.each([
    ['--report {}/report.html', '--report'],
    ['--allow-repeats', '--allow-repeats'],
  ])('%s means nothing with sessions', async (more, at) => {
    const { run } = await setUpTastes(50);
    const { code, err } = await run(
      `evaluate --input {}/rows.csv --protocol session-next --algorithm vmis ${more} --json`,
    );
    expect(code).toBe(2);
    expect(JSON.parse(err).error).toMatchObject({ at });
  });

  test('is cancelled', async () => {
    const { run } = await setUpTastes(50);
    const { memoryIo } = await import('../memory-io.ts');
    const io = memoryIo({ signal: AbortSignal.abort() });
    const args = 'evaluate --input {}/rows.csv --protocol session-next --algorithm vmis';
    expect((await run(args, io)).code).toBe(130);
  });
});
