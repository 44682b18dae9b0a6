import { describe, expect, test } from 'vitest';
import type { KindredEvent } from '../../src/events/index.ts';
import { memoryTextStore } from '../../src/storage/index.ts';
import { memoryPlatform } from '../../src/testing/index.ts';
import { createIdentity, createTracker } from '../../src/tracking/index.ts';

function setUp(sink?: (event: KindredEvent) => void) {
  const platform = memoryPlatform();
  const events: KindredEvent[] = [];
  const cookies = { get: () => undefined, set: () => {}, remove: () => {}, names: () => [] };
  const identity = createIdentity({ ...platform, cookies, store: memoryTextStore(), userStore: memoryTextStore() });
  const page = () => ({ path: '/tea', title: 'Tea' });
  const tracker = createTracker({ ...platform, identity, page, sink: sink ?? ((event) => events.push(event)) });
  return { tracker, events, platform, identity };
}

describe('an event', () => {
  test('carries what happened, who and where', () => {
    const { tracker, events, identity } = setUp();
    tracker.track('Product Viewed', { product_id: 'oolong-1', category: 'tea', price: 12 });
    expect(events).toEqual([
      {
        type: 'track',
        event: 'Product Viewed',
        properties: { product_id: 'oolong-1', category: 'tea', price: 12 },
        messageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        anonymousId: identity.anonymousId(),
        context: { page: { path: '/tea', title: 'Tea' }, kindred: { session: identity.session() } },
        timestamp: '2026-01-01T00:00:00.000Z',
      },
    ]);
  });

  test('every event has an id of its own and the time at which it happened', () => {
    const { tracker, events, platform } = setUp();
    tracker.page('Home');
    platform.clock.advance(1500);
    tracker.page('Home');
    expect(new Set(events.map(({ messageId }) => messageId)).size).toBe(2);
    expect(events.map(({ timestamp }) => timestamp)).toEqual(['2026-01-01T00:00:00.000Z', '2026-01-01T00:00:01.500Z']);
  });

  test('after identify each event carries the user id', () => {
    const { tracker, events } = setUp();
    tracker.identify('u42', { plan: 'gold' });
    tracker.track('Cart Viewed');
    expect(events[0]).toMatchObject({ type: 'identify', userId: 'u42', traits: { plan: 'gold' } });
    expect(events[1]).toMatchObject({ type: 'track', userId: 'u42' });
  });

  test('after a reset nothing joins the next event to the last', () => {
    const { tracker, events } = setUp();
    tracker.identify('u42');
    tracker.reset();
    tracker.track('Cart Viewed');
    const [before, after] = events;
    expect(after?.userId).toBeUndefined();
    expect(after?.anonymousId).not.toBe(before?.anonymousId);
    expect(after?.context?.kindred?.session).not.toBe(before?.context?.kindred?.session);
  });
});

describe('tracking never throws into the page', () => {
  // What untyped callers pass.
  const hostile: readonly [string, (call: Record<string, (...values: unknown[]) => void>) => void][] = [
    ['no name', (t) => t.track?.()],
    ['an empty name', (t) => t.track?.('')],
    ['a number for a name', (t) => t.track?.(7)],
    ['an array of properties', (t) => t.track?.('Cart Viewed', [1])],
    ['null properties', (t) => t.track?.('Cart Viewed', null)],
    ['a page name that is an object', (t) => t.page?.({})],
    ['no user id', (t) => t.identify?.()],
    ['traits that are text', (t) => t.identify?.('u1', 'gold')],
  ];
  test.each(hostile)('%s is reported and left out', (_what, call) => {
    const { tracker, events, platform } = setUp();
    call({ ...tracker } as never);
    expect(events).toEqual([]);
    expect(platform.reports).toHaveLength(1);
  });

  test('tracking never throws into the page', () => {
    const { tracker, platform } = setUp(() => {
      throw new Error('sink');
    });
    tracker.track('Cart Viewed');
    expect(platform.reports.map(({ level }) => level)).toEqual(['error']);
  });
});
