import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { EventStore, KindredEvent, StoredEvent } from '../../src/events/index.ts';
import { type CollectorOptions, createCollector, memoryEventStore, type Report } from '../../src/server/index.ts';
import { NOW, trackEvent } from './samples.ts';

const failures: unknown[] = [];
const note = (cause: unknown) => void failures.push(cause);
beforeAll(() => void process.on('unhandledRejection', note).on('uncaughtExceptionMonitor', note));
afterAll(() => {
  process.off('unhandledRejection', note).off('uncaughtExceptionMonitor', note);
  expect(failures).toEqual([]);
});

function collectorFor(options: Partial<CollectorOptions> = {}) {
  const store = options.store ?? memoryEventStore();
  return { store, collect: createCollector({ clock: { now: () => NOW }, ...options, store }) };
}

interface Init {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

function post(body: BodyInit | null, { method = 'POST', path = '/v1/batch', headers = {} }: Init = {}): Request {
  return new Request(`https://shop.example${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    body,
    ...{ duplex: 'half' },
  });
}

const batchOf = (...batch: readonly unknown[]) => JSON.stringify({ batch, sentAt: new Date(NOW).toISOString() });

async function answerOf(response: Response) {
  return { status: response.status, body: await response.json() };
}

async function storedIn(store: EventStore): Promise<readonly StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const event of store.read()) events.push(event);
  return events;
}

const idsIn = async (store: EventStore) => (await storedIn(store)).map(({ messageId }) => messageId);

describe('taking events', () => {
  test('an answer of 200 means that the accepted events are stored', async () => {
    const { store, collect } = collectorFor();
    const answer = await answerOf(await collect(post(batchOf(trackEvent(1), trackEvent(2)))));
    expect(answer).toEqual({ status: 200, body: { success: true, accepted: 2, duplicates: 0, rejected: [] } });
    expect(await idsIn(store)).toEqual(['m1', 'm2']);
  });

  test('the answer waits for the store', async () => {
    let finish = () => {};
    const waiting: EventStore = {
      ...memoryEventStore(),
      append: (events) =>
        new Promise((resolve) => {
          finish = () => resolve({ stored: events.length, duplicates: 0 });
        }),
    };
    let isAnswered = false;
    const answer = collectorFor({ store: waiting })
      .collect(post(batchOf(trackEvent(1))))
      .then((response) => {
        isAnswered = true;
        return response.status;
      });
    await new Promise((resolve) => setImmediate(resolve));
    expect(isAnswered).toBe(false);
    finish();
    expect(await answer).toBe(200);
  });

  test('a bad event never sinks its batch', async () => {
    const { store, collect } = collectorFor();
    const { status, body } = await answerOf(
      await collect(post(batchOf(trackEvent(1), { type: 'track' }, trackEvent(3)))),
    );
    expect(status).toBe(200);
    expect(body).toMatchObject({ accepted: 2, rejected: [{ index: 1, at: '/batch/1/messageId' }] });
    expect(await idsIn(store)).toEqual(['m1', 'm3']);
  });

  test('the same batch twice is stored once', async () => {
    const { store, collect } = collectorFor();
    const body = batchOf(trackEvent(1), trackEvent(2));
    await collect(post(body));
    expect((await answerOf(await collect(post(body)))).body).toMatchObject({ accepted: 0, duplicates: 2 });
    expect(await store.count()).toBe(2);
  });

  test('two identical batches at the same time are stored once', async () => {
    const { store, collect } = collectorFor();
    const body = batchOf(trackEvent(1), trackEvent(2), trackEvent(1));
    const answers = await Promise.all([collect(post(body)), collect(post(body))].map(async (a) => (await a).json()));
    expect(answers.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(2);
    expect(answers.reduce((sum, { duplicates }) => sum + duplicates, 0)).toBe(4);
    expect(await idsIn(store)).toEqual(['m1', 'm2']);
  });

  test('the single-event paths of Segment take one event, whose type the path names', async () => {
    const { store, collect } = collectorFor();
    const ids = { userId: 'u', groupId: 'g', previousId: 'p', event: 'E' };
    for (const type of ['track', 'page', 'screen', 'identify', 'group', 'alias']) {
      const body = JSON.stringify({ ...ids, messageId: type });
      const { status } = await collect(post(body, { path: `/any/where/v1/${type}` }));
      expect(status).toBe(200);
    }
    expect((await storedIn(store)).map(({ type, messageId }) => type === messageId)).toEqual(Array(6).fill(true));
    const wrong = await answerOf(await collect(post(JSON.stringify(trackEvent(1)), { path: '/v1/page' })));
    expect(wrong).toMatchObject({ status: 400, body: { error: { code: 'invalid-event', at: '/type' } } });
    const bad = await answerOf(await collect(post('{"userId":"u"}', { path: '/v1/track' })));
    expect(bad).toMatchObject({ status: 400, body: { error: { code: 'invalid-event', at: '/messageId' } } });
  });

  test('a beacon may send text/plain, and a body may be gzip', async () => {
    const { store, collect } = collectorFor();
    const types = ['text/plain', 'text/plain;charset=UTF-8', 'application/json; charset="utf-8"', 'Application/JSON'];
    for (const [n, type] of types.entries()) {
      expect((await collect(post(batchOf(trackEvent(n)), { headers: { 'content-type': type } }))).status).toBe(200);
    }
    const zipped = post(gzipSync(batchOf(trackEvent(9))), { headers: { 'content-encoding': 'gzip' } });
    expect((await collect(zipped)).status).toBe(200);
    expect(await idsIn(store)).toEqual(['m0', 'm1', 'm2', 'm3', 'm9']);
  });

  test('a byte order mark before the JSON does no harm', async () => {
    expect((await collectorFor().collect(post(`\ufeff${batchOf(trackEvent(1))}`))).status).toBe(200);
  });

  test('answers are not kept by caches, and no browser guesses their type', async () => {
    const { collect } = collectorFor();
    for (const request of [
      post(batchOf()),
      post('x'),
      post(null, { path: '/nothing' }),
      post(null, { method: 'PUT' }),
    ]) {
      const { headers } = await collect(request);
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    }
  });
});

describe('refusing', () => {
  test('what is not JSON, or not a batch, is 400 with the place', async () => {
    const { collect, store } = collectorFor();
    const refused = async (body: BodyInit | null) => {
      const answer = await answerOf(await collect(post(body)));
      expect(answer.status).toBe(400);
      return answer.body.error;
    };
    expect(await refused('{"batch":[')).toEqual({
      code: 'invalid-input',
      message: 'The body is not JSON in UTF-8.',
      at: '',
    });
    expect(await refused('')).toMatchObject({ code: 'invalid-input' });
    expect(await refused(null)).toMatchObject({ code: 'invalid-input' });
    expect(await refused('{"hello":"world"}')).toMatchObject({ code: 'invalid-event', at: '/batch' });
    expect(await refused('[]')).toMatchObject({ code: 'invalid-event', at: '' });
    expect(await refused('null')).toMatchObject({ code: 'invalid-event', at: '' });
    expect(await refused(Uint8Array.of(0x7b, 0xff, 0x7d))).toMatchObject({ code: 'invalid-input' });
    expect(await store.count()).toBe(0);
  });

  test('an error never quotes the body', async () => {
    const { collect } = collectorFor();
    const answer = await collect(post('{"email":"ann@example.org", oops'));
    expect(await answer.text()).not.toContain('ann@');
  });

  test('JSON that is nested deep is refused as an event, not as a crash', async () => {
    const { collect } = collectorFor();
    const deep = `${'{"a":'.repeat(60_000)}1${'}'.repeat(60_000)}`;
    const one = `{"batch":[{"type":"page","messageId":"m","anonymousId":"a","properties":${deep}}]}`;
    const { status, body } = await answerOf(await collect(post(one)));
    expect(status).toBe(200);
    expect(body.rejected[0].message).toMatch(/nested deeper/);
    expect(body.rejected[0].at.length).toBeLessThan(200);
    expect((await collect(post('['.repeat(400_000)))).status).toBe(400);
    expect((await collect(post(`${'['.repeat(200_000)}${']'.repeat(200_000)}`))).status).toBe(400);
    expect((await collect(post(`{"batch":[],"context":${deep}}`))).status).toBe(400);
  });

  test('a wrong content type is 415', async () => {
    const { collect } = collectorFor();
    for (const type of [
      'text/html',
      'application/x-www-form-urlencoded',
      'application/json; charset=latin1',
      'json',
      '',
    ]) {
      const answer = await answerOf(await collect(post(batchOf(trackEvent(1)), { headers: { 'content-type': type } })));
      expect(answer).toMatchObject({ status: 415, body: { error: { code: 'unsupported-media-type' } } });
    }
    const brotli = await collect(post('x', { headers: { 'content-encoding': 'br' } }));
    expect(brotli.status).toBe(415);
    expect(brotli.headers.get('accept-encoding')).toBe('gzip');
  });

  test('other methods are 405 and other paths 404', async () => {
    const { collect } = collectorFor();
    for (const method of ['GET', 'HEAD', 'PUT', 'DELETE', 'PATCH']) {
      const answer = await collect(new Request('https://shop.example/v1/batch', { method }));
      expect(answer.status).toBe(405);
      expect(answer.headers.get('allow')).toBe('POST, OPTIONS');
    }
    for (const path of ['/', '/v1', '/v1/batches', '/v2/batch', '/v1/batch/x', '/v1/t', '/v1/BATCH']) {
      expect((await collect(post(batchOf(), { path }))).status).toBe(404);
    }
  });

  test('options are checked at once', () => {
    const store = memoryEventStore();
    expect(() => createCollector({ store, maxBodyBytes: 0 })).toThrow(/maxBodyBytes/);
    expect(() => createCollector({ store, maxBodyBytes: Number.NaN })).toThrow(/maxBodyBytes/);
    expect(() => createCollector({ store, allowedOrigins: ['shop.example'] })).toThrow(
      /"shop.example" is not an origin/,
    );
    expect(() => createCollector({ store, allowedOrigins: ['https://shop.example/'] })).toThrow(/is not an origin/);
    // biome-ignore lint/suspicious/noExplicitAny: what a caller without types may pass.
    expect(() => createCollector({ store: {} as any })).toThrow(/needs an event store/);
  });
});

describe('large bodies', () => {
  /** A body that counts how much of it was asked for. */
  function countedBody(totalBytes: number, chunk = new Uint8Array(64 * 1024).fill(0x20)) {
    const seen = { bytes: 0, isCancelled: false };
    const stream = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          if (seen.bytes >= totalBytes) return controller.close();
          seen.bytes += chunk.byteLength;
          controller.enqueue(chunk);
        },
        cancel() {
          seen.isCancelled = true;
        },
      },
      { highWaterMark: 0 },
    );
    return { seen, stream };
  }

  test('a body that is too large is refused without being read to its end', async () => {
    const { collect, store } = collectorFor();
    const { seen, stream } = countedBody(20_000_000);
    const answer = await answerOf(await collect(post(stream)));
    expect(answer).toMatchObject({ status: 413, body: { error: { code: 'body-too-large' } } });
    expect(seen.bytes).toBeLessThan(600_000);
    expect(seen.isCancelled).toBe(true);
    expect(await store.count()).toBe(0);
  });

  test('a body that says it is too large is refused unread', async () => {
    const { collect } = collectorFor();
    const { seen, stream } = countedBody(20_000_000);
    expect((await collect(post(stream, { headers: { 'content-length': '20000000' } }))).status).toBe(413);
    expect(seen.bytes).toBe(0);
  });

  test('a body of exactly the limit is taken, one byte more is not', async () => {
    const body = batchOf(trackEvent(1));
    expect((await collectorFor({ maxBodyBytes: body.length }).collect(post(body))).status).toBe(200);
    expect((await collectorFor({ maxBodyBytes: body.length - 1 }).collect(post(body))).status).toBe(413);
  });

  test('a body that comes byte by byte is read whole, up to the limit', async () => {
    const body = new TextEncoder().encode(batchOf(...Array.from({ length: 150 }, (_, i) => trackEvent(i))));
    expect(body.byteLength).toBeGreaterThan(20_000);
    const byByte = () => {
      let sent = 0;
      return new ReadableStream<Uint8Array>({
        pull(controller) {
          if (sent === body.byteLength) controller.close();
          else controller.enqueue(body.slice(sent, ++sent));
        },
      });
    };
    const { collect, store } = collectorFor({ maxBodyBytes: body.byteLength });
    expect((await collect(post(byByte()))).status).toBe(200);
    expect(await store.count()).toBe(150);
    const tooSmall = collectorFor({ maxBodyBytes: body.byteLength - 1 });
    expect((await tooSmall.collect(post(byByte()))).status).toBe(413);
  });

  test('a small gzip that inflates beyond the limit is refused', async () => {
    const { collect } = collectorFor();
    const bomb = gzipSync(new Uint8Array(200_000_000).fill(0x20));
    expect(bomb.byteLength).toBeLessThan(500_000);
    const before = process.memoryUsage().rss;
    expect((await collect(post(bomb, { headers: { 'content-encoding': 'gzip' } }))).status).toBe(413);
    expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
  });

  test('gzip that is broken or cut off is 400', async () => {
    const { collect, store } = collectorFor();
    const whole = gzipSync(batchOf(trackEvent(1)));
    const flipped = Uint8Array.from(whole, (byte, n) => (n === whole.length - 6 ? byte ^ 1 : byte));
    for (const body of [whole.subarray(0, whole.length - 9), flipped, Uint8Array.of(1, 2, 3), new Uint8Array(0)]) {
      const answer = await collect(post(body, { headers: { 'content-encoding': 'gzip' } }));
      expect(answer.status).toBe(400);
    }
    expect(await store.count()).toBe(0);
  });

  test('a body that arrives slowly, byte by byte, is taken; one that breaks off stores nothing', async () => {
    const bytes = new TextEncoder().encode(batchOf(trackEvent(1, { event: 'Größe 🫖' })));
    const dribbled = (breakAt: number) => {
      let n = 0;
      return new ReadableStream<Uint8Array>({
        async pull(controller) {
          await new Promise((resolve) => setImmediate(resolve));
          if (n === breakAt) return controller.error(new Error('connection lost'));
          if (n >= bytes.length) return controller.close();
          controller.enqueue(bytes.subarray(n, ++n));
        },
      });
    };
    const { collect, store } = collectorFor();
    expect((await answerOf(await collect(post(dribbled(60))))).body.error.code).toBe('truncated-input');
    expect(await store.count()).toBe(0);
    expect((await collect(post(dribbled(-1)))).status).toBe(200);
    expect((await storedIn(store))[0]?.event).toBe('Größe 🫖');
  });
});

describe('time', () => {
  const at = (ms: number) => new Date(ms).toISOString();
  const HOUR = 3_600_000;

  async function storedOf(event: Partial<KindredEvent>, sentAt?: string): Promise<StoredEvent | undefined> {
    const { store, collect } = collectorFor();
    await collect(post(JSON.stringify({ batch: [{ ...trackEvent(1), ...event }], sentAt })));
    return (await storedIn(store))[0];
  }

  test('the error of a wrong clock cancels out, and what the device said is kept', async () => {
    for (const error of [-5 * HOUR, 5 * HOUR, -40 * 365 * 24 * HOUR]) {
      const said = at(NOW + error - HOUR);
      const stored = await storedOf({ timestamp: said }, at(NOW + error));
      expect(stored).toMatchObject({ timestamp: at(NOW - HOUR), originalTimestamp: said, receivedAt: at(NOW) });
    }
  });

  test('without a time of sending the timestamp is taken as it is, and nothing is noted as original', async () => {
    const stored = await storedOf({ timestamp: at(NOW - HOUR) });
    expect(stored?.timestamp).toBe(at(NOW - HOUR));
    expect(stored).not.toHaveProperty('originalTimestamp');
  });

  test('a missing timestamp is the time of receipt', async () => {
    const { store, collect } = collectorFor();
    const { timestamp: _, ...timeless } = trackEvent(1);
    await collect(post(JSON.stringify({ batch: [timeless] })));
    await collect(post(JSON.stringify({ batch: [{ ...timeless, messageId: 'm2' }], sentAt: at(NOW + 9 * HOUR) })));
    expect((await storedIn(store)).map(({ timestamp }) => timestamp)).toEqual([at(NOW), at(NOW)]);
  });

  test('no event lies in the future, and none before the year 2000', async () => {
    expect((await storedOf({ timestamp: at(NOW + HOUR) }))?.timestamp).toBe(at(NOW));
    expect((await storedOf({ timestamp: at(NOW + HOUR) }, at(NOW)))?.timestamp).toBe(at(NOW));
    expect((await storedOf({ timestamp: '1970-01-01T00:00:00Z' }))?.timestamp).toBe(at(NOW));
    expect((await storedOf({ timestamp: '1970-01-01T00:00:00Z' }, at(NOW)))?.timestamp).toBe(at(NOW));
    expect((await storedOf({ timestamp: '2010-12-01T08:26:00Z' }))?.timestamp).toBe('2010-12-01T08:26:00.000Z');
  });
});

describe('origins', () => {
  const from = (origin: string, headers: Readonly<Record<string, string>> = {}) => ({
    headers: { origin, ...headers },
  });

  test('pages of other origins may not call unless they are listed', async () => {
    const { collect, store } = collectorFor({ allowedOrigins: ['https://app.example'] });
    for (const origin of [
      'https://evil.example',
      'null',
      'https://app.example.evil.example',
      'https://app.example:444',
    ]) {
      const answer = await collect(post(batchOf(trackEvent(1)), from(origin, { 'content-type': 'text/plain' })));
      expect(answer.status).toBe(403);
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    }
    expect(await store.count()).toBe(0);
    const allowed = await collect(post(batchOf(trackEvent(1)), from('https://app.example')));
    expect(allowed.status).toBe(200);
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://app.example');
    expect(allowed.headers.get('access-control-expose-headers')).toBe('retry-after');
    expect(allowed.headers.get('vary')).toBe('origin');
  });

  test("pages of the server's own origin may call, also behind a proxy that ends TLS", async () => {
    const { collect } = collectorFor();
    expect((await collect(post(batchOf(), from('https://shop.example')))).status).toBe(200);
    expect((await collect(post(batchOf(), from('http://shop.example')))).status).toBe(200);
    expect(
      (await collect(post(batchOf(), from('https://www.example', { 'sec-fetch-site': 'same-origin' })))).status,
    ).toBe(200);
    expect(
      (await collect(post(batchOf(), from('https://www.example', { 'sec-fetch-site': 'cross-site' })))).status,
    ).toBe(403);
  });

  test('servers and command lines, which name no origin, may call', async () => {
    expect((await collectorFor().collect(post(batchOf()))).status).toBe(200);
  });

  test('a preflight is answered for listed origins, and refused for others', async () => {
    const { collect } = collectorFor({ allowedOrigins: ['https://app.example'] });
    const preflight = (origin: string) =>
      collect(
        new Request('https://shop.example/v1/batch', {
          method: 'OPTIONS',
          headers: {
            origin,
            'access-control-request-method': 'POST',
            'access-control-request-headers': 'content-type',
          },
        }),
      );
    const answer = await preflight('https://app.example');
    expect(answer.status).toBe(204);
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://app.example');
    expect(answer.headers.get('access-control-allow-methods')).toBe('POST, OPTIONS');
    expect(answer.headers.get('access-control-allow-headers')).toContain('content-type');
    expect((await preflight('https://evil.example')).status).toBe(403);
  });

  test('errors can be read by listed pages, too', async () => {
    const { collect } = collectorFor({ allowedOrigins: ['https://app.example'] });
    const answer = await collect(post('x', from('https://app.example')));
    expect(answer.status).toBe(400);
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://app.example');
  });
});

describe('failures', () => {
  const broken = (append: EventStore['append']): EventStore => ({ ...memoryEventStore(), append });

  test('when the store fails, nothing is acknowledged and the client is told when to try again', async () => {
    const reports: Report[] = [];
    const store = broken(() => Promise.reject(new Error('disk on fire at /secret/path')));
    const { collect } = collectorFor({ store, onReport: (report) => reports.push(report) });
    const response = await collect(post(batchOf(trackEvent(1))));
    const { status, body } = await answerOf(response);
    expect(status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('5');
    expect(body).toEqual({ error: { code: 'unavailable', message: expect.stringContaining('nothing was kept') } });
    expect(reports).toEqual([expect.objectContaining({ kind: 'store-failed', cause: expect.any(Error) })]);
  });

  test('a handler never rejects, and its errors name no internals', async () => {
    const reports: Report[] = [];
    const onReport = (report: Report) => {
      reports.push(report);
      throw new Error('the listener fails, too');
    };
    const thrower = broken(() => {
      throw new Error('disk on fire at /secret/path');
    });
    const clock = {
      now: () => {
        throw new Error('no time at /secret/path');
      },
    };
    for (const options of [{ store: thrower }, { clock }]) {
      const response = await collectorFor({ ...options, onReport }).collect(post(batchOf(trackEvent(1))));
      expect(response.status).toBeGreaterThanOrEqual(500);
      expect(await response.text()).not.toMatch(/secret|fire|at \//);
    }
    expect(reports.map(({ kind }) => kind)).toEqual(['store-failed', 'internal-error']);
  });

  test('rejected events are reported without visitor data', async () => {
    const onReport = vi.fn();
    const { collect } = collectorFor({ onReport });
    const properties = { 'ann@example.org': { deep: { $x: 1 } } };
    const secret = { ...trackEvent(1), messageId: 5, userId: 'ann@example.org', properties };
    await collect(post(batchOf(secret, { ...trackEvent(2), event: '' })));
    expect(onReport).toHaveBeenCalledOnce();
    expect(onReport.mock.calls[0]?.[0].message).toBe('2 events of a batch were rejected: messageId, event.');
  });
});

describe('laws', () => {
  test('each messageId is stored once, however often and in whatever batches it arrives', async () => {
    const ids = fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(fc.array(ids, { maxLength: 8 }), fc.boolean(), async (batches, atOnce) => {
        const { store, collect } = collectorFor();
        const send = async (batch: readonly number[]) =>
          (await collect(post(batchOf(...batch.map((n) => trackEvent(n)))))).json();
        const answers = [];
        if (atOnce) answers.push(...(await Promise.all(batches.map(send))));
        else for (const batch of batches) answers.push(await send(batch));
        const distinct = new Set(batches.flat());
        const stored = await idsIn(store);
        expect([...stored].sort()).toEqual([...distinct].map((n) => `m${n}`).sort());
        expect(answers.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(distinct.size);
        expect(answers.reduce((sum, { duplicates }) => sum + duplicates, 0)).toBe(
          batches.flat().length - distinct.size,
        );
      }),
      { seed: 3, numRuns: 60 },
    );
  });

  test('whatever bytes arrive, the answer is JSON with a status of the list', async () => {
    const { collect } = collectorFor();
    const body = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.json().map((text) => new TextEncoder().encode(text)),
    );
    await fc.assert(
      fc.asyncProperty(body, fc.constantFrom('identity', 'gzip'), async (bytes, encoding) => {
        const response = await collect(post(Uint8Array.from(bytes), { headers: { 'content-encoding': encoding } }));
        expect([200, 400]).toContain(response.status);
        await response.json();
      }),
      { seed: 4, numRuns: 100 },
    );
  });
});
