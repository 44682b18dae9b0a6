import { describe, expect, test, vi } from 'vitest';
import { memoryTextStore, webStorage } from '../../src/storage/index.ts';
import { memoryPlatform } from '../../src/testing/index.ts';
import { createOutbox, fetchSender, type SendOutcome } from '../../src/transport/index.ts';
import { fakeStorage, forbiddenStorage } from '../storage/fake-storage.ts';
import { event, fakeSender, rig, settled } from './fakes.ts';

const FAILED: SendOutcome = { kind: 'failed' };

function putMany(outbox: { put(each: ReturnType<typeof event>): void }, count: number, from = 0): void {
  for (let n = from; n < from + count; n++) outbox.put(event(n));
}

describe('sending', () => {
  test('creating an outbox or a sender does nothing', async () => {
    const journal = { ...memoryTextStore(), keys: vi.fn(() => []) };
    const fetch = vi.fn();
    const { clock, lifecycle } = rig({ journal, sender: fetchSender({ url: '/v1/batch', fetch }) });
    clock.advance(60_000);
    lifecycle.hide();
    await settled();
    expect([journal.keys.mock.calls.length, fetch.mock.calls.length, clock.pending()]).toEqual([0, 0, 0]);
  });

  test('an event waits a second for others', async () => {
    const sender = fakeSender();
    const { outbox, clock } = rig({ sender });
    outbox.start();
    outbox.put(event(1));
    clock.advance(500);
    outbox.put(event(2));
    clock.advance(499);
    await settled();
    expect(sender.sent).toEqual([]);
    clock.advance(1);
    await settled();
    expect(sender.sent.map(({ ids }) => ids)).toEqual([['m1', 'm2']]);
    expect([outbox.size(), clock.pending()]).toEqual([0, 0]);
  });

  test('twenty waiting events are sent at the end of the task', async () => {
    const sender = fakeSender();
    const { outbox } = rig({ sender });
    outbox.start();
    putMany(outbox, 19);
    await settled();
    expect(sender.sent).toEqual([]);
    putMany(outbox, 6, 19);
    expect(sender.sent).toEqual([]);
    await settled();
    expect(sender.sent.map(({ ids }) => ids.length)).toEqual([25]);
  });

  test('a burst travels in few requests, none of which is over 64 KiB, in order', async () => {
    const sender = fakeSender();
    const { outbox } = rig({ sender });
    outbox.start();
    putMany(outbox, 1000);
    await outbox.flush();
    expect(sender.sent.length).toBeLessThan(5);
    for (const { body } of sender.sent) expect(new TextEncoder().encode(body).length).toBeLessThan(65_536);
    expect(sender.sent.flatMap(({ ids }) => ids)).toEqual(Array.from({ length: 1000 }, (_, n) => `m${n}`));
  });

  test('the size of a request is counted in bytes, not in characters', async () => {
    const sender = fakeSender();
    const { outbox } = rig({ sender });
    outbox.start();
    for (let n = 0; n < 10; n++) outbox.put(event(n, { properties: { name: '茶'.repeat(5_000) } }));
    await outbox.flush();
    expect(sender.sent.map(({ ids }) => ids.length)).toEqual([3, 3, 3, 1]);
  });

  test('the body is a batch with the time of sending and the shared context', async () => {
    const sender = fakeSender();
    const { outbox, clock } = rig({ sender, context: { locale: 'de', library: { name: 'kindred', version: '1' } } });
    outbox.start();
    outbox.put(event(1));
    clock.advance(1000);
    await settled();
    expect(JSON.parse(sender.sent[0]?.body ?? '')).toEqual({
      batch: [event(1)],
      sentAt: '2026-01-01T00:00:01.000Z',
      context: { locale: 'de', library: { name: 'kindred', version: '1' } },
    });
  });

  test('one sending is under way at a time, and a flush ends when each event had its attempt', async () => {
    const sender = fakeSender(() => undefined);
    const { outbox } = rig({ sender });
    outbox.start();
    outbox.put(event(1));
    const flushed = vi.fn();
    void outbox.flush().then(flushed);
    await settled();
    outbox.put(event(2));
    void outbox.flush();
    await settled();
    expect(sender.sent.map(({ ids }) => ids)).toEqual([['m1']]);
    sender.sent[0]?.answer({ kind: 'delivered' });
    await settled();
    expect(sender.sent.map(({ ids }) => ids)).toEqual([['m1'], ['m2']]);
    expect(flushed).not.toHaveBeenCalled();
    sender.sent[1]?.answer(FAILED);
    await settled();
    expect(flushed).toHaveBeenCalled();
    expect(outbox.size()).toBe(1);
  });

  test('an event put in the moment when a flush ends is not forgotten', async () => {
    const sender = fakeSender();
    const { outbox, clock } = rig({ sender });
    outbox.start();
    outbox.put(event(0));
    void outbox.flush();
    for (let n = 1; n < 12; n++) {
      await Promise.resolve();
      outbox.put(event(n));
    }
    clock.advance(1000);
    await settled();
    expect(outbox.size()).toBe(0);
    expect(new Set(sender.sent.flatMap(({ ids }) => ids)).size).toBe(12);
  });

  test('a sender that throws has failed', async () => {
    const send = vi.fn(() => {
      throw new TypeError('broken');
    });
    const { outbox, clock } = rig({ sender: { name: 'broken', send } });
    outbox.start();
    outbox.put(event(1));
    await outbox.flush();
    expect([outbox.size(), clock.pending(), send.mock.calls.length]).toEqual([1, 1, 1]);
  });
});

describe('retrying', () => {
  test('waits at random below a bound that doubles up to a minute, and never gives up', async () => {
    const sender = fakeSender(() => FAILED);
    const { outbox, clock } = rig({ sender });
    outbox.start();
    outbox.put(event(1));
    const delays: number[] = [];
    for (let n = 0; n < 60; n++) {
      const before = clock.now();
      while (sender.sent.length === n) {
        clock.advance(100);
        await settled();
      }
      delays.push(clock.now() - before);
    }
    const retries = delays.slice(1);
    for (const [n, delay] of retries.entries())
      expect(delay).toBeLessThanOrEqual(Math.min(60_000, 1000 * 2 ** n) + 100);
    expect(Math.max(...retries)).toBeGreaterThan(40_000);
    expect(Math.min(...retries.slice(10))).toBeLessThan(10_000);
    expect(outbox.size()).toBe(1);
  });

  test('waits as long as the collector asks, and more events do not hurry it', async () => {
    const sender = fakeSender(() => ({ kind: 'failed', retryAfterMs: 90_000 }));
    const { outbox, clock } = rig({ sender });
    outbox.start();
    putMany(outbox, 20);
    await settled();
    expect(sender.sent).toHaveLength(1);
    putMany(outbox, 40, 20);
    clock.advance(89_999);
    await settled();
    expect(sender.sent).toHaveLength(1);
    clock.advance(1);
    await settled();
    expect(sender.sent).toHaveLength(2);
  });

  test('a mistaken wish to wait for a year is cut to an hour', async () => {
    const sender = fakeSender(() => ({ kind: 'failed', retryAfterMs: 365 * 86_400_000 }));
    const { outbox, clock } = rig({ sender });
    outbox.start();
    outbox.put(event(1));
    await outbox.flush();
    clock.advance(3_600_000);
    await settled();
    expect(sender.sent).toHaveLength(2);
  });

  test('starts over with short waits after a success', async () => {
    let outcome: SendOutcome = FAILED;
    const sender = fakeSender(() => outcome);
    const { outbox, clock } = rig({ sender });
    outbox.start();
    outbox.put(event(1));
    for (let n = 0; n < 10; n++) await outbox.flush();
    outcome = { kind: 'delivered' };
    await outbox.flush();
    outcome = FAILED;
    outbox.put(event(2));
    await outbox.flush();
    const before = sender.sent.length;
    clock.advance(1000);
    await settled();
    expect(sender.sent.length).toBeGreaterThan(before);
  });
});

describe('refusals', () => {
  const refusing = (bad: readonly string[], status = 400) =>
    fakeSender(({ ids }) => (ids.some((id) => bad.includes(id)) ? { kind: 'refused', status } : { kind: 'delivered' }));

  test('only what the collector refuses for good is dropped, one event and not its batch', async () => {
    const sender = refusing(['m13']);
    const { outbox, reported } = rig({ sender, journal: memoryTextStore() });
    outbox.start();
    putMany(outbox, 20);
    await outbox.flush();
    const delivered = sender.sent.filter(({ ids }) => !ids.includes('m13')).flatMap(({ ids }) => ids);
    expect(delivered.sort()).toEqual(
      Array.from({ length: 20 }, (_, n) => `m${n}`)
        .filter((id) => id !== 'm13')
        .sort(),
    );
    expect(sender.sent.length).toBeLessThanOrEqual(1 + 2 * Math.ceil(Math.log2(20)));
    expect([outbox.size(), outbox.dropped().refused, reported.length]).toEqual([0, 1, 1]);
  });

  test('what every event hears, no event is asked alone: a wrong address drops the batch at once', async () => {
    for (const status of [401, 404, 405, 410]) {
      const sender = refusing(['m0'], status);
      const { outbox } = rig({ sender });
      outbox.start();
      putMany(outbox, 20);
      await outbox.flush();
      expect([sender.sent.length, outbox.size(), outbox.dropped().refused]).toEqual([1, 0, 20]);
    }
  });

  test.each([
    ['first', 2, 20],
    ['last', 5, 5],
  ])(
    'a failure at the %s part of a refused batch ends the attempt and keeps what has not arrived',
    async (_, at, kept) => {
      const sender = fakeSender(({ ids }) => {
        if (sender.sent.length === at) return FAILED;
        return ids.includes('m19') ? { kind: 'refused', status: 422 } : { kind: 'delivered' };
      });
      const { outbox, clock } = rig({ sender });
      outbox.start();
      putMany(outbox, 20);
      await outbox.flush();
      expect([sender.sent.length, outbox.size(), outbox.dropped().refused, clock.pending()]).toEqual([at, kept, 0, 1]);
      await outbox.flush();
      expect([outbox.size(), outbox.dropped().refused]).toEqual([0, 1]);
    },
  );
});

describe('hiding', () => {
  test('what waits is sent when the page hides, in a request that outlives it', async () => {
    const sender = fakeSender();
    const { outbox, lifecycle, clock } = rig({ sender });
    outbox.start();
    putMany(outbox, 3);
    lifecycle.hide();
    // At once: a page that is being left runs nothing later.
    expect(sender.sent.map(({ ids, keepalive }) => [ids.length, keepalive])).toEqual([[3, true]]);
    lifecycle.hide();
    await settled();
    expect([sender.sent.length, outbox.size(), clock.pending()]).toEqual([1, 0, 0]);
  });

  test('what does not fit in 64 KiB goes the ordinary way and stays in the journal until it arrived', async () => {
    const sender = fakeSender(({ keepalive }) => (keepalive ? { kind: 'delivered' } : undefined));
    const journal = memoryTextStore();
    const { outbox, lifecycle } = rig({ sender, journal });
    outbox.start();
    putMany(outbox, 1000);
    lifecycle.hide();
    await settled();
    const [first, second] = sender.sent;
    expect([first?.keepalive, second?.keepalive, sender.sent.length]).toEqual([true, false, 2]);
    expect(journal.keys()).toHaveLength(1000 - (first?.ids.length ?? 0));
  });

  test('what is under way in a request that ends with the page is sent again in one that does not', async () => {
    const sender = fakeSender(() => undefined);
    const { outbox, lifecycle } = rig({ sender });
    outbox.start();
    outbox.put(event(1));
    void outbox.flush();
    await settled();
    lifecycle.hide();
    lifecycle.hide();
    expect(sender.sent.map(({ ids, keepalive }) => [...ids, keepalive])).toEqual([
      ['m1', false],
      ['m1', true],
    ]);
    sender.sent[0]?.answer(FAILED);
    await settled();
    expect(outbox.size()).toBe(1);
    sender.sent[1]?.answer({ kind: 'delivered' });
    await settled();
    expect(outbox.size()).toBe(0);
  });

  test('hiding tries although a retry waits for its time', async () => {
    const sender = fakeSender(() => FAILED);
    const { outbox, lifecycle, clock } = rig({ sender });
    outbox.start();
    outbox.put(event(1));
    await outbox.flush();
    lifecycle.hide();
    await settled();
    expect(sender.sent.map(({ keepalive }) => keepalive)).toEqual([false, true]);
    expect(clock.pending()).toBe(1);
  });
});

describe('keeping', () => {
  test('an event is on disk when put returns', () => {
    const journal = memoryTextStore();
    const { outbox } = rig({ journal });
    outbox.put(event(1));
    expect(journal.keys().map((key) => JSON.parse(journal.get(key) ?? ''))).toEqual([event(1)]);
    expect(journal.keys()[0]).toMatch(/^outbox\/[^/]+\/[0-9a-z]+\.m1$/);
  });

  test('delivered events leave the journal, failed ones stay', async () => {
    const journal = memoryTextStore();
    let outcome: SendOutcome = FAILED;
    const { outbox } = rig({ journal, sender: fakeSender(() => outcome) });
    outbox.start();
    putMany(outbox, 3);
    await outbox.flush();
    expect(journal.keys()).toHaveLength(3);
    outcome = { kind: 'delivered' };
    await outbox.flush();
    expect(journal.keys()).toEqual([]);
  });

  test('events that a full journal does not take are counted, and the first is reported with its cause', () => {
    const area = fakeStorage(400);
    const { outbox, reported } = rig({ journal: webStorage(() => area, '') });
    putMany(outbox, 10);
    expect([outbox.dropped().unjournaled, area.length, outbox.size()]).toEqual([8, 2, 10]);
    expect(reported).toMatchObject([{ code: 'storage-full' }]);
  });

  test('a full or forbidden journal loses nothing that memory can hold', async () => {
    const broken = () => {
      throw new TypeError('no');
    };
    for (const journal of [
      webStorage(forbiddenStorage, ''),
      webStorage(() => fakeStorage(0), ''),
      { name: 'broken', get: broken, set: broken, delete: broken, keys: broken },
    ]) {
      const sender = fakeSender();
      const { outbox } = rig({ sender, journal });
      const stop = outbox.start();
      putMany(outbox, 50);
      await outbox.flush();
      outbox.clear();
      stop();
      expect(sender.sent.flatMap(({ ids }) => ids)).toHaveLength(50);
    }
  });

  test('memory is bounded: what comes when it is full is dropped and counted', async () => {
    const { outbox, reported } = rig({ maxWaitingChars: 1000, sender: fakeSender(() => FAILED) });
    outbox.start();
    putMany(outbox, 100);
    const kept = outbox.size();
    expect(kept).toBeGreaterThan(3);
    expect(kept).toBeLessThan(10);
    expect([outbox.dropped().overflow, reported.length]).toEqual([100 - kept, 1]);
    outbox.clear();
    putMany(outbox, 1);
    expect(outbox.size()).toBe(1);
  });

  test('events that have no JSON form or are too long are dropped and counted, and put never throws', () => {
    const { outbox } = rig();
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    outbox.put(event(1, { properties: circle }));
    outbox.put(event(2, { properties: { price: 1n } }));
    outbox.put(event(3, { properties: { text: 'x'.repeat(40_000) } }));
    outbox.put(event(4));
    // Within the limit in characters, over it in bytes.
    outbox.put(event(5, { properties: { text: '\u{1F375}'.repeat(12_000) } }));
    expect(outbox.dropped()).toEqual({
      corrupt: 0,
      overflow: 0,
      oversized: 2,
      refused: 0,
      unjournaled: 0,
      unserializable: 2,
    });
    expect(Object.isFrozen(outbox.dropped())).toBe(true);
    expect(outbox.dropped()).toBe(outbox.dropped());
    expect(outbox.size()).toBe(1);
  });

  test('what the collector rejects inside a batch that it took is counted and reported', async () => {
    const { outbox, reported } = rig({ sender: fakeSender(() => ({ kind: 'delivered', rejected: 2 })) });
    outbox.start();
    putMany(outbox, 5);
    await outbox.flush();
    expect([outbox.size(), outbox.dropped().refused, reported.length]).toEqual([0, 2, 1]);
  });

  test('reports carry no visitor data', async () => {
    const secret = 'anna@example.com';
    const { outbox, reported } = rig({ sender: fakeSender(() => ({ kind: 'refused', status: 400 })) });
    outbox.start();
    outbox.put(event(secret, { properties: { email: secret } }));
    outbox.put(event(secret, { properties: { email: secret, price: 1n } }));
    await outbox.flush();
    expect(reported).toHaveLength(2);
    for (const error of reported) expect(`${error} ${JSON.stringify(error)}`).not.toContain(secret);
  });
});

describe('forgetting', () => {
  test('clearing leaves nothing behind, and a sending under way brings nothing back', async () => {
    for (const outcome of [FAILED, { kind: 'delivered' }, { kind: 'refused', status: 400 }] satisfies SendOutcome[]) {
      const journal = memoryTextStore();
      journal.set('theirs', '1');
      const sender = fakeSender(() => undefined);
      const { outbox, clock } = rig({ journal, sender });
      outbox.start();
      putMany(outbox, 4);
      void outbox.flush();
      await settled();
      putMany(outbox, 4, 4);
      outbox.clear();
      expect([outbox.size(), journal.keys(), clock.pending()]).toEqual([0, ['theirs'], 0]);
      sender.sent[0]?.answer(outcome);
      await settled();
      expect([outbox.size(), journal.keys(), clock.pending()]).toEqual([0, ['theirs'], 0]);
      expect(sender.sent).toHaveLength(1);
      expect(outbox.dropped().refused).toBe(0);
    }
  });

  test('an outbox that was cleared takes and sends events again', async () => {
    const sender = fakeSender();
    const { outbox, clock } = rig({ sender, journal: memoryTextStore() });
    outbox.start();
    outbox.put(event(1));
    outbox.clear();
    outbox.put(event(2));
    clock.advance(1000);
    await settled();
    expect(sender.sent.map(({ ids }) => ids)).toEqual([['m2']]);
  });

  test('clearing while the events of another tab are being adopted brings none back', async () => {
    const journal = memoryTextStore();
    rig({ journal }).outbox.put(event(1));
    const { outbox, locks } = rig({ journal, seed: 2 });
    const release = await locks.tryHold('any');
    release?.();
    outbox.start();
    outbox.clear();
    await settled();
    expect([outbox.size(), journal.keys()]).toEqual([0, []]);
  });
});

describe('starting and stopping', () => {
  test('stopping leaves no timer, listener or lock, and keeps what waits', async () => {
    const journal = memoryTextStore();
    const { clock, random, timers, lifecycle, locks } = memoryPlatform();
    const sender = fakeSender();
    const outbox = createOutbox({ clock, random, timers, lifecycle, locks, journal, sender, report: () => {} });
    const stop = outbox.start();
    outbox.put(event(1));
    await settled();
    stop();
    stop();
    await settled();
    lifecycle.hide();
    clock.advance(60_000);
    await outbox.flush();
    expect([sender.sent, clock.pending(), journal.keys().length, outbox.size()]).toEqual([[], 0, 1, 1]);
    const tab = journal.keys()[0]?.split('/')[1];
    expect(await locks.tryHold(`kindred-outbox:${tab}`)).toBeDefined();
  });

  test('starting twice starts once, and what waited is sent after a new start', async () => {
    const sender = fakeSender();
    const { outbox, clock } = rig({ sender });
    outbox.put(event(1));
    const stop = outbox.start();
    expect(outbox.start()).toBe(stop);
    stop();
    outbox.start();
    clock.advance(1000);
    await settled();
    expect(sender.sent.map(({ ids }) => ids)).toEqual([['m1']]);
  });

  test('stopping between two requests sends no second one', async () => {
    const sender = fakeSender(() => undefined);
    const { outbox } = rig({ sender });
    const stop = outbox.start();
    putMany(outbox, 1000);
    void outbox.flush();
    await settled();
    stop();
    sender.sent[0]?.answer({ kind: 'delivered' });
    await settled();
    expect(sender.sent).toHaveLength(1);
    expect(outbox.size()).toBeGreaterThan(0);
  });
});
