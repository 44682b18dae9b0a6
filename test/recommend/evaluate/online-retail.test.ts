// Data: UCI Machine Learning Repository, Online Retail (id 352), D. Chen, 2015, CC BY 4.0.
import { createReadStream, existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Evaluation, evaluate } from '../../../src/recommend/evaluate/index.ts';
import { createInteractions, type Interactions } from '../../../src/recommend/index.ts';
import { keepNeighbours, type TrainSpec, train } from '../../../src/recommend/train/index.ts';

const FILE = new URL('../../../../shared/data/online-retail/lines.csv.gz', import.meta.url).pathname;
/** 2011-11-09 UTC, in seconds. */
const SPLIT = 1_320_796_800;

const isPresent = existsSync(FILE);
if (!isPresent) console.warn(`SKIPPED: the known answers on Online Retail, because ${FILE} is absent.`);

/** The file quotes a field only around a comma or a quote. */
function fieldsOf(line: string): readonly string[] {
  return (line.match(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g) ?? []).map((field) =>
    field
      .replace(/,$/, '')
      .replace(/^"(.*)"$/s, '$1')
      .replaceAll('""', '"'),
  );
}

async function readRetail(): Promise<{ before: Interactions; after: Interactions }> {
  const [before, after] = [createInteractions({ events: true }), createInteractions()];
  const lines = createInterface({ input: createReadStream(FILE).pipe(createGunzip()) });
  for await (const line of lines) {
    const [user = '', item = '', quantity, price, timestamp] = fieldsOf(line);
    if (user === '' || !(Number(quantity) > 0) || !(Number(price) > 0)) continue;
    const side = Number(timestamp) < SPLIT ? before : after;
    side.add(user, item, Number(quantity), Number(timestamp) * 1000);
  }
  return { before: before.build(), after: after.build() };
}

describe.skipIf(!isPresent)('The known answers on Online Retail come out.', () => {
  let data: { before: Interactions; after: Interactions };

  beforeAll(async () => {
    data = await readRetail();
  }, 60_000);

  async function ndcg(spec: TrainSpec): Promise<{ newOnly: Evaluation; allowed: Evaluation }> {
    const model = await train(data.before, spec);
    const metrics = ['ndcg@10'];
    return {
      newOnly: await evaluate(model, data.after, { metrics }),
      allowed: await evaluate(model, data.after, { metrics, repeats: 'allow' }),
    };
  }

  test('the data are the ones that are known', () => {
    const { before, after } = data;
    expect([before.users.length, before.items.length, before.itemIndex.length]).toEqual([4067, 3823, 232_341]);
    expect(new Set([...before.users, ...after.users]).size).toBe(4338);
  });

  test('popularity: .033 for new items, .080 with repeats', async () => {
    const { newOnly, allowed } = await ndcg({ algorithm: 'popularity' });
    expect(Math.abs((newOnly.metrics['ndcg@10'] ?? 0) - 0.033)).toBeLessThan(0.001);
    expect(Math.abs((allowed.metrics['ndcg@10'] ?? 0) - 0.08)).toBeLessThan(0.001);
    expect(newOnly.users).toMatchObject({ evaluated: 1305, withoutHistory: 271, withoutNewItems: 91 });
    expect(allowed.users).toMatchObject({ evaluated: 1396, withoutHistory: 271, withoutNewItems: 0 });
  });

  test('RP3beta with alpha .8 and beta .3: .064 for new items, .193 with repeats', async () => {
    const { newOnly, allowed } = await ndcg({ algorithm: 'rp3beta', alpha: 0.8, beta: 0.3 });
    expect(Math.abs((newOnly.metrics['ndcg@10'] ?? 0) - 0.064)).toBeLessThan(0.001);
    expect(Math.abs((allowed.metrics['ndcg@10'] ?? 0) - 0.193)).toBeLessThan(0.001);
  }, 30_000);

  test('trending with a half-life of 30 days: .067 for new items, .128 with repeats', async () => {
    const { newOnly, allowed } = await ndcg({ algorithm: 'trending', halfLifeDays: 30 });
    expect(Math.abs((newOnly.metrics['ndcg@10'] ?? 0) - 0.067)).toBeLessThan(0.0005);
    expect(Math.abs((allowed.metrics['ndcg@10'] ?? 0) - 0.128)).toBeLessThan(0.0005);
  });

  test('buy again: .343 with repeats, and nothing new', async () => {
    const { newOnly, allowed } = await ndcg({ algorithm: 'buy-again' });
    expect(newOnly.metrics['ndcg@10']).toBe(0);
    expect(Math.abs((allowed.metrics['ndcg@10'] ?? 0) - 0.343)).toBeLessThan(0.0005);
  });

  test('EASE with lambda 300: .097 for new items, .259 with repeats', async () => {
    const { newOnly, allowed } = await ndcg({ algorithm: 'ease', lambda: 300 });
    expect(Math.abs((newOnly.metrics['ndcg@10'] ?? 0) - 0.097)).toBeLessThan(0.0005);
    expect(Math.abs((allowed.metrics['ndcg@10'] ?? 0) - 0.259)).toBeLessThan(0.0005);
  }, 60_000);

  test('fifty neighbours for each candidate recommend better than all of them, and fifty for each history item worse', async () => {
    const all = await train(data.before, { algorithm: 'rp3beta' });
    const measure = async (cut: 'candidate' | 'history-item') =>
      (await evaluate(keepNeighbours(all, 50, { cut }), data.after, { metrics: ['ndcg@10'] })).metrics['ndcg@10'];
    expect(await measure('candidate')).toBeCloseTo(0.084, 2.5);
    expect(await measure('history-item')).toBeCloseTo(0.06, 2.5);
  }, 30_000);
});
