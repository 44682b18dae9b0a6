// Data: the toy set of the repository bolcom/serenade, Apache-2.0.
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createInteractions, createRecommender, type Recommender } from '../../../src/recommend/index.ts';
import { train } from '../../../src/recommend/train/index.ts';

const FOLDER = new URL('../../../../shared/data/serenade-toy/', import.meta.url).pathname;
const isPresent = existsSync(`${FOLDER}train.csv`);
if (!isPresent) console.warn(`SKIPPED: the known answers on the toy set of Serenade, because ${FOLDER} is absent.`);

function rowsOf(file: string): (readonly [session: string, item: string, seconds: number])[] {
  const lines = readFileSync(`${FOLDER}${file}`, 'utf8').trim().split('\n').slice(1);
  return lines.map((line) => {
    const [session = '', item = '', seconds] = line.split(',');
    return [session, item, Number(seconds)];
  });
}

/** Each click but the first is to be the next of those before it; lists of 20. */
function measure(recommend: Recommender['recommend'], file: string): { mrr: number; hitRate: number; steps: number } {
  const sessions = new Map<string, { item: string; seconds: number }[]>();
  for (const [session, item, seconds] of rowsOf(file)) {
    sessions.set(session, [...(sessions.get(session) ?? []), { item, seconds }]);
  }
  const ranks = [...sessions.values()].flatMap((clicks) => {
    const items = clicks.sort((a, b) => a.seconds - b.seconds).map(({ item }) => item);
    return items.slice(1).map((next, n) => {
      const list = recommend({ session: items.slice(0, n + 1), count: 20 });
      return list.items.findIndex(({ item }) => item === next) + 1;
    });
  });
  const hits = ranks.filter((rank) => rank > 0);
  const mrr = hits.reduce((sum, rank) => sum + 1 / rank, 0) / ranks.length;
  return { mrr, hitRate: hits.length / ranks.length, steps: ranks.length };
}

describe.skipIf(!isPresent)('The known answers on the toy set of Serenade come out.', () => {
  test('VMIS-kNN: MRR@20 .3228 and .3376, HR@20 .6601 and .6627', async () => {
    const builder = createInteractions({ events: true });
    for (const [session, item, seconds] of rowsOf('train.csv')) builder.add(session, item, 1, seconds * 1000);
    const spec = { algorithm: 'vmis', recent: 1502, nearest: 288, idf: 2, last: 4 } as const;
    const { recommend } = createRecommender(await train(builder.build(), spec));
    const [valid, holdout] = [measure(recommend, 'valid.csv'), measure(recommend, 'test.csv')];
    expect([valid.steps, holdout.steps]).toEqual([1121, 931]);
    expect(Math.abs(valid.mrr - 0.3228)).toBeLessThanOrEqual(0.0005);
    expect(Math.abs(holdout.mrr - 0.3376)).toBeLessThanOrEqual(0.0005);
    expect(Math.abs(valid.hitRate - 0.6601)).toBeLessThanOrEqual(0.0005);
    expect(Math.abs(holdout.hitRate - 0.6627)).toBeLessThanOrEqual(0.0005);
  }, 60_000);
});
