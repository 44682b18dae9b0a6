import { createServer, type Server } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { sendAll } from '../../examples/shop/simulator/send.js';
import { createCollector, memoryEventStore, toNodeHandler } from '../../src/server/index.ts';

let server: Server;

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

/** A collector that cuts the first connections: before the body is read, or after its events are stored. */
async function cuttingCollector(cuts: readonly ('before' | 'after')[]) {
  const store = memoryEventStore();
  const handle = toNodeHandler(createCollector({ store }));
  const left = [...cuts];
  server = createServer((request, response) => {
    const cut = left.shift();
    if (cut === 'before') request.socket.destroy();
    else if (cut === undefined) handle(request, response);
    else {
      response.end = () => response.destroy();
      handle(request, response);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return { store, url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}` };
}

const event = (messageId: string) =>
  ({
    type: 'track',
    event: 'Product Viewed',
    messageId,
    timestamp: '2026-11-01T10:00:00.000Z',
    anonymousId: 'a1',
  }) as const;

test('a history whose connections break is stored whole and once', async () => {
  const { store, url } = await cuttingCollector(['before', 'after', 'before']);
  const { rejected } = await sendAll(url, [[event('m1'), event('m2')], [event('m3')]], () => undefined);
  expect(rejected).toBe(0);
  expect(await store.count()).toBe(3);
});

test('a collector that is not there is told with its address', async () => {
  const { url } = await cuttingCollector(['before', 'before', 'before', 'before', 'before']);
  await expect(sendAll(url, [[event('m1')]], () => undefined)).rejects.toThrow(
    `The collector at ${url}/v1/batch cannot be reached.`,
  );
});
