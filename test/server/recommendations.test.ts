import { describe, expect, test, vi } from 'vitest';
import {
  createInteractions,
  createRecommender,
  type Recommender,
  type RecommendQuery,
} from '../../src/recommend/index.ts';
import { train } from '../../src/recommend/train/index.ts';
import { createRecommendations, type RecommendationsOptions } from '../../src/server/index.ts';

/** Answers with the query that it was asked, so that a test sees what arrived. */
function echo(): { recommender: Recommender; asked: RecommendQuery[] } {
  const asked: RecommendQuery[] = [];
  const list = { kind: 'popular', reason: 'cold-start', items: [] } as const;
  const recommender: Recommender = {
    items: [],
    recommend: (query = {}) => {
      asked.push(query);
      return list;
    },
    popular: (query = {}, reason = 'cold-start') => {
      asked.push(query);
      return { ...list, reason };
    },
  };
  return { recommender, asked };
}

function get(query: string, init: RequestInit = {}): Request {
  return new Request(`https://shop.example/v1/recommendations${query}`, init);
}

function post(body: unknown): Request {
  const headers = { 'content-type': 'application/json' };
  return get('', { method: 'POST', headers, body: JSON.stringify(body) });
}

async function ask(request: Request, options: Partial<RecommendationsOptions> = {}) {
  const { recommender, asked } = echo();
  const response = await createRecommendations({ recommender, ...options })(request);
  return { status: response.status, headers: response.headers, body: await response.json(), asked };
}

describe('a real recommender', () => {
  async function teaShop(): Promise<Recommender> {
    const interactions = createInteractions();
    for (const user of ['ann', 'ben', 'cleo', 'dan']) {
      interactions.add(user, 'teapot');
      interactions.add(user, 'oolong');
    }
    interactions.add('eve', 'coffee');
    return createRecommender(await train(interactions.build(), { algorithm: 'cosine' }));
  }

  test('what goes with the items is answered, with what led there', async () => {
    const { status, body, headers } = await ask(get('?items=teapot&count=1&explain=1'), {
      recommender: await teaShop(),
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      kind: 'personal',
      reason: 'history',
      items: [{ item: 'oolong', because: [{ item: 'teapot' }] }],
    });
    expect(headers.get('cache-control')).toBe('no-store');
  });

  test('POST and GET give the same answer', async () => {
    const recommender = await teaShop();
    const byGet = await ask(get('?items=oolong,coffee&count=3&repeats=allow'), { recommender });
    const byPost = await ask(post({ items: ['oolong', { item: 'coffee' }], count: 3, repeats: 'allow' }), {
      recommender,
    });
    expect(byPost.body).toEqual(byGet.body);
  });

  test('nobody known gets what is popular, and the reason', async () => {
    const recommender = await teaShop();
    expect((await ask(get(''), { recommender })).body).toMatchObject({ kind: 'popular', reason: 'cold-start' });
    expect((await ask(get('?user=zoe'), { recommender })).body).toMatchObject({ reason: 'unknown-user' });
  });
});

describe('the query', () => {
  test('every parameter of the address reaches the recommender', async () => {
    const query = '?user=u1&items=a,b&items=c&count=8&exclude=d&repeats=allow&explain=1&fill=popular';
    expect((await ask(get(query))).asked).toEqual([
      {
        user: 'u1',
        items: ['a', 'b', 'c'],
        count: 8,
        exclude: ['d'],
        repeats: 'allow',
        explain: true,
        fill: 'popular',
      },
    ]);
    expect((await ask(get('?items=&explain=false'))).asked).toEqual([{ items: [], explain: false }]);
  });

  test('the arrangement of a list comes by POST, the simple part of it by GET', async () => {
    const body = {
      session: ['a', { item: 'b', timeMs: 5 }],
      halfLifeDays: 30,
      boost: { a: 2 },
      pins: ['c', { item: 'd', position: 3 }],
      caps: { brand: 0 },
      diversity: { strength: 0.5, by: 'brand' },
      calibration: { by: 'kind', strength: 1 },
    };
    expect((await ask(post(body))).asked).toEqual([body]);
    expect((await ask(get('?session=a,b&pins=c&diversity=0.3&halfLifeDays=7'))).asked).toEqual([
      { session: ['a', 'b'], pins: ['c'], diversity: 0.3, halfLifeDays: 7 },
    ]);
  });

  test.each([
    [{ boost: { a: 0 } }, '/boost/a'],
    [{ boost: [] }, '/boost'],
    [{ pins: [{ item: 'a', position: 0 }] }, '/pins/0/position'],
    [{ pins: [7] }, '/pins/0'],
    [{ caps: { 'a/b': 1.5 } }, '/caps/a~1b'],
    [{ diversity: 1.1 }, '/diversity'],
    [{ diversity: { by: 'brand' } }, '/diversity/strength'],
    [{ calibration: 'kind' }, '/calibration'],
    [{ calibration: { by: 'kind', strength: -1 } }, '/calibration/strength'],
    [{ session: 'a' }, '/session'],
    [{ session: [{ item: 'a', timeMs: 'now' }] }, '/session/0/timeMs'],
    [{ halfLifeDays: 0 }, '/halfLifeDays'],
    [{ nowMs: 0 }, '/nowMs'],
  ])('an arrangement that cannot be is refused with its place: %j', async (body, at) => {
    expect(await ask(post(body))).toMatchObject({ status: 400, body: { error: { code: 'invalid-input', at } } });
  });

  test('the shop’s rules take the place of the query’s', async () => {
    const rules = { caps: { brand: 2 }, pins: ['new'] };
    expect((await ask(post({ caps: { brand: 9 }, diversity: 0.1 }), { rules })).asked).toEqual([
      { ...rules, diversity: 0.1 },
    ]);
  });

  test('an id with a comma or any other character comes by POST', async () => {
    const body = { user: 'Größe', items: ['a,b', { item: '<b>', weight: 2.5 }], exclude: ['c,d'] };
    expect((await ask(post(body))).asked).toEqual([body]);
  });

  test('a filter of the server holds for every answer', async () => {
    const where = (item: string) => item !== 'sold-out';
    expect((await ask(get('?items=a'), { where })).asked[0]?.where).toBe(where);
  });

  test.each([
    ['?count=0', '/count'],
    ['?count=101', '/count'],
    ['?count=1.5', '/count'],
    ['?count=many', '/count'],
    ['?count=', '/count'],
    ['?count=1&count=2', '/count'],
    ['?user=', '/user'],
    [`?user=${'x'.repeat(257)}`, '/user'],
    ['?repeats=maybe', '/repeats'],
    ['?explain=perhaps', '/explain'],
    ['?fill=all', '/fill'],
    [`?items=${'a,'.repeat(1_001)}`, '/items'],
    ['?cuont=8', '/cuont'],
    ['?__proto__=x', '/__proto__'],
  ])('%s is 400 with the parameter', async (query, at) => {
    const { status, body, asked } = await ask(get(query));
    expect({ status, code: body.error.code, at: body.error.at }).toEqual({ status: 400, code: 'invalid-input', at });
    expect(asked).toEqual([]);
  });

  test('a parameter that is misspelt is told its name', async () => {
    expect((await ask(get('?cuont=8'))).body.error.message).toBe('/cuont is not known. Did you mean "count"?');
  });

  test.each([
    [null, ''],
    [[], ''],
    [{ items: 'a' }, '/items'],
    [{ items: [1] }, '/items/0'],
    [{ items: ['a', { item: '' }] }, '/items/1/item'],
    [{ items: [{ item: 'a', weight: -1 }] }, '/items/0/weight'],
    [{ items: [{ item: 'a', weight: '1' }] }, '/items/0/weight'],
    [{ count: '8' }, '/count'],
    [{ explain: 1 }, '/explain'],
    [{ exclude: [''] }, '/exclude/0'],
    [{ where: 'x' }, '/where'],
  ])('the body %j is 400 with its place', async (body, at) => {
    const answer = await ask(post(body));
    expect({ status: answer.status, at: answer.body.error.at }).toEqual({ status: 400, at });
  });

  test('bodies that are no JSON, too large or of another type are refused', async () => {
    const handler = createRecommendations({ recommender: echo().recommender });
    const send = async (body: string, type: string) =>
      (await handler(get('', { method: 'POST', body, headers: { 'content-type': type } }))).status;
    expect(await send('{', 'application/json')).toBe(400);
    expect(await send(' '.repeat(100_001), 'application/json')).toBe(413);
    expect(await send('{}', 'text/html')).toBe(415);
  });
});

describe('who may ask', () => {
  test('where the request may not learn of a user, the answer is the popular list and nobody was looked at', async () => {
    const recommend = vi.fn();
    const recommender = { ...echo().recommender, recommend };
    const allowUser = vi.fn(async (user: string, request: Request) => request.headers.get('cookie') === `me=${user}`);
    const denied = await ask(get('?user=ann&count=3'), { recommender, allowUser });
    expect(denied.body).toMatchObject({ kind: 'popular', reason: 'no-consent' });
    expect(recommend).not.toHaveBeenCalled();
    const own = await ask(get('?user=ann', { headers: { cookie: 'me=ann' } }), { allowUser });
    expect(own.asked).toEqual([{ user: 'ann' }]);
    const nobody = vi.fn(() => false);
    await ask(get('?items=a'), { allowUser: nobody });
    expect(nobody).not.toHaveBeenCalled();
  });

  test('a session is not looked at where nobody may be asked about', async () => {
    const allowUser = () => true;
    expect((await ask(get('?session=a'))).body.reason).toBe('cold-start');
    expect((await ask(get('?session=a&items=b'), { allowUser })).body.reason).toBe('no-consent');
    expect((await ask(get('?session='), { allowUser })).body.reason).toBe('cold-start');
    expect((await ask(get('?session=a&user=ann'), { allowUser })).body.reason).toBe('cold-start');
    const allowSession = async (request: Request) => request.headers.get('cookie') === 'allowed=1';
    expect((await ask(get('?session=a'), { allowUser, allowSession })).body.reason).toBe('no-consent');
    const allowed = get('?session=a', { headers: { cookie: 'allowed=1' } });
    expect((await ask(allowed, { allowUser, allowSession })).body.reason).toBe('cold-start');
  });

  test('pages of other origins may not call unless they are listed', async () => {
    const headers = { origin: 'https://app.example' };
    expect((await ask(get('', { headers }))).status).toBe(403);
    const listed = await ask(get('', { headers }), { allowedOrigins: ['https://app.example'] });
    expect(listed.status).toBe(200);
    expect(listed.headers.get('access-control-allow-origin')).toBe('https://app.example');
  });
});

describe('the handler', () => {
  test('a newly trained recommender takes over at once, and before the first there is 503', async () => {
    let present: Recommender | undefined;
    const handler = createRecommendations({ recommender: async () => present });
    const early = await handler(get(''));
    expect(early.status).toBe(503);
    expect(early.headers.get('retry-after')).toBe('5');
    present = echo().recommender;
    expect((await handler(get(''))).status).toBe(200);
  });

  test('other paths are 404 and other methods 405', async () => {
    const handler = createRecommendations({ recommender: echo().recommender });
    expect((await handler(new Request('https://shop.example/v1/recommend'))).status).toBe(404);
    const put = await handler(get('', { method: 'PUT' }));
    expect(put.status).toBe(405);
    expect(put.headers.get('allow')).toBe('GET, HEAD, POST, OPTIONS');
    expect((await handler(get('', { method: 'OPTIONS' }))).status).toBe(204);
  });

  test('a recommender or a permission that fails is 500 without internals, and reported', async () => {
    const fail = () => {
      throw new Error('secret');
    };
    const onReport = vi.fn();
    for (const options of [
      { recommender: fail },
      { allowUser: fail },
      { recommender: { ...echo().recommender, recommend: fail } },
    ]) {
      const { status, body } = await ask(get('?user=u'), { ...options, onReport });
      expect(status).toBe(500);
      expect(JSON.stringify(body)).not.toContain('secret');
    }
    expect(onReport).toHaveBeenCalledTimes(3);
  });

  test('options are checked at once', () => {
    // biome-ignore lint/suspicious/noExplicitAny: what a caller without types may pass.
    expect(() => createRecommendations({ recommender: {} as any })).toThrow(/needs a recommender/);
    expect(() => createRecommendations({ recommender: echo().recommender, maxCount: 0 })).toThrow(/maxCount/);
  });
});
