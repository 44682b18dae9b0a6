import { describe, expect, test } from 'vitest';
import { createPageRecommender, type PageQuery } from '../../src/client/page-recommender.ts';
import { snapshotOf } from '../../src/profile/snapshot.ts';
import { EMPTY_PROFILE } from '../../src/profile/state.ts';
import { createInteractions, createRecommender, packModel } from '../../src/recommend/index.ts';
import { type TrainSpec, train } from '../../src/recommend/train/index.ts';
import { memoryWorld } from './memory-ports.ts';

/** 3,000 items, each of which goes with its neighbours. */
async function modelOf(spec: TrainSpec = { algorithm: 'cosine' }) {
  const data = createInteractions();
  for (let user = 0; user < 3000; user++)
    for (let n = 0; n < 12; n++) data.add(`u${user}`, `item ${(user + n * n) % 3000}`);
  const { histories: _, ...model } = await train(data.build(), spec);
  return model;
}
const model = await modelOf();

/** A server with the model, and what was asked of it. */
async function setUp({ knowsRanges = true, spec }: { knowsRanges?: boolean; spec?: TrainSpec } = {}) {
  const world = memoryWorld();
  const { clock, digest, logger } = world.platform;
  const packed = await packModel(spec === undefined ? model : await modelOf(spec), { digest });
  const server = { file: packed, knowsRanges };
  const asked: (string | undefined)[] = [];
  let sent = 0;
  const load = async (_: string, range?: string): Promise<Response> => {
    asked.push(range);
    const [, from = 0, until = 0] = /^bytes=(\d+)-(\d+)$/.exec(range ?? '') ?? [];
    const isPart = server.knowsRanges && range !== undefined;
    const body = isPart ? server.file.slice(Number(from), Number(until) + 1) : server.file.slice();
    sent += body.length;
    return new Response(body, { status: isPart ? 206 : 200 });
  };
  const { recommend } = createPageRecommender({ url: '/model', catalogue: undefined, load, clock, digest, logger });
  const list = (query: PageQuery, seen?: readonly string[]) =>
    recommend(query, () => (seen === undefined ? undefined : profileOf(seen)));
  return { server, asked, sent: () => sent, size: packed.length, list, world };
}

function profileOf(seen: readonly string[]) {
  return snapshotOf({ ...EMPTY_PROFILE, recent: seen.map((item) => ({ item, at: 0 })) }, 0, 1);
}

const QUERY = { items: ['item 7', 'item 8'], count: 5, explain: true };
const expected = () => createRecommender(model).recommend(QUERY);

describe('a large model', () => {
  test('is read in slices where the server answers ranges, and gives the lists of the whole', async () => {
    const { list, sent, size } = await setUp();
    expect(size).toBeGreaterThan(4 * 65_536);
    expect(await list(QUERY)).toEqual(expected());
    expect(sent()).toBeLessThan(size / 2);
    const before = sent();
    expect(await list({ ...QUERY, count: 3 })).toMatchObject({ kind: 'personal' });
    expect(sent()).toBe(before);
  });

  test('is read whole, and in one request, where the server knows no ranges', async () => {
    const { list, asked } = await setUp({ knowsRanges: false });
    expect(await list(QUERY)).toEqual(expected());
    expect(asked).toHaveLength(1);
  });

  test('is read whole for a person, so that the server is told nothing of what was looked at', async () => {
    const { list, asked } = await setUp();
    const open = await list({ count: 3 });
    expect(open).toMatchObject({ kind: 'popular', reason: 'no-consent' });
    const before = asked.length;
    const found = await list({ count: 3 }, ['item 9']);
    expect(found).toEqual(createRecommender(model).recommend({ count: 3, items: [{ item: 'item 9', timeMs: 0 }] }));
    expect(asked.slice(before)).toEqual([undefined]);
    await list(QUERY);
    expect(asked).toHaveLength(before + 1);
  });

  test('is read whole where a slice is damaged, or the server changes its mind', async () => {
    for (const change of ['damage', 'no ranges', 'another file'] as const) {
      const { list, server, world } = await setUp();
      await list({ count: 3 });
      const whole = server.file;
      if (change === 'no ranges') server.knowsRanges = false;
      // Behind what was read so far, which the whole is fetched anew for.
      if (change === 'damage') server.file = whole.map((byte, at) => (at > 65_536 ? byte ^ 1 : byte));
      if (change === 'another file')
        server.file = await packModel(await modelOf({ algorithm: 'jaccard' }), world.platform);
      const found = await list(QUERY);
      if (change === 'no ranges') expect(found).toEqual(expected());
      if (change === 'damage') expect(found).toMatchObject({ kind: 'none', reason: 'model-failed' });
      if (change === 'another file') expect(found).toMatchObject({ kind: 'personal', items: { length: 5 } });
    }
  });

  test('of another kind is read whole', async () => {
    const { list, asked } = await setUp({ spec: { algorithm: 'ials', factors: 16, iterations: 1 } });
    expect(await list(QUERY)).toMatchObject({ kind: 'personal' });
    expect(asked).toEqual(['bytes=0-65535', undefined]);
  });

  test('whatever the items of a query are, there is an answer', async () => {
    const { list } = await setUp();
    for (const items of [[], [{ item: 'item 7', weight: 2 }], ['no such item'], [null], 'item 7', 7]) {
      // @ts-expect-error: what somebody may write in JavaScript
      expect(await list({ items, count: 2 })).toMatchObject({ kind: expect.stringMatching(/personal|popular/) });
    }
  });
});
