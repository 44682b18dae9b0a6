import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hashEvent, type Ledger } from '../../src/consent/index.ts';
import { createConsentService, memoryConsentStore, memoryEventStore } from '../../src/server/index.ts';
import { newestIn, POLICY, person, SECRET, SOURCE } from './ledgers.ts';
import { NOW, storedEvent } from './samples.ts';

const PATHS = { PUT: '/v1/consent', DELETE: '/v1/events', POST: '/v1/export' } as const;

function setUp(options: { readonly requireSecret?: boolean } = {}) {
  const [events, consents] = [memoryEventStore(), memoryConsentStore()];
  const clock = { now: () => NOW };
  const keys = ['a secret for tests, of 32 bytes.'];
  const service = createConsentService({ events, consents, source: SOURCE, policy: POLICY, keys, clock, ...options });
  const call = async (method: keyof typeof PATHS, ledger: unknown, more: object = {}) => {
    const body = JSON.stringify({ ledger, secret: SECRET, ...more });
    const headers = { 'content-type': 'application/json' };
    const response = await service(new Request(`https://shop.example${PATHS[method]}`, { method, headers, body }));
    return { status: response.status, body: await response.json() };
  };
  const stored = async ({ events: [first] }: Ledger) => (await consents.get(first?.id ?? ''))?.ledger;
  return { events, call, stored };
}

/** The end of a ledger, from that event on. */
function endOf({ source, events, head }: Ledger, from: number) {
  return { source, id: events[0]?.id, events: events.slice(from), head };
}

function cut({ source, events, head }: Ledger, length: number): Ledger {
  return { source, events: events.slice(0, length), head: events[length]?.prev ?? head };
}

/** A ledger of so many acts. */
function decided(acts: number): Ledger {
  const { consent, advance } = person();
  for (let act = 0; act < acts; act++) {
    advance(1000);
    consent.grant('analytics', { degree: act % 2 === 0 ? 'pseudonymous' : 'anonymous' });
  }
  return consent.ledger();
}

describe('the end of a ledger', () => {
  test('is worth as much as the whole of it, wherever it begins', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 9 }), fc.nat(8), fc.nat(8), async (acts, known, from) => {
        const ledger = decided(acts);
        const before = 1 + (known % (acts - 1));
        const begins = 1 + (from % before);
        const [byEnd, byWhole] = [setUp(), setUp()];
        for (const { call } of [byEnd, byWhole]) await call('PUT', cut(ledger, before));
        const answers = [await byEnd.call('PUT', endOf(ledger, begins)), await byWhole.call('PUT', ledger)];
        expect(answers[0]).toEqual(answers[1]);
        expect(await byEnd.stored(ledger)).toEqual(ledger);
      }),
      { numRuns: 30 },
    );
  });

  test('proves an erasing and an export', async () => {
    const { events, call } = setUp();
    const { consent } = person();
    consent.grant('analytics');
    await call('PUT', consent.ledger());
    const context = { kindred: { grant: newestIn(consent), purpose: 'analytics' } };
    await events.append([storedEvent(1, { context }), storedEvent(2)]);
    consent.refuse('ads');
    await call('PUT', endOf(consent.ledger(), 1));
    expect((await call('POST', endOf(consent.ledger(), 1))).body.events).toHaveLength(1);
    consent.withdraw('analytics');
    expect(await call('DELETE', endOf(consent.ledger(), 2))).toMatchObject({ status: 200, body: { erased: 1 } });
    expect(await events.count()).toBe(1);
  });

  test('that does not follow what is stored is refused, and nothing changes', async () => {
    const { call, stored } = setUp();
    const ledger = decided(4);
    expect((await call('PUT', endOf(ledger, 2))).status).toBe(404);
    await call('PUT', cut(ledger, 2));
    expect(await call('PUT', endOf(ledger, 3))).toMatchObject({
      status: 409,
      body: { error: { code: 'invalid-ledger' } },
    });
    const [third, fourth] = ledger.events.slice(2);
    const refused = [
      endOf({ ...ledger, head: 'x' }, 2),
      endOf({ ...ledger, events: [...ledger.events.slice(0, 3), { ...ledger.events[3], notice: 'x' }] as never }, 2),
      { ...endOf(ledger, 2), events: [fourth, third] },
      { ...endOf(ledger, 2), events: [{ ...third, at: 0 }, fourth] },
      { ...endOf(ledger, 2), events: [] },
      { ...endOf(ledger, 2), events: 'all' },
      { ...endOf(ledger, 2), events: [null] },
      { ...endOf(ledger, 2), source: 'other.example' },
      { ...endOf(ledger, 2), id: 'unknown' },
      { ...endOf(ledger, 2), id: {} },
      endOf(ledger, 0),
    ];
    for (const body of refused) expect([403, 404, 409]).toContain((await call('PUT', body)).status);
    expect(await stored(ledger)).toEqual(cut(ledger, 2));
    expect((await call('PUT', endOf(ledger, 2))).status).toBe(200);
  });

  test('an act of it that is in the ledger already is refused', async () => {
    const { call, stored } = setUp();
    const ledger = decided(3);
    await call('PUT', cut(ledger, 2));
    const twice = { ...ledger.events[2], id: ledger.events[0]?.id ?? '' };
    const forged = { ...endOf(ledger, 2), events: [twice], head: hashEvent(twice as never) };
    expect((await call('PUT', forged)).status).toBe(403);
    expect(await stored(ledger)).toEqual(cut(ledger, 2));
  });

  test('without the secret of the ledger nothing is told, whatever follows', async () => {
    const { call } = setUp();
    const ledger = decided(3);
    await call('PUT', cut(ledger, 2));
    const answers = [];
    for (const method of ['PUT', 'DELETE', 'POST'] as const) {
      for (const body of [endOf(ledger, 2), endOf(ledger, 1), { ...endOf(ledger, 2), events: [null] }])
        answers.push(await call(method, body, { secret: 'a secret of somebody else' }));
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 403, body: { error: { code: 'forbidden' } } });
  });
});

describe('a ledger that has parted from the stored one', () => {
  /** The stored ledger, and another that has its first act only. */
  async function parted(options: { readonly requireSecret?: boolean }, more: object = {}) {
    const world = setUp(options);
    const ledger = decided(3);
    await world.call('PUT', ledger, more);
    const { consent } = person();
    consent.grant('ads');
    const first = ledger.events[0];
    const other = consent.ledger().events[0];
    const second = {
      ...other,
      seq: 1,
      prev: first && hashEvent(first),
      at: first?.at ?? 0,
    } as Ledger['events'][number];
    const fork = { source: SOURCE, events: first ? [first, second] : [], head: hashEvent(second) };
    return { ...world, ledger, fork };
  }

  test('is answered with how the stored one goes on, to who knows its secret', async () => {
    const { call, ledger, fork } = await parted({});
    const stored = { events: ledger.events.slice(1), head: ledger.head };
    expect(await call('PUT', fork)).toMatchObject({ status: 409, body: { error: { code: 'invalid-ledger' }, stored } });
    expect(await call('DELETE', fork, { erase: true })).toMatchObject({ status: 200, body: { stored } });
  });

  test('is answered with nothing of it where no secret tells whose it is', async () => {
    const { call, fork } = await parted({ requireSecret: false }, { secret: undefined });
    for (const more of [{}, { secret: undefined }]) {
      const { status, body } = await call('PUT', fork, more);
      expect([status, 'stored' in body]).toEqual([409, false]);
    }
  });
});
