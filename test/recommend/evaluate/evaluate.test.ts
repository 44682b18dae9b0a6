import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluate, METRICS, parseMetrics, USER_METRICS } from '../../../src/recommend/evaluate/index.ts';
import { createRecommender } from '../../../src/recommend/index.ts';
import { train } from '../../../src/recommend/train/index.ts';
import { additions, interactionsOf } from '../fixtures.ts';

/** Each metric for one user, in the words of its definition. */
function plainMetric(metric: string, k: number, list: readonly string[], wanted: ReadonlySet<string>): number {
  const top = list.slice(0, k);
  const ranks = top.flatMap((item, place) => (wanted.has(item) ? [place + 1] : []));
  const ideal = Math.min(k, wanted.size);
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const dcg = (at: readonly number[]) => sum(at.map((rank) => Math.LN2 / Math.log(rank + 1)));
  if (metric === 'ndcg') return dcg(ranks) / dcg(Array.from({ length: ideal }, (_, n) => n + 1));
  if (metric === 'recall') return ranks.length / wanted.size;
  if (metric === 'recallMin') return ranks.length / ideal;
  if (metric === 'precision') return ranks.length / k;
  if (metric === 'hitRate') return Math.min(1, ranks.length);
  if (metric === 'mrr') return ranks.length === 0 ? 0 : 1 / Math.min(...ranks);
  const precisions = sum(ranks.map((rank, n) => (n + 1) / rank));
  if (metric === 'map') return precisions / wanted.size;
  if (metric === 'mapMin') return precisions / ideal;
  throw new Error(metric);
}

describe('evaluate', () => {
  test('Every metric is the mean of what its plain definition gives for each user.', async () => {
    await fc.assert(
      fc.asyncProperty(
        additions(),
        additions(),
        fc.constantFrom('exclude' as const, 'allow' as const),
        fc.integer({ min: 1, max: 12 }),
        async (before, after, repeats, k) => {
          const model = await train(interactionsOf(before), { algorithm: 'cosine' });
          const { recommend } = createRecommender(model);
          const users = new Set(after.map(([user]) => user));
          const results = [...users].flatMap((user) => {
            const had = new Set(before.flatMap(([other, item]) => (other === user ? [item] : [])));
            const wanted = new Set(after.flatMap(([other, item]) => (other === user ? [item] : [])));
            if (repeats === 'exclude') for (const item of had) wanted.delete(item);
            if (had.size === 0 || wanted.size === 0) return [];
            const list = recommend({ user, count: k, repeats }).items.map(({ item }) => item);
            return [{ list, wanted, had }];
          });
          const evaluation = evaluate(model, interactionsOf(after), {
            metrics: METRICS.map((name) => `${name}@${k}`),
            repeats,
          });
          if (results.length === 0) {
            await expect(evaluation).rejects.toMatchObject({ code: 'empty-input' });
            return;
          }
          const { metrics, users: counted } = await evaluation;
          expect(counted.evaluated).toBe(results.length);
          expect(counted.evaluated + counted.withoutHistory + counted.withoutNewItems).toBe(users.size);
          for (const metric of USER_METRICS) {
            const total = results.reduce((sum, { list, wanted }) => sum + plainMetric(metric, k, list, wanted), 0);
            expect(metrics[`${metric}@${k}`]).toBeCloseTo(total / results.length, 12);
          }
          const shown = results.flatMap(({ list }) => list);
          expect(metrics[`coverage@${k}`]).toBe(new Set(shown).size / model.items.length);
          const popularityOf = (item: string) => model.popularity[model.items.indexOf(item)] ?? 0;
          const total = model.popularity.reduce((sum, count) => sum + count, 0);
          const bits = shown.map((item) => Math.log2(total / popularityOf(item)));
          const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
          expect(metrics[`novelty@${k}`]).toBeCloseTo(bits.length === 0 ? 0 : mean(bits), 9);
          const listed = model.items.map((item) => shown.filter((other) => other === item).length);
          const differences = listed.flatMap((a) => listed.map((b) => Math.abs(a - b)));
          expect(metrics[`gini@${k}`]).toBeCloseTo(shown.length === 0 ? 0 : mean(differences) / (2 * mean(listed)), 9);
          const pairs = results.filter(({ list }) => list.length > 0);
          const lift =
            mean(pairs.map(({ list }) => mean(list.map(popularityOf)))) /
            mean(pairs.map(({ had }) => mean([...had].map(popularityOf))));
          expect(metrics[`popularityLift@${k}`]).toBeCloseTo(pairs.length === 0 ? 0 : lift - 1, 9);
        },
      ),
    );
  });

  const before = interactionsOf([
    ['ann', 'tea'],
    ['ann', 'cup'],
    ['ben', 'tea'],
    ['ben', 'pot'],
    ['cleo', 'kite'],
  ]);

  test('A perfect list measures 1, a useless one 0.', async () => {
    const model = await train(before, { algorithm: 'cooccurrence' });
    const metrics = USER_METRICS.map((metric) => `${metric}@1`);
    const perfect = await evaluate(model, interactionsOf([['ann', 'pot']]), { metrics });
    const useless = await evaluate(model, interactionsOf([['ann', 'kite']]), { metrics });
    expect(Object.values(perfect.metrics)).toEqual(USER_METRICS.map(() => 1));
    expect(Object.values(useless.metrics)).toEqual(USER_METRICS.map(() => 0));
  });

  test('Users without a history are left out and counted.', async () => {
    const model = await train(before, { algorithm: 'cooccurrence' });
    const after = interactionsOf([
      ['ann', 'pot'],
      ['zoe', 'pot'],
      ['__proto__', 'pot'],
    ]);
    const { metrics, users } = await evaluate(model, after, { metrics: ['recall@5'] });
    expect([metrics, users]).toEqual([
      { 'recall@5': 1 },
      { evaluated: 1, withoutHistory: 2, withoutNewItems: 0, withPopularList: 0 },
    ]);
  });

  test('With repeats excluded, nothing that a user had before is expected.', async () => {
    const model = await train(before, { algorithm: 'cooccurrence' });
    const after = interactionsOf([
      ['ann', 'tea'],
      ['ann', 'pot'],
      ['ben', 'tea'],
    ]);
    const excluded = await evaluate(model, after, { metrics: ['recall@5'] });
    expect(excluded).toEqual({
      metrics: { 'recall@5': 1 },
      repeats: 'exclude',
      users: { evaluated: 1, withoutHistory: 0, withoutNewItems: 1, withPopularList: 0 },
      userIds: ['ann'],
      values: { 'recall@5': Float64Array.of(1) },
      listed: Uint32Array.of(0, 0, 1, 0),
    });
    const allowed = await evaluate(model, after, { metrics: ['recall@5'], repeats: 'allow' });
    expect(allowed.users).toEqual({ evaluated: 2, withoutHistory: 0, withoutNewItems: 0, withPopularList: 0 });
    expect(allowed.metrics['recall@5']).toBe(1);
  });

  test('Items that the model does not know can only be missed.', async () => {
    const model = await train(before, { algorithm: 'cooccurrence' });
    const after = interactionsOf([
      ['ann', 'pot'],
      ['ann', 'unicorn'],
    ]);
    expect((await evaluate(model, after, { metrics: ['recall@5'] })).metrics['recall@5']).toBe(0.5);
  });

  test('ranks only the candidates of a user, where they are given', async () => {
    const model = await train(before, { algorithm: 'popularity' });
    const after = interactionsOf([['ann', 'pot']]);
    const measure = async (...some: string[]) =>
      (await evaluate(model, after, { candidates: () => new Set(some), metrics: ['mrr@3'] })).metrics['mrr@3'];
    expect(await measure('pot')).toBe(1);
    expect(await measure('pot', 'kite')).toBe(0.5);
    expect(await measure('kite')).toBe(0);
  });

  test('counts the lists that are only what is popular', async () => {
    const model = await train(before, { algorithm: 'cosine' });
    const { users } = await evaluate(model, interactionsOf([['cleo', 'tea']]));
    expect(users).toMatchObject({ evaluated: 1, withPopularList: 1 });
  });

  test('takes histories from a lookup where the model has none', async () => {
    const { histories: _, ...model } = await train(before, { algorithm: 'cooccurrence' });
    const after = interactionsOf([['ann', 'pot']]);
    await expect(evaluate(model, after)).rejects.toMatchObject({ code: 'empty-input' });
    const histories = (user: string) => (user === 'ann' ? ['cup', { item: 'tea' }] : undefined);
    expect((await evaluate(model, after, { histories, metrics: ['mrr@3'] })).metrics).toEqual({ 'mrr@3': 1 });
  });

  test('says why there is nothing to evaluate', async () => {
    const model = await train(before, { algorithm: 'popularity' });
    await expect(evaluate(model, interactionsOf([]))).rejects.toMatchObject({ code: 'empty-input' });
    await expect(evaluate(model, interactionsOf([['zoe', 'tea']]))).rejects.toThrow('1 have no history');
  });

  test('ends with `aborted` when its signal says so, and tells of its progress until then', async () => {
    const model = await train(before, { algorithm: 'popularity' });
    const after = interactionsOf(Array.from({ length: 200 }, (_, n) => [`user ${n}`, 'tea'] as const));
    const abort = new AbortController();
    const told: number[] = [];
    const pause = async () => {
      if (told.length === 2) abort.abort();
    };
    const evaluation = evaluate(model, after, { signal: abort.signal, pause, onProgress: (done) => told.push(done) });
    await expect(evaluation).rejects.toMatchObject({ code: 'aborted' });
    expect(told).toEqual([0, 64]);
  });
});

describe('parseMetrics', () => {
  test('reads names and keeps them as they were written', () => {
    expect(parseMetrics(['ndcg@10', 'RecallMin@5', 'HR@10'])).toEqual([
      { name: 'ndcg@10', metric: 'ndcg', k: 10 },
      { name: 'RecallMin@5', metric: 'recallMin', k: 5 },
      { name: 'HR@10', metric: 'hitRate', k: 10 },
    ]);
  });

  test.each([
    ['ndcg'],
    ['ndcg@0'],
    ['ndcg@-1'],
    ['ndcg@1e9'],
    ['ndcg@99999'],
    ['auc@10'],
    ['__proto__@10'],
    ['ndcg@10@20'],
    ['@10'],
    [''],
  ])('refuses %j', (name) => {
    expect(() => parseMetrics([name])).toThrow(expect.objectContaining({ code: 'invalid-options', at: 'metrics' }));
  });

  test('refuses no names at all', () => {
    expect(() => parseMetrics([])).toThrow(expect.objectContaining({ code: 'invalid-options' }));
  });
});
