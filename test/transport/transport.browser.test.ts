import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { browserPlatform } from '../../src/platform/index.ts';
import { webStorage } from '../../src/storage/index.ts';
import { createOutbox, fetchSender, type Outbox } from '../../src/transport/index.ts';

const JOURNAL = 'transport-test:';

let stop = () => {};

beforeEach(() => localStorage.clear());

afterEach(() => {
  stop();
  stop = () => {};
  vi.restoreAllMocks();
  localStorage.clear();
});

function event(id: string, text = '') {
  return {
    type: 'track',
    event: 'Tested',
    messageId: id,
    timestamp: new Date().toISOString(),
    properties: { text },
  } as const;
}

function open(send: typeof fetch): Outbox {
  const { clock, random, timers, lifecycle, locks } = browserPlatform();
  const outbox = createOutbox({
    clock,
    random,
    timers,
    lifecycle,
    locks,
    journal: webStorage(() => localStorage, JOURNAL),
    sender: fetchSender({ url: '/v1/batch', fetch: send }),
    report: () => {},
  });
  stop = outbox.start();
  return outbox;
}

const never: typeof fetch = () => new Promise(() => {});

function hidePage(): void {
  vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
  document.dispatchEvent(new Event('visibilitychange'));
}

test('a page that hides sends what waits by keepalive, within the task', () => {
  const send = vi.fn(never);
  const outbox = open(send);
  outbox.put(event('m1'));
  hidePage();
  expect(send.mock.calls.map(([, init]) => init?.keepalive)).toEqual([true]);
  expect(JSON.parse(String(send.mock.calls[0]?.[1]?.body)).batch).toMatchObject([{ messageId: 'm1' }]);
});

test('Chromium takes the largest request of an outbox as keepalive', async () => {
  const init = vi.fn();
  // The real fetch, so that Chromium itself counts; the address answers with an error, which is an answer.
  const outbox = open((input, options) => {
    init(options?.keepalive, String(options?.body).length);
    return fetch(input, options);
  });
  for (let n = 0; n < 500; n++) outbox.put(event(`m${n}`, 'x'.repeat(100)));
  hidePage();
  const [keepalive, length] = init.mock.calls[0] ?? [];
  expect(keepalive).toBe(true);
  expect(length).toBeGreaterThan(55_000);
  // A request over the budget rejects and would be retried; this one is answered: 404 drops its events.
  await vi.waitFor(() => expect(outbox.dropped().refused).toBeGreaterThan(300));
});

test('a response that is read frees its part of the keepalive budget', async () => {
  const sender = fetchSender({ url: '/@vite/client' });
  const body = 'x'.repeat(60_000);
  for (let n = 0; n < 5; n++) {
    expect((await sender.send(body, { keepalive: true })).kind).not.toBe('failed');
  }
});

test('events of a tab that ended are adopted by Web Lock, a live tab keeps its own', async () => {
  const tabs = ['live', 'dead'].map((tab) => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    localStorage.setItem(`${JOURNAL}outbox/${tab}/0.${tab}`, JSON.stringify(event(tab)));
    const held = new Promise<void>((resolve) => {
      void frame.contentWindow?.navigator.locks.request(`kindred-outbox:${tab}`, () => {
        resolve();
        return new Promise(() => {});
      });
    });
    return { frame, held };
  });
  await Promise.all(tabs.map(({ held }) => held));
  tabs[1]?.frame.remove();
  await vi.waitFor(async () => {
    const { held = [] } = await navigator.locks.query();
    expect(held.map(({ name }) => name)).not.toContain('kindred-outbox:dead');
  });
  const send = vi.fn<typeof fetch>(async () => new Response('{}'));
  const outbox = open(send);
  await vi.waitFor(() => expect(outbox.size()).toBe(1));
  await outbox.flush();
  expect(send.mock.calls.map(([, init]) => JSON.parse(String(init?.body)).batch[0].messageId)).toEqual(['dead']);
  expect(Object.keys(localStorage)).toEqual([`${JOURNAL}outbox/live/0.live`]);
  tabs[0]?.frame.remove();
});

test('a full localStorage loses no event', async () => {
  for (let size = 2 ** 22, n = 0; size > 0; size >>= 1, n++) {
    try {
      localStorage.setItem(`filler-${n}`, 'x'.repeat(size));
    } catch {
      // The next, smaller one may fit.
    }
  }
  const send = vi.fn<typeof fetch>(async () => new Response('{}'));
  const outbox = open(send);
  for (let n = 0; n < 30; n++) outbox.put(event(`m${n}`));
  expect(outbox.dropped().unjournaled).toBe(30);
  await outbox.flush();
  expect(JSON.parse(String(send.mock.calls[0]?.[1]?.body)).batch).toHaveLength(30);
});
