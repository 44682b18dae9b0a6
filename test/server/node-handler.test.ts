import { once } from 'node:events';
import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type RequestOptions,
  type Server,
} from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createCollector, memoryEventStore, type NodeHandlerOptions, toNodeHandler } from '../../src/server/index.ts';
import { trackEvent } from './samples.ts';

type Handle = (request: Request) => Response | Promise<Response>;

let server: Server | undefined;

afterEach(async () => {
  server?.closeAllConnections();
  if (server !== undefined) await new Promise((resolve) => server?.close(resolve));
  server = undefined;
});

async function serve(handle: Handle, options?: NodeHandlerOptions): Promise<{ url: string; port: number }> {
  server = createServer(toNodeHandler(handle, options)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port');
  const { port } = address;
  return { url: `http://127.0.0.1:${port}`, port };
}

/** What came over the wire for a request written by hand. */
async function raw(port: number, text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(text);
  let answer = '';
  for await (const chunk of socket) answer += chunk;
  return answer;
}

function ask(port: number, options: RequestOptions): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    httpRequest({ host: '127.0.0.1', port, ...options }, resolve)
      .on('error', reject)
      .end();
  });
}

describe('what a handler is given', () => {
  const echo: Handle = async (request) =>
    Response.json({
      url: request.url,
      method: request.method,
      headers: [...request.headers],
      body: await request.text(),
    });

  test('method, address, headers and body arrive as they were sent', async () => {
    const { url } = await serve(echo);
    const response = await fetch(`${url}/a%20b/v1?q=%C3%BC&q=2`, {
      method: 'POST',
      body: 'Größe 🫖',
      headers: { 'x-one': '1' },
    });
    const seen = await response.json();
    expect(seen).toMatchObject({ url: `${url}/a%20b/v1?q=%C3%BC&q=2`, method: 'POST', body: 'Größe 🫖' });
    expect(seen.headers).toContainEqual(['x-one', '1']);
  });

  test('a path that begins with two slashes stays a path', async () => {
    const { port } = await serve(echo);
    const answer = await raw(port, 'GET //evil.example/x HTTP/1.1\r\nHost: shop.example\r\nConnection: close\r\n\r\n');
    expect(answer).toContain('"http://shop.example//evil.example/x"');
  });

  test('of an absolute request target only the path counts', async () => {
    const { port } = await serve(echo);
    const answer = await raw(
      port,
      'GET http://evil.example/x?y HTTP/1.1\r\nHost: shop.example\r\nConnection: close\r\n\r\n',
    );
    expect(answer).toContain('"http://shop.example/x?y"');
  });

  test('a malformed host is 400 and does not reach the handler', async () => {
    const { port } = await serve(echo);
    for (const host of ['a/v1/batch?', 'user@host', 'a b', 'x:99999']) {
      const answer = await raw(port, `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
      expect(answer).toMatch(/^HTTP\/1.1 400 /);
    }
  });

  test('a method that the standard forbids is 400', async () => {
    const { port } = await serve(echo);
    expect(await raw(port, 'TRACE / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')).toMatch(/^HTTP\/1.1 400 /);
  });

  test('a proxy is believed only when it is trusted', async () => {
    const headers = { 'x-forwarded-proto': 'https, http', 'x-forwarded-host': 'shop.example' };
    const plain = await serve(echo);
    expect((await (await fetch(`${plain.url}/x`, { headers })).json()).url).toBe(`${plain.url}/x`);
    server?.close();
    const trusting = await serve(echo, { trustProxy: true });
    expect((await (await fetch(`${trusting.url}/x`, { headers })).json()).url).toBe('https://shop.example/x');
    const forged = { 'x-forwarded-proto': 'javascript', 'x-forwarded-host': 'a/b' };
    expect((await fetch(`${trusting.url}/x`, { headers: forged })).status).toBe(400);
  });
});

describe('what a client is answered', () => {
  test('status, headers and several cookies arrive', async () => {
    const { url } = await serve(() => {
      const response = new Response('body', { status: 201, headers: { 'x-answer': 'yes' } });
      response.headers.append('set-cookie', 'a=1');
      response.headers.append('set-cookie', 'b=2');
      return response;
    });
    const response = await fetch(url);
    expect(response.status).toBe(201);
    expect(response.headers.get('x-answer')).toBe('yes');
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(await response.text()).toBe('body');
  });

  test('HEAD gets the head without the body', async () => {
    const { url } = await serve(() => new Response('body', { headers: { 'content-length': '4' } }));
    const response = await fetch(url, { method: 'HEAD' });
    expect(response.headers.get('content-length')).toBe('4');
    expect(await response.text()).toBe('');
  });

  test('an answer streams: its first part arrives before the last is made', async () => {
    let finish = () => {};
    const { url } = await serve(
      () =>
        new Response(
          new ReadableStream({
            start(controller) {
              controller.enqueue(new TextEncoder().encode('first'));
              finish = () => {
                controller.enqueue(new TextEncoder().encode('last'));
                controller.close();
              };
            },
          }),
        ),
    );
    const reader = (await fetch(url)).body?.getReader();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('first');
    finish();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('last');
  });

  test('an answer waits for a slow client instead of filling the memory', async () => {
    let made = 0;
    const { port } = await serve(
      () =>
        new Response(
          new ReadableStream({
            pull(controller) {
              made += 1;
              controller.enqueue(new Uint8Array(1_000_000));
              if (made === 100) controller.close();
            },
          }),
        ),
    );
    const response = await ask(port, { path: '/' });
    // Not reading: what is made must stop where the buffers of the connection end.
    await stable(() => made);
    expect(made).toBeLessThan(30);
    let size = 0;
    for await (const chunk of response) size += chunk.length;
    expect(size).toBe(100_000_000);
  });

  test('a handler that fails is 500, and the client learns only that it did', async () => {
    for (const handle of [
      () => Promise.reject(new Error('secret')),
      () => {
        throw new Error('secret');
      },
    ]) {
      const { url } = await serve(handle);
      const response = await fetch(url);
      expect(response.status).toBe(500);
      expect(await response.json()).toEqual({
        error: { code: 'internal-error', message: expect.not.stringContaining('secret') },
      });
      server?.close();
    }
  });

  test('an answer that fails half-way is cut off, so that nobody takes it for whole', async () => {
    let fail = () => {};
    const { url } = await serve((request) => {
      if (request.url.endsWith('/whole')) return new Response('whole');
      const body = new ReadableStream({
        start(controller) {
          controller.enqueue(new Uint8Array(10));
          fail = () => controller.error(new Error('half-way'));
        },
      });
      return new Response(body);
    });
    const response = await fetch(url);
    fail();
    await expect(response.text()).rejects.toThrow();
    expect((await fetch(`${url}/whole`)).status).toBe(200);
  });
});

describe('clients that go away', () => {
  test("the request's signal aborts, and the body that was streaming is cancelled", async () => {
    let isCancelled = false;
    let signal: AbortSignal | undefined;
    const { port } = await serve((request) => {
      signal = request.signal;
      return new Response(
        new ReadableStream({
          pull: (controller) => controller.enqueue(new Uint8Array(100_000)),
          cancel: () => {
            isCancelled = true;
          },
        }),
      );
    });
    const response = await ask(port, { path: '/' });
    response.destroy();
    await until(() => isCancelled && signal?.aborted === true);
  });

  test('an upload that breaks off stores nothing, and the server goes on', async () => {
    const store = memoryEventStore();
    const statuses: number[] = [];
    const collect = createCollector({ store });
    let isCalled = false;
    const { port, url } = await serve(async (request) => {
      isCalled = true;
      const response = await collect(request);
      statuses.push(response.status);
      return response;
    });
    const body = JSON.stringify({ batch: [trackEvent(1)] });
    const socket = connect(port, '127.0.0.1');
    socket.write(
      `POST /v1/batch HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, -5)}`,
    );
    await until(() => isCalled);
    socket.destroy();
    await until(() => statuses.length === 1);
    expect(statuses).toEqual([400]);
    expect(await store.count()).toBe(0);
    const answer = await fetch(`${url}/v1/batch`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    });
    expect(answer.status).toBe(200);
  });

  test('a slow upload is taken while others are served', async () => {
    const store = memoryEventStore();
    const { port, url } = await serve(createCollector({ store }));
    const body = JSON.stringify({ batch: [trackEvent(1)] });
    const socket = connect(port, '127.0.0.1');
    socket.write(
      `POST /v1/batch HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nContent-Length: ${body.length}\r\n\r\n`,
    );
    for (const [n, letter] of [...body].entries()) {
      socket.write(letter);
      if (n % 40 === 0) expect((await fetch(`${url}/nothing`)).status).toBe(404);
    }
    const [answer] = await once(socket, 'data');
    expect(String(answer)).toMatch(/^HTTP\/1.1 200 /);
    socket.destroy();
    expect(await store.count()).toBe(1);
  });
});

describe('large uploads', () => {
  test('a 20 MB body is 413 without being read to its end, whether its length is announced or not', async () => {
    const { port, url } = await serve(createCollector({ store: memoryEventStore() }));
    const received = () => readBytes;
    let readBytes = 0;
    server?.on('connection', (socket) => socket.on('close', () => (readBytes += socket.bytesRead)));
    const body = Buffer.alloc(20_000_000, 0x20);
    const announced = await fetch(`${url}/v1/batch`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    });
    expect(announced.status).toBe(413);
    expect((await announced.json()).error.code).toBe('body-too-large');

    const chunked = await new Promise<IncomingMessage>((resolve, reject) => {
      const upload = httpRequest(
        { host: '127.0.0.1', port, path: '/v1/batch', method: 'POST', headers: { 'content-type': 'application/json' } },
        resolve,
      );
      // The connection is cut after the answer; by then it is here.
      upload.on('error', reject);
      upload.end(body);
    });
    expect(chunked.statusCode).toBe(413);
    chunked.resume();
    await until(() => received() > 0);
    server?.closeAllConnections();
    await stable(received);
    expect(received()).toBeLessThan(3_000_000);
  });

  test('a body that a handler does not read does not hold up the answer', async () => {
    const { url } = await serve(() => new Response('no', { status: 404, headers: { 'content-length': '2' } }));
    const response = await fetch(url, { method: 'POST', body: Buffer.alloc(5_000_000) });
    expect(response.status).toBe(404);
    expect(await response.text()).toBe('no');
  });

  test('a refused upload is not cut off before the client could read why', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { port, url } = await serve(createCollector({ store: memoryEventStore() }));
    const [connection]: Socket[] = await Promise.all([
      new Promise<Socket>((resolve) => server?.once('connection', resolve)),
      send(
        port,
        'POST /v1/batch HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nContent-Length: 20000000\r\n\r\nabc',
      ),
    ]);
    // Once around, so that a connection which was to be cut at once would be.
    expect((await fetch(`${url}/nothing`)).status).toBe(404);
    expect(connection?.destroyed).toBe(false);
    vi.advanceTimersByTime(1_000);
    vi.useRealTimers();
    await until(() => connection?.destroyed === true);
  });

  test('a large body that is wanted arrives whole, no faster than it is read', async () => {
    let readOn = () => {};
    let isWaiting = false;
    let connection: Socket | undefined;
    const { url } = await serve(async (request) => {
      let size = 0;
      for await (const chunk of request.body ?? []) {
        if (size === 0) {
          isWaiting = true;
          await new Promise<void>((resolve) => {
            readOn = resolve;
          });
        }
        size += chunk.byteLength;
      }
      return new Response(String(size));
    });
    server?.on('connection', (socket) => {
      connection = socket;
    });
    const response = fetch(url, { method: 'POST', body: Buffer.alloc(50_000_000) });
    await until(() => isWaiting);
    await stable(() => connection?.bytesRead ?? 0);
    expect(connection?.bytesRead).toBeLessThan(2_000_000);
    readOn();
    expect(await (await response).text()).toBe('50000000');
  });
});

/** Writes to a new connection; resolves when the first part of the answer is here. */
async function send(port: number, text: string): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.write(text);
  await once(socket, 'data');
  return socket;
}

async function until(holds: () => boolean): Promise<void> {
  await expect.poll(holds, { timeout: 5_000, interval: 5 }).toBe(true);
}

/** Waits until a number has stopped growing. */
async function stable(read: () => number): Promise<void> {
  let last = -1;
  await expect
    .poll(
      () => {
        const isSame = read() === last;
        last = read();
        return isSame;
      },
      { timeout: 5_000, interval: 100 },
    )
    .toBe(true);
}
