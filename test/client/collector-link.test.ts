import { describe, expect, test } from 'vitest';
import { type CollectorCall, createCollectorLink } from '../../src/client/collector-link.ts';
import { chained } from '../../src/consent/chain.ts';
import { type Consent, createConsent, type Ledger, verifyChain } from '../../src/consent/index.ts';
import type { TextStore } from '../../src/core/index.ts';
import {
  type ConsentServiceOptions,
  createConsentService,
  memoryConsentStore,
  memoryEventStore,
} from '../../src/server/index.ts';
import { memoryTextStore } from '../../src/storage/index.ts';
import { memoryPlatform } from '../../src/testing/index.ts';

const SOURCE = 'shop.example';
const POLICY = {
  purposes: ['analytics', 'ads', 'media'].map((id) => ({ id, title: id, description: '' })),
};
const START = Date.now() - 1_000_000_000;
const KEEPALIVE_BYTES = 64 * 1024;

/** The collector, and what it was asked. */
function collector(options: Partial<ConsentServiceOptions> = {}) {
  const [events, consents] = [memoryEventStore(), memoryConsentStore()];
  const keys = ['a secret for tests, of 32 bytes.'];
  const service = createConsentService({ events, consents, source: SOURCE, policy: POLICY, keys, ...options });
  const asked: { readonly method: string; readonly body: string; readonly status: number }[] = [];
  const call: CollectorCall = async (method, path, body) => {
    const headers = { 'content-type': 'application/json', 'content-length': String(body.length) };
    const response = await service(new Request(`https://shop.example/v1${path}`, { method, headers, body }));
    asked.push({ method, body, status: response.status });
    return response;
  };
  const stored = async (consent: Consent) => (await consents.get(consent.ledger().events[0]?.id ?? ''))?.ledger;
  return { call, asked, stored, consents };
}

/** A tab of a browser, which tells the collector when it has the last word. */
function openTab(call: CollectorCall, store: TextStore, seed: number) {
  const platform = memoryPlatform({ seed, startMs: START });
  const consent = createConsent({ ...platform, source: SOURCE, policy: POLICY, store });
  const link = createCollectorLink({ ...platform, consent, call });
  consent.start();
  const told: Promise<void>[] = [];
  consent.onChange(() => {
    if (consent.isOwnWord()) told.push(link.deposit());
  });
  /** Settles when nothing more is said. */
  const settled = async () => {
    for (let count = -1; count !== told.length; ) {
      count = told.length;
      await Promise.all(told);
    }
  };
  return { consent, link, clock: platform.clock, settled };
}

/** A tab in which somebody has decided so often, and which has told nobody. */
function alone(call: CollectorCall, store: TextStore, acts: number) {
  const platform = memoryPlatform({ seed: 7, startMs: START });
  const consent = createConsent({ ...platform, source: SOURCE, policy: POLICY, store });
  for (let act = 0; act < acts; act++) {
    platform.clock.advance(1000);
    consent.grant('*', { degree: act % 2 === 0 ? 'pseudonymous' : 'identified' });
  }
  return { consent, link: createCollectorLink({ ...platform, consent, call }) };
}

describe('what the collector is told', () => {
  test('of a ledger that is large it is told only what it does not know, and has the whole of it', async () => {
    const { call, asked, stored } = collector();
    const { consent, settled, clock } = openTab(call, memoryTextStore(), 1);
    for (let act = 0; act < 120; act++) {
      clock.advance(1000);
      if (act % 2 === 0) consent.grant('analytics');
      else consent.refuse('analytics');
      await settled();
    }
    expect(await stored(consent)).toEqual(consent.ledger());
    expect(asked.every(({ status }) => status === 200)).toBe(true);
    expect(asked.at(-1)?.body.length).toBeLessThan(1_000);
  });

  test('the withdrawal of somebody with 1,000 acts fits into what may outlive the page', async () => {
    const { call, asked, stored } = collector();
    const store = memoryTextStore();
    const { consent, link } = alone(call, store, 1_000);
    await link.deposit();
    const whole = JSON.stringify(consent.ledger()).length;
    expect(whole).toBeGreaterThan(3 * KEEPALIVE_BYTES);
    // Another page, which knows only the record.
    const later = openTab(call, store, 2);
    later.consent.withdraw('ads');
    expect(await later.link.erase(false)).toMatchObject({ kind: 'erased' });
    const last = asked.at(-1);
    expect(last).toMatchObject({ method: 'DELETE', status: 200 });
    expect(last?.body.length).toBeLessThan(1_000);
    expect(await stored(consent)).toEqual(later.consent.ledger());
  });

  test('where it does not know the beginning it is told all of it', async () => {
    const store = memoryTextStore();
    const { consent } = alone(collector().call, store, 200);
    // As after a loss of its data.
    const second = collector();
    const later = openTab(second.call, store, 2);
    later.consent.refuse('analytics');
    await later.settled();
    expect(second.asked.map(({ status }) => status)).toEqual([404, 200]);
    expect(await second.stored(consent)).toEqual(later.consent.ledger());
  });

  test('a small ledger goes whole', async () => {
    const { call, asked } = collector();
    const store = memoryTextStore();
    const tab = openTab(call, store, 1);
    tab.consent.grant('analytics');
    await tab.settled();
    const later = openTab(call, store, 2);
    later.consent.refuse('ads');
    await later.settled();
    expect(verifyChain(JSON.parse(asked.at(-1)?.body ?? '{}').ledger)).toMatchObject({ ok: true, events: 2 });
  });
});

describe('two tabs that decide at the same instant', () => {
  /** Both know one deposited act; the second writes without having heard of the first, which was deposited. */
  async function parted(acts: number) {
    const { call, asked, stored, consents } = collector();
    const store = memoryTextStore();
    await alone(call, store, acts).link.deposit();
    const [a, b] = [openTab(call, store, 1), openTab(call, store, 2)];
    for (const { clock } of [a, b]) clock.advance(acts * 1000);
    const before = store.get('consent') ?? '';
    a.consent.grant('ads', { degree: 'anonymous' });
    await a.settled();
    store.set('consent', before);
    b.consent.refuse('media');
    return { a, b, asked, stored, store, consents };
  }

  test.each([1, 200])('deposit one ledger in the end, which has both words (%d acts before)', async (acts) => {
    const { a, b, asked, stored } = await parted(acts);
    const deposited = await stored(a.consent);
    a.consent.refresh();
    await a.settled();
    await b.settled();
    b.consent.refresh();
    a.consent.refresh();
    for (const { consent } of [a, b]) {
      expect(consent.check({ purpose: 'ads' }).allow).toBe(true);
      expect(consent.check({ purpose: 'media' }).why).toBe('refused');
    }
    expect(a.consent.ledger()).toEqual(b.consent.ledger());
    expect(asked.map(({ status }) => status)).toContain(409);
    b.consent.grant('media');
    await b.settled();
    expect(asked.at(-1)?.status).toBe(200);
    expect(await stored(a.consent)).toEqual(b.consent.ledger());
    // Nothing of what was deposited before was changed by it.
    expect((await stored(a.consent))?.events.slice(0, acts + 1)).toEqual(deposited?.events);
  });

  test('where the first is gone with its word, what it allowed is taken back rather than believed', async () => {
    const { b, stored } = await parted(1);
    await b.settled();
    expect(b.consent.check({ purpose: 'ads' }).allow).toBe(false);
    expect(b.consent.check({ purpose: 'analytics' }).allow).toBe(true);
    expect(b.consent.check({ purpose: 'media' }).why).toBe('refused');
    const ledger = await stored(b.consent);
    expect(ledger).toEqual(b.consent.ledger());
    expect(ledger?.events.map(({ type }) => type)).toEqual(['granted', 'granted', 'refused', 'withdrawn']);
  });

  test('a withdrawal by the second erases at once, and its word follows', async () => {
    const { b, stored, asked } = await parted(1);
    b.consent.withdraw('analytics');
    expect(await b.link.erase(false)).toMatchObject({ kind: 'erased' });
    await b.settled();
    expect(asked.at(-1)).toMatchObject({ status: 200 });
    expect(await stored(b.consent)).toEqual(b.consent.ledger());
    expect(b.consent.check({ purpose: 'analytics' }).why).toBe('withdrawn');
  });

  test('a collector that makes up an end changes nothing, and is not asked for ever', async () => {
    let calls = 0;
    const forged = { seq: 1, v: 1, id: 'made-up', at: 0, type: 'granted', actor: 'person', changes: [], notice: '' };
    const call: CollectorCall = async () => {
      calls++;
      return Response.json({ stored: { events: [{ ...forged, prev: 'x' }], head: 'y' } }, { status: 409 });
    };
    const { consent, settled } = openTab(call, memoryTextStore(), 1);
    consent.grant('analytics');
    await settled();
    expect(consent.ledger().events).toHaveLength(1);
    expect(calls).toBe(1);
  });

  test('a collector that makes up permissions is not believed', async () => {
    let made: Ledger | undefined;
    const call: CollectorCall = async (_method, _path, body) => {
      const { ledger } = JSON.parse(body);
      if (made) return Response.json({});
      const ads = { purpose: 'ads', party: SOURCE, decision: 'granted', degree: 'identified', version: '1' } as const;
      made = chained(ledger, { id: 'made-up', at: Date.now(), type: 'granted', changes: [ads], notice: '1' });
      return Response.json({ stored: { events: made.events.slice(1), head: made.head } }, { status: 409 });
    };
    const { consent, settled } = openTab(call, memoryTextStore(), 1);
    consent.grant('analytics');
    await settled();
    expect(consent.ledger().events.map(({ id }) => id)).toContain('made-up');
    expect(consent.check({ purpose: 'ads' })).toMatchObject({ allow: false, why: 'withdrawn' });
    expect(consent.check({ purpose: 'analytics' }).allow).toBe(true);
  });
});
