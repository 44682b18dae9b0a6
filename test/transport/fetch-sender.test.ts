import { createServer } from 'node:http';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { fetchSender } from '../../src/transport/index.ts';

const BODY = '{"batch":[]}';
const PLAIN = { keepalive: false };
const KEEPALIVE = { keepalive: true };

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function answering(status: number, headers: Record<string, string> = {}) {
  return vi.fn<typeof fetch>(
    async () => new Response([204, 304].includes(status) ? null : 'body', { status, headers }),
  );
}

describe('fetchSender', () => {
  test('posts JSON, with cookies to its own origin only, and follows no redirect', async () => {
    const fetch = answering(200);
    await fetchSender({ url: '/v1/batch', fetch }).send(BODY, PLAIN);
    expect(fetch.mock.calls).toEqual([
      [
        '/v1/batch',
        {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: BODY,
          keepalive: false,
          credentials: 'same-origin',
          redirect: 'error',
          signal: expect.any(AbortSignal),
        },
      ],
    ]);
  });

  test.each([200, 201, 204])('%d is delivered', async (status) => {
    expect(await fetchSender({ url: '/', fetch: answering(status) }).send(BODY, PLAIN)).toEqual({ kind: 'delivered' });
  });

  test.each([
    ['{"success":true,"rejected":[{"index":0},{"index":2}]}', 2],
    ['{"success":true,"rejected":[]}', undefined],
    ['{"rejected":"all"}', undefined],
    ['null', undefined],
    ['ok', undefined],
  ])('an answer of %s tells of %s rejected events', async (body, rejected) => {
    const fetch = async () => new Response(body);
    const expected = rejected === undefined ? { kind: 'delivered' } : { kind: 'delivered', rejected };
    expect(await fetchSender({ url: '/', fetch }).send(BODY, PLAIN)).toEqual(expected);
  });

  test.each([400, 401, 403, 404, 413, 422, 451])('%d is refused', async (status) => {
    const outcome = await fetchSender({ url: '/', fetch: answering(status) }).send(BODY, PLAIN);
    expect(outcome).toEqual({ kind: 'refused', status });
  });

  test.each([304, 408, 425, 429, 500, 502, 503, 504])('%d has failed for now', async (status) => {
    expect(await fetchSender({ url: '/', fetch: answering(status) }).send(BODY, PLAIN)).toEqual({ kind: 'failed' });
  });

  test.each([
    ['7', 7000],
    ['0', undefined],
    ['Thu, 01 Jan 2026 00:01:00 GMT', 60_000],
    ['Wed, 31 Dec 2025 23:00:00 GMT', undefined],
    ['soon', undefined],
    ['-5', undefined],
    ['', undefined],
  ])('Retry-After "%s" asks for %s milliseconds', async (value, retryAfterMs) => {
    vi.useFakeTimers({ now: Date.UTC(2026, 0, 1), toFake: ['Date'] });
    const fetch = answering(503, { 'retry-after': value });
    const outcome = await fetchSender({ url: '/', fetch }).send(BODY, PLAIN);
    expect(outcome).toEqual(retryAfterMs === undefined ? { kind: 'failed' } : { kind: 'failed', retryAfterMs });
  });

  test('no network has failed for now', async () => {
    const fetch = () => Promise.reject(new TypeError('Failed to fetch'));
    expect(await fetchSender({ url: '/', fetch }).send(BODY, PLAIN)).toEqual({ kind: 'failed' });
  });

  test('a fetch that throws, or is missing, has failed for now', async () => {
    const fetch = () => {
      throw new TypeError('Illegal invocation');
    };
    expect(await fetchSender({ url: '/', fetch }).send(BODY, PLAIN)).toEqual({ kind: 'failed' });
    vi.stubGlobal('fetch', undefined);
    expect(await fetchSender({ url: '/' }).send(BODY, PLAIN)).toEqual({ kind: 'failed' });
  });

  test('the global fetch is read at every sending', async () => {
    const sender = fetchSender({ url: '/' });
    const later = answering(200);
    vi.stubGlobal('fetch', later);
    await sender.send(BODY, PLAIN);
    expect(later).toHaveBeenCalledTimes(1);
  });

  test('every response body is read', async () => {
    for (const status of [200, 400, 503]) {
      const response = new Response('body', { status });
      await fetchSender({ url: '/', fetch: async () => response }).send(BODY, PLAIN);
      expect(response.bodyUsed).toBe(true);
    }
  });

  test('a body that breaks off does not change what the status said', async () => {
    const broken = new ReadableStream({ start: (controller) => controller.error(new TypeError('reset')) });
    const fetch = async () => new Response(broken, { status: 200 });
    expect(await fetchSender({ url: '/', fetch }).send(BODY, PLAIN)).toEqual({ kind: 'delivered' });
  });

  test('a sending that takes too long has failed, also when only the body does', async () => {
    const server = createServer((request, response) => {
      // One answers nothing; the other begins to answer and never ends.
      if (request.url === '/slow-body') response.writeHead(503).write('x');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    for (const path of ['silent', 'slow-body']) {
      const sender = fetchSender({ url: `http://127.0.0.1:${port}/${path}`, timeoutMs: 50 });
      expect(await sender.send(BODY, PLAIN)).toEqual({ kind: 'failed' });
    }
    server.closeAllConnections();
    server.close();
  });
});

describe('the budget of 64 KiB for requests that outlive the page', () => {
  const half = 'x'.repeat(32_768);

  function waiting() {
    const answers: (() => void)[] = [];
    const asked: boolean[] = [];
    const fetch: typeof globalThis.fetch = (_, init) =>
      new Promise((resolve, reject) => {
        asked.push(init?.keepalive === true);
        const isLost = answers.length === 1;
        answers.push(() => (isLost ? reject(new TypeError('lost')) : resolve(new Response('ok'))));
      });
    return { answers, asked, sender: fetchSender({ url: '/', fetch }) };
  }

  test('is asked for only when the bytes under way fit, and is free again when they are answered', async () => {
    const { answers, asked, sender } = waiting();
    const first = [half, half, 'x'].map((body) => sender.send(body, KEEPALIVE));
    expect(asked).toEqual([true, true, false]);
    for (const answer of answers) answer();
    expect((await Promise.all(first)).map(({ kind }) => kind)).toEqual(['delivered', 'failed', 'delivered']);
    void sender.send(half + half, KEEPALIVE);
    void sender.send('x', KEEPALIVE);
    expect(asked.slice(3)).toEqual([true, false]);
  });

  test('counts bytes, not characters, and nothing of requests that end with the page', () => {
    const { asked, sender } = waiting();
    void sender.send(half + half, PLAIN);
    void sender.send('茶'.repeat(21_846), KEEPALIVE);
    void sender.send('茶'.repeat(21_845), KEEPALIVE);
    expect(asked).toEqual([false, false, true]);
  });
});
