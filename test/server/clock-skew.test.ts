import { expect, test } from 'vitest';
import { createCollector, memoryEventStore } from '../../src/server/index.ts';

async function stored(event: Readonly<Record<string, unknown>>) {
  const store = memoryEventStore();
  const now = Date.parse('2026-11-01T12:00:00.000Z');
  const collect = createCollector({ store, clock: { now: () => now } });
  const body = JSON.stringify({ batch: [event], sentAt: '2026-11-01T11:59:00.000Z' });
  const headers = { 'content-type': 'application/json' };
  const { status } = await collect(new Request('https://shop.example/v1/batch', { method: 'POST', headers, body }));
  expect(status).toBe(200);
  for await (const one of store.read()) return one;
  return undefined;
}

const view = { type: 'track', event: 'Product Viewed', messageId: 'm1' };

test('a time that was cut to the hour stays as it is: correcting it would tell how wrong the clock is', async () => {
  const cut = { ...view, timestamp: '2026-11-01T10:00:00.000Z', context: { kindred: { degree: 'anonymous' } } };
  const event = await stored(cut);
  expect(event?.timestamp).toBe('2026-11-01T10:00:00.000Z');
  expect(event).not.toHaveProperty('originalTimestamp');
});

test('an exact time is corrected by the error of the clock', async () => {
  const exact = { ...view, anonymousId: 'a1', timestamp: '2026-11-01T10:20:00.000Z' };
  expect(await stored(exact)).toMatchObject({
    timestamp: '2026-11-01T10:21:00.000Z',
    originalTimestamp: '2026-11-01T10:20:00.000Z',
  });
});
