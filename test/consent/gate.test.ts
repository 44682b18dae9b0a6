import { describe, expect, test } from 'vitest';
import { createConsent, createGate, createOutgoing, STANDARD_PURPOSES } from '../../src/consent/index.ts';
import type { CookieJar, KeyValueStore } from '../../src/core/index.ts';
import type { KindredEvent } from '../../src/events/index.ts';
import { memoryStore, memoryTextStore } from '../../src/storage/index.ts';
import { memoryPlatform } from '../../src/testing/index.ts';

const STORE = [{ purpose: 'storage' }] as const;
const SEND = [{ purpose: 'analytics', degree: 'pseudonymous' }] as const;

function setUp() {
  const platform = memoryPlatform();
  const consent = createConsent({ source: 'shop.example', purposes: STANDARD_PURPOSES, ...platform });
  const gate = createGate({ consent, ...platform });
  return { consent, gate, platform };
}

function memoryJar(): CookieJar {
  const cookies = new Map<string, string>();
  return {
    get: (name) => cookies.get(name),
    set: (name, value) => void cookies.set(name, value),
    remove: (name) => void cookies.delete(name),
    names: () => [...cookies.keys()],
  };
}

let serial = 0;
function event(own: Partial<KindredEvent> = {}): KindredEvent {
  serial += 1;
  return {
    type: 'track',
    event: 'Product Viewed',
    messageId: `m${serial}`,
    anonymousId: 'a1',
    userId: 'u1',
    context: { traits: { email: 'ann@example.org' }, page: { path: '/' } },
    timestamp: '2026-01-01T00:00:00.000Z',
    ...own,
  };
}

describe('between a choice and its record', () => {
  async function setUpUnrecorded() {
    const { acts, ...bare } = memoryPlatform();
    const site = { source: 'shop.example', purposes: STANDARD_PURPOSES, store: memoryTextStore() };
    const before = createConsent({ ...bare, ...site, acts });
    before.start();
    before.grant('*');
    const consent = createConsent({ ...bare, ...site });
    consent.start();
    const gate = createGate({ consent, ...bare });
    const kept = memoryStore();
    await kept.set('k', 1);
    gate.store(STORE, kept);
    const sent: KindredEvent[] = [];
    const events = gate.events(SEND, (one) => sent.push(one));
    gate.start();
    return { consent, gate, kept, sent, events };
  }

  test('events wait and nothing is erased; then they leave where they may', async () => {
    const { consent, gate, kept, sent, events } = await setUpUnrecorded();
    const recorded = consent.grant('analytics', { degree: 'identified' });
    void consent.grant('storage', { scope: { storage: 'device' } });
    events.put(event());
    expect(gate.answer(SEND)).toBe('unrecorded');
    expect([sent.length, events.waiting()]).toEqual([0, 1]);
    await recorded;
    await gate.settled();
    expect([sent.length, events.waiting()]).toEqual([1, 0]);
    expect(await kept.get('k')).toBe(1);
  });

  test('what was taken back is erased once it is recorded, and what waited is dropped', async () => {
    const { consent, gate, kept, sent, events } = await setUpUnrecorded();
    const recorded = consent.withdraw('*');
    events.put(event());
    await recorded;
    await gate.settled();
    expect([sent.length, events.waiting()]).toEqual([0, 0]);
    expect(await kept.keys()).toEqual([]);
  });
});

describe('a store behind the gate', () => {
  test('reads and writes nothing without permission', async () => {
    const { gate } = setUp();
    const bare = memoryStore();
    const store = gate.store(STORE, bare);
    gate.start();
    await store.set('k', 1);
    await store.update('k', () => 2);
    expect(await bare.keys()).toEqual([]);
    await bare.set('k', 'secret');
    expect(await store.get('k')).toBeUndefined();
    expect(await store.keys()).toEqual([]);
  });

  test('is cleared when permission is withdrawn', async () => {
    const { consent, gate } = setUp();
    const bare = memoryStore();
    const store = gate.store(STORE, bare);
    gate.start();
    consent.grant('storage');
    await store.set('k', 1);
    expect(await bare.get('k')).toBe(1);
    consent.withdraw('storage');
    await store.delete('after the clearing');
    expect(await bare.keys()).toEqual([]);
  });

  test('what lies there without permission is erased at the start', async () => {
    const { gate } = setUp();
    const bare = memoryStore();
    await bare.set('k', 'left over');
    const store = gate.store(STORE, bare);
    gate.start();
    await store.delete('after the clearing');
    expect(await bare.keys()).toEqual([]);
  });

  test('a write that was under way when permission ended leaves nothing behind', async () => {
    const { consent, gate } = setUp();
    const memory = memoryStore();
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const slow: KeyValueStore = {
      ...memory,
      set: async (key, value) => {
        await held;
        await memory.set(key, value);
      },
    };
    const store = gate.store(STORE, slow);
    gate.start();
    consent.grant('storage');
    const first = store.set('k', 1);
    const second = store.set('l', 2);
    consent.withdraw('storage');
    letGo();
    await Promise.all([first, second, store.delete('after the clearing')]);
    expect(await memory.keys()).toEqual([]);
  });

  test('a failed operation does not stop those after it', async () => {
    const { consent, gate } = setUp();
    const memory = memoryStore();
    const store = gate.store(STORE, {
      ...memory,
      set: (key, value) => (key === 'bad' ? Promise.reject(new Error('full')) : memory.set(key, value)),
    });
    gate.start();
    consent.grant('storage');
    await expect(store.set('bad', 1)).rejects.toThrow('full');
    await store.set('good', 1);
    expect(await store.get('good')).toBe(1);
  });
});

describe('text and cookies behind the gate', () => {
  test('a text store follows the permission', () => {
    const { consent, gate } = setUp();
    const bare = memoryTextStore();
    const store = gate.text(STORE, bare);
    gate.start();
    store.set('k', '1');
    expect(bare.keys()).toEqual([]);
    consent.grant('storage');
    store.set('k', '1');
    expect(store.get('k')).toBe('1');
    consent.withdraw('storage');
    expect(bare.keys()).toEqual([]);
    expect(store.get('k')).toBeUndefined();
  });

  test('only the named cookies are given out, and they go with the permission', () => {
    const { consent, gate } = setUp();
    const bare = memoryJar();
    bare.set('session_of_the_site', 's', { maxAgeSeconds: 1 });
    const jar = gate.cookies(STORE, bare, ['kindred_id']);
    gate.start();
    jar.set('kindred_id', 'a', { maxAgeSeconds: 1 });
    expect(bare.names()).toEqual(['session_of_the_site']);
    consent.grant('storage');
    jar.set('kindred_id', 'a', { maxAgeSeconds: 1 });
    jar.set('other', 'b', { maxAgeSeconds: 1 });
    expect(jar.names()).toEqual(['kindred_id']);
    expect(jar.get('session_of_the_site')).toBeUndefined();
    consent.refuse('storage');
    expect(bare.names()).toEqual(['session_of_the_site']);
  });
});

describe('events behind the gate', () => {
  test('events before a choice wait in memory and leave with their original time', () => {
    const { consent, gate, platform } = setUp();
    const sent: KindredEvent[] = [];
    const outgoing = createOutgoing({ consent, gate, needs: SEND, sink: (one) => sent.push(one) });
    gate.start();
    outgoing.put(event({ messageId: 'first' }));
    outgoing.put(event({ messageId: 'second' }));
    expect(outgoing.waiting()).toBe(2);
    platform.clock.advance(60_000);
    consent.grant('analytics');
    expect(sent.map(({ messageId }) => messageId)).toEqual(['first', 'second']);
    expect(sent[0]?.timestamp).toBe('2026-01-01T00:00:00.000Z');
    expect(outgoing.waiting()).toBe(0);
  });

  test('a refusal drops the events that wait', () => {
    const { consent, gate } = setUp();
    const sent: KindredEvent[] = [];
    const outgoing = createOutgoing({ consent, gate, needs: SEND, sink: (one) => sent.push(one) });
    gate.start();
    outgoing.put(event());
    consent.refuse('analytics');
    expect(outgoing.waiting()).toBe(0);
    consent.grant('analytics');
    expect(sent).toEqual([]);
  });

  test('a degree that is too low drops them as well', () => {
    const { consent, gate } = setUp();
    const sent: KindredEvent[] = [];
    const outgoing = createOutgoing({ consent, gate, needs: SEND, sink: (one) => sent.push(one) });
    gate.start();
    outgoing.put(event());
    consent.grant('analytics', { degree: 'on-device' });
    outgoing.put(event());
    expect(sent).toEqual([]);
    expect(outgoing.waiting()).toBe(0);
  });

  test('at most the limit waits and the oldest go first', () => {
    const { consent, gate, platform } = setUp();
    const sent: KindredEvent[] = [];
    const outgoing = createOutgoing({ consent, gate, needs: SEND, sink: (one) => sent.push(one), limit: 2 });
    gate.start();
    for (const messageId of ['1', '2', '3', '4']) outgoing.put(event({ messageId }));
    consent.grant('analytics');
    expect(sent.map(({ messageId }) => messageId)).toEqual(['3', '4']);
    expect(platform.reports).toHaveLength(1);
  });

  test('what waits is a copy that the page cannot change', () => {
    const { consent, gate } = setUp();
    const sent: KindredEvent[] = [];
    const outgoing = createOutgoing({ consent, gate, needs: SEND, sink: (one) => sent.push(one) });
    gate.start();
    const properties: Record<string, unknown> = { price: 1 };
    outgoing.put(event({ properties }));
    properties.price = 2;
    consent.grant('analytics');
    expect(sent[0]?.properties).toEqual({ price: 1 });
  });

  test('an event that leaves names the permission that allowed it', () => {
    const { consent, gate } = setUp();
    const sent: KindredEvent[] = [];
    const outgoing = createOutgoing({ consent, gate, needs: SEND, sink: (one) => sent.push(one) });
    gate.start();
    consent.grant('analytics');
    outgoing.put(event());
    expect(sent[0]?.context?.kindred).toMatchObject({ degree: 'pseudonymous', grant: consent.state().events[0]?.id });
  });

  test('below identified neither the user id nor traits leave', () => {
    const { consent, gate } = setUp();
    const sent: KindredEvent[] = [];
    const outgoing = createOutgoing({ consent, gate, needs: SEND, sink: (one) => sent.push(one) });
    gate.start();
    consent.grant('analytics', { degree: 'pseudonymous' });
    outgoing.put(event({ traits: { email: 'ann@example.org' }, groupId: 'g1' }));
    outgoing.put(event({ type: 'identify', traits: { email: 'ann@example.org' } }));
    expect(sent).toHaveLength(1);
    expect(JSON.stringify(sent)).not.toMatch(/ann@example|u1|g1/);
    consent.grant('analytics', { degree: 'identified' });
    outgoing.put(event({ type: 'identify', traits: { email: 'ann@example.org' } }));
    expect(sent[1]).toMatchObject({ userId: 'u1', traits: { email: 'ann@example.org' } });
  });

  test('a sender behind the gate refuses what was queued before a withdrawal', async () => {
    const { consent, gate } = setUp();
    const bodies: string[] = [];
    const sender = gate.sender(SEND, {
      name: 'test',
      send: async (body) => {
        bodies.push(body);
        return { kind: 'delivered' };
      },
    });
    gate.start();
    consent.grant('analytics');
    expect(await sender.send('one', { keepalive: false })).toEqual({ kind: 'delivered' });
    consent.withdraw('analytics');
    expect((await sender.send('two', { keepalive: false })).kind).toBe('refused');
    expect(bodies).toEqual(['one']);
  });
});

test('what opens and closes is told once for each change', () => {
  const { consent, gate } = setUp();
  const told: string[] = [];
  gate.onOpened(STORE, () => told.push('opened'));
  gate.onClosed(STORE, () => told.push('closed'));
  const stop = gate.start();
  consent.grant('storage');
  consent.grant('storage', { degree: 'identified' });
  consent.withdraw('storage');
  consent.refuse('storage');
  consent.grant('storage');
  stop();
  consent.withdraw('storage');
  expect(told).toEqual(['opened', 'closed', 'opened']);
});
