import { describe, expect, test } from 'vitest';
import type { EventStore } from '../../src/events/index.ts';
import { createRetention, memoryEventStore, type Report } from '../../src/server/index.ts';
import { fakeTime } from '../../src/testing/index.ts';
import { NOW, storedEvent } from './samples.ts';

const HOUR_MS = 3_600_000;

const until = (n: number, time: number) => storedEvent(n, { context: { kindred: { until: time } } });

/** Lets what was begun come to its end. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

async function setUp(options: { readonly store?: EventStore } = {}) {
  const clock = fakeTime(NOW);
  const store = options.store ?? memoryEventStore();
  const reports: Report[] = [];
  const retention = createRetention({ store, clock, timers: clock.timers, onReport: (report) => reports.push(report) });
  return { clock, store, reports, retention };
}

describe('retention', () => {
  test('events are erased once their time is over, and no sooner', async () => {
    const { clock, store, retention } = await setUp();
    await store.append([until(1, NOW), until(2, NOW + HOUR_MS), until(3, NOW + HOUR_MS + 1), storedEvent(4)]);
    const stop = retention.start();
    await settle();
    expect(await store.count()).toBe(3);
    clock.advance(HOUR_MS);
    await settle();
    expect(await store.count()).toBe(2);
    clock.advance(HOUR_MS);
    await settle();
    expect(await store.count()).toBe(1);
    stop();
  });

  test('one pass tells how many were erased', async () => {
    const { store, retention } = await setUp();
    await store.append([until(1, NOW), until(2, NOW + 1)]);
    expect(await retention.pass()).toBe(1);
    expect(await retention.pass()).toBe(0);
  });

  test('nothing goes on after stop, and both may be called twice', async () => {
    const { clock, retention } = await setUp();
    const [stop, again] = [retention.start(), retention.start()];
    await settle();
    expect(clock.pending()).toBe(1);
    stop();
    again();
    expect(clock.pending()).toBe(0);
    retention.start()();
    await settle();
    expect(clock.pending()).toBe(0);
  });

  test('a store that fails is reported, and the next pass tries again', async () => {
    const store = memoryEventStore();
    let calls = 0;
    const failing: EventStore = {
      ...store,
      eraseExpired: (now) => (++calls === 1 ? Promise.reject(new Error('disk')) : store.eraseExpired(now)),
    };
    const { clock, reports, retention } = await setUp({ store: failing });
    await store.append([until(1, NOW)]);
    const stop = retention.start();
    await settle();
    expect(reports).toMatchObject([{ kind: 'store-failed' }]);
    clock.advance(HOUR_MS);
    await settle();
    expect(await store.count()).toBe(0);
    stop();
  });

  test('options are checked at once', () => {
    const store = memoryEventStore();
    expect(() => createRetention({ store, everyMs: 10 })).toThrowError(expect.objectContaining({ at: 'everyMs' }));
    const { eraseExpired: _, ...other } = store;
    const old: EventStore = JSON.parse(JSON.stringify(other));
    expect(() => createRetention({ store: old })).toThrowError(expect.objectContaining({ at: 'store' }));
  });
});
