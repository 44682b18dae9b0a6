import { expect, test } from 'vitest';
import { memoryTextStore } from '../../src/storage/index.ts';
import { memoryPlatform } from '../../src/testing/index.ts';
import { createOutbox } from '../../src/transport/index.ts';

test('sends twenty events at once', async () => {
  const platform = memoryPlatform();
  const bodies: string[] = [];
  const journal = memoryTextStore();
  const outbox = createOutbox({
    ...platform,
    journal,
    report: () => {},
    sender: {
      name: 'fake',
      send: async (body) => {
        bodies.push(body);
        return { kind: 'delivered' };
      },
    },
  });
  const stop = outbox.start();
  for (let i = 0; i < 20; i++)
    outbox.put({ type: 'track', event: 'a', messageId: `m${i}`, timestamp: '2026-01-01T00:00:00.000Z' });
  expect(journal.keys().length).toBe(20);
  await outbox.flush();
  expect(bodies).toHaveLength(1);
  expect(journal.keys().length).toBe(0);
  stop();
  expect(platform.clock.pending()).toBe(0);
});
