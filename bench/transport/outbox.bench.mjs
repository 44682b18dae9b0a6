// @ts-check
// What `put` costs the page, beside the least that keeping an event can cost: serialising it and pushing the text.
// Each run puts a hundred events and empties the outbox, so that memory stays small.
import { memoryTextStore } from 'kindred/storage';
import { createOutbox } from 'kindred/transport';
import { bench, group, summary } from 'mitata';

const EVENTS = Array.from({ length: 100 }, (_, n) => ({
  type: /** @type {const} */ ('track'),
  event: 'Product Viewed',
  properties: { product_id: `oolong-${n}`, category: 'tea', name: 'Oolong', price: 12.5, currency: 'EUR' },
  messageId: `5c1f1b4e-0000-4000-8000-${String(n).padStart(12, '0')}`,
  anonymousId: '9b2d6a58-3f6e-4f0a-9d5c-2f1f7c0a4b11',
  timestamp: '2026-01-01T00:00:00.000Z',
}));

/** @param {import('kindred/storage').TextStore} [journal] */
function startedOutbox(journal) {
  const outbox = createOutbox({
    clock: { now: () => Date.now() },
    random: { next: () => Math.random(), bytes: (length) => new Uint8Array(length) },
    timers: { after: () => () => {} },
    sender: { name: 'none', send: async () => ({ kind: 'delivered' }) },
    report: (error) => {
      throw error;
    },
    ...(journal && { journal }),
  });
  outbox.start();
  return outbox;
}

/** @param {ReturnType<typeof startedOutbox>} outbox */
function putAll(outbox) {
  for (const event of EVENTS) outbox.put(event);
  outbox.clear();
}

group('put 100 events', () => {
  summary(() => {
    /** @type {string[]} */
    const texts = [];
    bench('floor: JSON.stringify and push', () => {
      for (const event of EVENTS) texts.push(JSON.stringify(event));
      texts.length = 0;
    }).baseline(true);

    const inMemory = startedOutbox();
    bench('outbox in memory', () => putAll(inMemory));

    const journaled = startedOutbox(memoryTextStore());
    bench('outbox with a journal in memory', () => putAll(journaled));
  });
});
