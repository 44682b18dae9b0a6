import { describe, expect, test } from 'vitest';
import { createConsent, createGate, createOutgoing, createPseudonyms } from '../../src/consent/index.ts';
import type { SendOutcome } from '../../src/core/index.ts';
import type { KindredEvent } from '../../src/events/index.ts';
import { memoryStore, memoryTextStore } from '../../src/storage/index.ts';
import { memoryPlatform } from '../../src/testing/index.ts';

const POLICY = {
  version: '2026-11',
  purposes: [
    { id: 'storage', title: 'Remember', description: '' },
    { id: 'analytics', title: 'Statistics', description: '' },
  ],
  parties: [{ id: 'stats.example', name: 'Stats', purposes: ['analytics'] }],
};
const SEND = [{ purpose: 'analytics', degree: 'anonymous' }] as const;
const SEND_THERE = [{ purpose: 'analytics', degree: 'anonymous', party: 'stats.example' }] as const;

const VIEW: KindredEvent = {
  type: 'track',
  event: 'Product Viewed',
  messageId: 'm1',
  anonymousId: 'device-one',
  properties: { product_id: 'oolong-1', price: 12.5, note: 'for Ann' },
  context: { kindred: { session: 's1' } },
  timestamp: '2026-01-01T10:20:30.000Z',
};

function setUp() {
  const platform = memoryPlatform();
  const consent = createConsent({ ...platform, source: 'shop.example', policy: POLICY });
  const pseudonyms = createPseudonyms(platform.random, memoryTextStore());
  const gate = createGate({ consent, ...platform });
  const [here, there]: [KindredEvent[], KindredEvent[]] = [[], []];
  const out = createOutgoing({ consent, gate, needs: SEND, sink: (event) => here.push(event) });
  const elsewhere = createOutgoing({
    consent,
    gate,
    needs: SEND_THERE,
    sink: (event) => there.push(event),
    pseudonyms,
  });
  gate.start();
  return { consent, gate, platform, here, there, out, elsewhere };
}

describe('what leaves', () => {
  test('names the permission, the purpose and the notice, and at anonymous no permission that would be an id', () => {
    const { consent, here, out } = setUp();
    consent.grant('analytics', { tags: ['tea'] });
    out.put(VIEW);
    const grant = consent.ledger().events[0]?.id;
    expect(here[0]?.context?.kindred).toEqual({
      session: 's1',
      degree: 'pseudonymous',
      purpose: 'analytics',
      notice: '2026-11',
      grant,
      tags: ['tea'],
    });
    consent.grant('analytics', { degree: 'anonymous', tags: ['tea'] });
    out.put(VIEW);
    expect(here[1]).toEqual({
      type: 'track',
      event: 'Product Viewed',
      messageId: 'm1',
      properties: { product_id: 'oolong-1', price: 10 },
      context: { kindred: { degree: 'anonymous', purpose: 'analytics', notice: '2026-11' } },
      timestamp: '2026-01-01T10:00:00.000Z',
    });
  });

  test('keeps to the limits of the permission: kinds of data, precision, and how long', () => {
    const { consent, here, out } = setUp();
    consent.grant('analytics', { scope: { data: ['views'], precision: 'coarse', retentionDays: 1 } });
    out.put(VIEW);
    out.put({ ...VIEW, messageId: 'm2', event: 'Order Completed' });
    expect(here).toHaveLength(1);
    expect(here[0]).toMatchObject({ anonymousId: 'device-one', properties: { product_id: 'oolong-1', price: 10 } });
    expect(here[0]?.properties).not.toHaveProperty('note');
    expect(here[0]?.context?.kindred?.until).toBe(Date.parse('2026-01-02T10:00:00.000Z'));
  });

  test('other parties get what they are allowed, under names of their own', () => {
    const { consent, here, there, out, elsewhere } = setUp();
    consent.grant('analytics');
    out.put(VIEW);
    elsewhere.put(VIEW);
    expect([here.length, there.length]).toEqual([1, 0]);
    consent.grant('analytics', { party: 'stats.example' });
    // What waited is judged when the choice comes, and leaves with the hour of its time.
    expect(there).toHaveLength(1);
    expect(there[0]?.timestamp).toBe('2026-01-01T10:00:00.000Z');
    const known = [here[0]?.anonymousId, here[0]?.messageId, here[0]?.context?.kindred?.grant];
    const text = JSON.stringify(there[0]);
    for (const id of known) expect(text).not.toContain(id);
  });

  test('without pseudonyms nothing goes to other parties', () => {
    const { consent, platform } = setUp();
    const gate = createGate({ consent, ...platform });
    const there: KindredEvent[] = [];
    const elsewhere = createOutgoing({ consent, gate, needs: SEND_THERE, sink: (event) => there.push(event) });
    gate.start();
    consent.grant('analytics', { party: 'stats.example', degree: 'identified' });
    elsewhere.put(VIEW);
    expect(there).toEqual([]);
  });
});

describe('a pause', () => {
  test('stops everything and erases nothing', async () => {
    const { consent, gate, here, out } = setUp();
    const bare = memoryStore();
    const text = memoryTextStore();
    const store = gate.store([{ purpose: 'storage' }], bare);
    const notes = gate.text([{ purpose: 'storage' }], text);
    const closed: string[] = [];
    gate.onClosed([{ purpose: 'storage' }], () => closed.push('storage'));
    consent.grant('*');
    await store.set('k', 1);
    notes.set('n', 'x');
    consent.pause();
    out.put(VIEW);
    await store.set('k', 2);
    expect(await store.get('k')).toBeUndefined();
    expect(notes.get('n')).toBeUndefined();
    expect([await bare.get('k'), text.get('n'), here.length, closed]).toEqual([1, 'x', 0, []]);
    consent.resume();
    expect(await store.get('k')).toBe(1);
    expect(here).toEqual([]);
    consent.pause();
    consent.withdraw('*');
    consent.resume();
    await store.delete('after the clearing');
    expect([await bare.keys(), closed]).toEqual([[], ['storage']]);
  });

  test('makes a sender wait, so that nothing is given up', async () => {
    const { consent, gate } = setUp();
    const sent: string[] = [];
    const sender = gate.sender(SEND, {
      name: 'memory',
      async send(body): Promise<SendOutcome> {
        sent.push(body);
        return { kind: 'delivered' };
      },
    });
    consent.grant('analytics');
    consent.pause();
    expect(await sender.send('{}', { keepalive: false })).toEqual({ kind: 'failed' });
    consent.resume();
    expect(await sender.send('{}', { keepalive: false })).toEqual({ kind: 'delivered' });
    expect(sent).toEqual(['{}']);
  });
});

test('what expires is erased when its time has come, without anybody asking', async () => {
  const { consent, gate, platform } = setUp();
  const bare = memoryTextStore();
  const store = gate.text([{ purpose: 'storage' }], bare);
  const stop = consent.start();
  consent.grant('storage', { until: platform.clock.now() + 5 * 3_600_000 });
  store.set('k', 'v');
  platform.clock.advance(5 * 3_600_000 - 1);
  expect(bare.keys()).toEqual(['k']);
  platform.clock.advance(1);
  expect(bare.keys()).toEqual([]);
  stop();
});
