import { createHash, webcrypto } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Consent, chainStart, definePolicy, hashEvent, type Ledger } from '../../src/consent/index.ts';
import { createLedgerSigner, signLedger, verifyLedger } from '../../src/consent/receipts/index.ts';
import type { EventStore } from '../../src/events/index.ts';
import { endedGrants } from '../../src/server/ended-grants.ts';
import {
  anyOf,
  type ConsentServiceOptions,
  createCollector,
  createConsentService,
  type Handler,
  KindredError,
  memoryConsentStore,
  memoryEventStore,
  type Report,
  readConsentToken,
  verifyErasure,
} from '../../src/server/index.ts';
import { newestIn, POLICY, person, SECRET, SOURCE } from './ledgers.ts';
import { NOW, storedEvent, trackEvent } from './samples.ts';

const KEY = 'a secret for tests, of 32 bytes.';
const SECRET_HASH = createHash('sha256').update(SECRET).digest('hex');
const HOUR_MS = 3_600_000;

function setUp(options: Partial<ConsentServiceOptions> = {}) {
  const [events, consents] = [options.events ?? memoryEventStore(), options.consents ?? memoryConsentStore()];
  const reports: Report[] = [];
  const clock = { now: () => NOW };
  const service = createConsentService({
    source: SOURCE,
    policy: POLICY,
    keys: [KEY],
    clock,
    onReport: (report) => reports.push(report),
    ...options,
    events,
    consents,
  });
  const call = async (method: string, path: string, body: unknown, headers: Readonly<Record<string, string>> = {}) => {
    const response = await service(
      new Request(`https://shop.example${path}`, {
        method,
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    );
    return { status: response.status, headers: response.headers, body: await response.json() };
  };
  return {
    events,
    consents,
    service,
    reports,
    call,
    put: (ledger: unknown, more: object = {}) => call('PUT', '/v1/consent', { ledger, secret: SECRET, ...more }),
    erase: (ledger: unknown, more: object = {}) => call('DELETE', '/v1/events', { ledger, secret: SECRET, ...more }),
    export: (ledger: unknown, more: object = {}) => call('POST', '/v1/export', { ledger, secret: SECRET, ...more }),
    read: (token: unknown) => readConsentToken(token, { keys: [KEY], policy: POLICY_READ, source: SOURCE, now: NOW }),
  };
}

const POLICY_READ = definePolicy(POLICY);

async function idsIn(store: EventStore): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const { messageId } of store.read()) ids.push(messageId);
  return ids;
}

/** An event that the newest act of the person allowed. */
function allowedBy(consent: Consent, n: number, purpose?: string) {
  const kindred = { grant: newestIn(consent), degree: 'pseudonymous', ...(purpose === undefined ? {} : { purpose }) };
  return storedEvent(n, { context: { kindred } });
}

describe('depositing a ledger', () => {
  test('a ledger that is whole is stored, and answered with a token that allows what it allows', async () => {
    const { put, consents, read } = setUp();
    const { consent } = person();
    consent.grant('analytics', { degree: 'pseudonymous' });
    const { status, body, headers } = await put(consent.ledger());
    expect({ status, ...body }).toMatchObject({ status: 200, success: true, added: 1, head: consent.ledger().head });
    expect((await consents.find(newestIn(consent)))?.ledger).toEqual(consent.ledger());
    const { check } = read(body.token);
    expect(check({ purpose: 'analytics', degree: 'pseudonymous' }).allow).toBe(true);
    expect(check({ purpose: 'analytics', degree: 'identified' }).allow).toBe(false);
    expect(check({ purpose: 'ads' }).allow).toBe(false);
    expect(headers.get('set-cookie')).toBe(
      `kindred_consent=${body.token}; Path=/; Max-Age=${7 * 86_400}; SameSite=Lax; Secure`,
    );
  });

  test('who allows nothing gets no token, and loses the one there was', async () => {
    const { put } = setUp();
    const { consent } = person();
    consent.refuse('*');
    const { body, headers } = await put(consent.ledger());
    expect(body.token).toBeNull();
    expect(headers.get('set-cookie')).toBe('kindred_consent=; Path=/; Max-Age=0; SameSite=Lax; Secure');
  });

  test('over http the cookie is not marked as secure, or the browser would drop it', async () => {
    const { service } = setUp();
    const { consent } = person();
    consent.grant('analytics');
    const body = JSON.stringify({ ledger: consent.ledger(), secret: SECRET });
    const headers = { 'content-type': 'application/json' };
    const response = await service(new Request('http://localhost/v1/consent', { method: 'PUT', headers, body }));
    expect(response.headers.get('set-cookie')).not.toContain('Secure');
  });

  test('the signals of the request refuse what was granted without them', async () => {
    const { call, read } = setUp();
    const { consent } = person();
    consent.grant('*', { party: '*' });
    const { body } = await call('PUT', '/v1/consent', { ledger: consent.ledger(), secret: SECRET }, { 'sec-gpc': '1' });
    expect(read(body.token).check({ purpose: 'analytics' }).allow).toBe(true);
    expect(read(body.token).check({ purpose: 'ads' }).allow).toBe(false);
    expect(read(body.token).check({ purpose: 'ads', party: 'ads.example' }).allow).toBe(false);
  });

  test('a ledger that is broken, shorter, forked or of another site is refused with its place, and nothing changes', async () => {
    const { put, consents, reports } = setUp();
    const { consent } = person();
    consent.grant('analytics');
    consent.grant('ads');
    const whole = consent.ledger();
    const [first] = whole.events;
    const changed = { ...whole, events: [{ ...first, notice: 'x' }, whole.events[1]] };
    expect(await put(changed)).toMatchObject({
      status: 403,
      body: { error: { code: 'invalid-ledger', at: '/ledger/events/0' } },
    });
    expect(await put({ ...whole, head: 'x' })).toMatchObject({
      status: 403,
      body: { error: { at: '/ledger/events/1' } },
    });
    expect(await put({ source: SOURCE, events: [], head: '' })).toMatchObject({ status: 403 });
    expect(await put(undefined)).toMatchObject({
      status: 400,
      body: { error: { code: 'invalid-input', at: '/ledger' } },
    });
    const stranger = person('other.example').consent;
    stranger.grant('analytics');
    expect(await put(stranger.ledger())).toMatchObject({ status: 403, body: { error: { at: '/ledger/source' } } });
    expect(await idsOf(consents)).toEqual([]);

    await put(whole);
    const older: Ledger = { ...whole, events: whole.events.slice(0, 1), head: whole.events[1]?.prev ?? '' };
    expect(await put(older)).toMatchObject({ status: 409, body: { error: { code: 'invalid-ledger' } } });
    expect((await consents.get(first?.id ?? ''))?.ledger).toEqual(whole);
    expect(reports.map(({ kind }) => kind)).toEqual(Array(reports.length).fill('ledger-refused'));
    expect(JSON.stringify(reports)).not.toContain(first?.id);
  });
});

async function idsOf(consents: ReturnType<typeof memoryConsentStore>): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const { id } of consents.list()) ids.push(id);
  return ids;
}

describe('erasing with a proof', () => {
  test('a withdrawal erases exactly the events that the withdrawn permission allowed', async () => {
    const { events, erase } = setUp();
    const [one, other] = [person().consent, person().consent];
    one.grant('analytics');
    other.grant('analytics');
    const others = [allowedBy(other, 3, 'analytics'), storedEvent(4)];
    await events.append([allowedBy(one, 1, 'analytics'), allowedBy(one, 2), ...others]);
    one.withdraw('analytics');
    const { status, body } = await erase(one.ledger(), { anonymousIds: ['a1'] });
    expect(status).toBe(200);
    expect(body).toMatchObject({ erased: 2, at: NOW, head: one.ledger().head, token: null });
    expect(body.grants).toEqual([{ grant: one.ledger().events[0]?.id, purpose: 'analytics' }]);
    expect(await idsIn(events)).toEqual(['m3', 'm4']);
  });

  test('one yes to everything can be taken back for one purpose alone', async () => {
    const { events, erase, read } = setUp();
    const { consent } = person();
    consent.grant('*');
    await events.append([allowedBy(consent, 1, 'analytics'), allowedBy(consent, 2, 'ads')]);
    consent.withdraw('ads');
    const { body } = await erase(consent.ledger());
    expect(body.erased).toBe(1);
    expect(await idsIn(events)).toEqual(['m1']);
    expect(read(body.token).check({ purpose: 'analytics' }).allow).toBe(true);
    expect(read(body.token).check({ purpose: 'ads' }).allow).toBe(false);
  });

  test('late events of a withdrawn permission are rejected, and those of a new one are taken', async () => {
    const { events, service, erase } = setUp();
    const collect = anyOf(service, createCollector({ store: events, clock: { now: () => NOW }, onReport: () => {} }));
    const { consent } = person();
    consent.grant('analytics');
    const { receivedAt: _, ...late } = allowedBy(consent, 1);
    consent.withdraw('analytics');
    await erase(consent.ledger());
    consent.grant('analytics');
    const { receivedAt: __, ...fresh } = allowedBy(consent, 2);
    const request = new Request('https://shop.example/v1/batch', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ batch: [trackEvent(9), late, fresh] }),
    });
    expect(await (await collect(request)).json()).toMatchObject({
      accepted: 2,
      rejected: [{ index: 1, at: '/batch/1/context/kindred/grant', code: 'withdrawn' }],
    });
    expect(await idsIn(events)).toEqual(['m9', 'm2']);
  });

  test('erasing twice erases nothing more and says the same of the permissions', async () => {
    const { events, erase } = setUp();
    const { consent } = person();
    consent.grant('analytics');
    await events.append([allowedBy(consent, 1)]);
    consent.refuse('analytics');
    const first = await erase(consent.ledger());
    const second = await erase(consent.ledger());
    expect([first.body.erased, second.body.erased]).toEqual([1, 0]);
    expect(second.body.grants).toEqual(first.body.grants);
  });

  test('only purposes that are named are erased, and only where they were withdrawn', async () => {
    const { events, erase } = setUp();
    const { consent } = person();
    consent.grant('*');
    await events.append([allowedBy(consent, 1, 'analytics'), allowedBy(consent, 2, 'ads')]);
    consent.withdraw('analytics');
    consent.withdraw('ads');
    expect((await erase(consent.ledger(), { purposes: ['ads'] })).body.erased).toBe(1);
    expect(await idsIn(events)).toEqual(['m1']);
    expect(await erase(consent.ledger(), { purposes: ['personalization'] })).toMatchObject({
      status: 403,
      body: { error: { code: 'not-withdrawn' } },
    });
    expect(await erase(consent.ledger(), { purposes: 'ads' })).toMatchObject({ status: 400 });
  });

  test('a ledger that withdraws nothing proves nothing, unless everything is to go', async () => {
    const { events, erase } = setUp();
    const { consent } = person();
    consent.grant('analytics');
    await events.append([allowedBy(consent, 1)]);
    expect(await erase(consent.ledger())).toMatchObject({ status: 403, body: { error: { code: 'not-withdrawn' } } });
    expect(await events.count()).toBe(1);
    expect((await erase(consent.ledger(), { erase: true })).body).toMatchObject({ erased: 1 });
    expect(await events.count()).toBe(0);
  });

  test('who has only ever refused has nothing to erase', async () => {
    const { consent } = person();
    consent.refuse('*');
    expect(await setUp().erase(consent.ledger())).toMatchObject({ status: 200, body: { erased: 0, grants: [] } });
  });

  test('a withdrawal that arrives after the next permission still erases what it withdrew', async () => {
    const { events, erase, consents } = setUp();
    const { consent } = person();
    consent.grant('analytics');
    await events.append([allowedBy(consent, 1)]);
    consent.withdraw('analytics');
    const withdrawal = consent.ledger();
    consent.grant('analytics');
    await events.append([allowedBy(consent, 2)]);
    // Deposited without the erasing, as by an older server.
    await consents.put(consent.ledger(), { secretHash: SECRET_HASH });
    const { body } = await erase(withdrawal);
    expect(body.erased).toBe(1);
    expect(body.token).not.toBeNull();
    expect(await idsIn(events)).toEqual(['m2']);
  });

  test('a ledger that parts from the stored one proves what it withdraws, and carries no permission', async () => {
    const { events, erase, put, consents } = setUp();
    const { consent } = person();
    consent.grant('analytics');
    await events.append([allowedBy(consent, 1)]);
    const shared = consent.ledger();
    consent.grant('ads');
    await put(consent.ledger());
    const parted = extended(shared, consent.ledger(), 'analytics');
    expect((await put(parted)).status).toBe(409);
    const { status, body } = await erase(parted);
    expect({ status, erased: body.erased, token: body.token }).toEqual({ status: 200, erased: 1, token: null });
    expect((await consents.get(shared.events[0]?.id ?? ''))?.ledger).toEqual(consent.ledger());
  });

  test('a ledger that was made up around a known id is refused once the true one is stored', async () => {
    const { events, erase, put, export: read } = setUp();
    const { consent } = person();
    consent.grant('analytics');
    await events.append([allowedBy(consent, 1)]);
    await put(consent.ledger());
    const { consent: forger, advance } = person();
    // The forger knows the id, and everything but the millisecond.
    advance(1);
    forger.grant('analytics', { degree: 'identified' });
    forger.withdraw('analytics');
    const forged = renamed(forger.ledger(), newestIn(consent));
    expect((await erase(forged)).status).toBe(409);
    expect((await erase(forged, { erase: true })).status).toBe(409);
    expect((await read(forged)).status).toBe(409);
    expect(await events.count()).toBe(1);
  });

  test('the answer is sealed: nobody else could have said so, nor in other words', async () => {
    const { erase } = setUp();
    const { consent } = person();
    consent.grant('analytics');
    consent.withdraw('analytics');
    const { body } = await erase(consent.ledger());
    expect(verifyErasure(body, { keys: [KEY] })).toBe(true);
    expect(verifyErasure(body, { keys: ['another secret of some bytes', KEY] })).toBe(true);
    expect(verifyErasure({ ...body, erased: 5 }, { keys: [KEY] })).toBe(false);
    expect(verifyErasure(body, { keys: ['another secret of some bytes'] })).toBe(false);
    const deep: unknown = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`);
    const hostile = [
      { ...body, grants: deep },
      { ...body, grants: [{ grant: deep }] },
      { ...body, at: 1n, erased: {} },
    ];
    for (const rubbish of [null, 7, {}, [], ...hostile]) expect(verifyErasure(rubbish, { keys: [KEY] })).toBe(false);
  });

  test('whatever a person does, erasing leaves the events of permissions that stand and no others', async () => {
    const act = fc.record({
      kind: fc.constantFrom('grant', 'grant', 'refuse', 'withdraw', 'event', 'event', 'event'),
      purpose: fc.constantFrom('analytics', 'ads', '*'),
      party: fc.constantFrom(SOURCE, '*'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 12 }), async (acts) => {
        const { events, erase } = setUp();
        const { consent } = person();
        const gone = new Set<string>();
        const stored: { readonly id: string; readonly purpose: string; readonly party: string }[] = [];
        for (const [n, { kind, purpose, party }] of acts.entries()) {
          if (kind === 'grant') consent.grant(purpose, { party });
          if (kind === 'refuse') consent.refuse(purpose, { party });
          if (kind === 'withdraw') consent.withdraw(purpose, { party });
          const named = purpose === '*' ? 'analytics' : purpose;
          const { allow, grant } = consent.check({ purpose: named });
          if (kind === 'event' && allow && grant) {
            const kindred = { grant: grant.event, purpose: named };
            await events.append([storedEvent(n, { context: { kindred } })]);
            stored.push({ id: `m${n}`, purpose: named, party: grant.party });
          }
          if (kind === 'refuse' || kind === 'withdraw') {
            const words = consent.ledger().events.at(-1)?.changes ?? [];
            const isEnded = (event: (typeof stored)[number]) =>
              words.some((word) => word.purpose === event.purpose && [SOURCE, event.party].includes(word.party));
            for (const event of stored.filter(isEnded)) gone.add(event.id);
          }
        }
        if (consent.ledger().events.length === 0) return;
        await erase(consent.ledger());
        expect(await idsIn(events)).toEqual(stored.map(({ id }) => id).filter((id) => !gone.has(id)));
      }),
      { seed: 21, numRuns: 150 },
    );
  });
});

/** The beginning of a ledger with a withdrawal that its end does not know. */
function extended(shared: Ledger, _rest: Ledger, purpose: string): Ledger {
  const change = { purpose, party: SOURCE, decision: 'withdrawn', degree: 'none' } as const;
  const event = { ...shared.events[0], v: 1, actor: 'person', notice: '1', seq: shared.events.length } as const;
  const next = { ...event, id: 'parted', at: NOW, type: 'withdrawn', changes: [change], prev: shared.head } as const;
  return { source: shared.source, events: [...shared.events, next], head: hashEvent(next) };
}

/** The ledger with another id for its first event, its chain made whole again. */
function renamed({ source, events }: Ledger, id: string): Ledger {
  const chain = events.reduce<Ledger>(
    (before, event, seq) => {
      const next = seq === 0 ? { ...event, id } : { ...event, prev: before.head };
      return { source, events: [...before.events, next], head: hashEvent(next) };
    },
    { source, events: [], head: '' },
  );
  return chain;
}

describe('exporting with a proof', () => {
  test('the person gets all that their permissions allowed, and nothing of others', async () => {
    const { events, put, export: read } = setUp();
    const [one, other] = [person().consent, person().consent];
    one.grant('analytics');
    other.grant('analytics');
    const first = allowedBy(one, 1);
    one.grant('ads');
    await events.append([allowedBy(other, 2), allowedBy(one, 3), first, storedEvent(4)]);
    await put(one.ledger());
    const { status, body } = await read(one.ledger(), { anonymousIds: ['a1'] });
    expect(status).toBe(200);
    expect(body).toEqual({ events: [first, allowedBy(one, 3)] });
  });

  test('much is answered page by page, each within bounds', async () => {
    const { events, put, export: read } = setUp();
    const { consent } = person();
    consent.grant('analytics');
    const many = Array.from({ length: 700 }, (_, n) => allowedBy(consent, n));
    consent.grant('ads');
    const large = Array.from({ length: 60 }, (_, n) => {
      const event = allowedBy(consent, 1_000 + n);
      return { ...event, properties: { text: 'x'.repeat(30_000) } };
    });
    await events.append([...many, ...large]);
    await put(consent.ledger());
    const seen: string[] = [];
    const sizes: number[] = [];
    for (let after: unknown; ; ) {
      const { body } = await read(consent.ledger(), after === undefined ? {} : { after });
      seen.push(...body.events.map(({ messageId }: { messageId: string }) => messageId));
      sizes.push(JSON.stringify(body).length);
      after = body.next;
      if (after === undefined) break;
    }
    expect(seen).toEqual([...many, ...large].map(({ messageId }) => messageId));
    expect(sizes.length).toBeGreaterThan(2);
    expect(Math.max(...sizes)).toBeLessThan(1_100_000);
  });

  test('a place that no page named, or that was erased since, is refused', async () => {
    const { events, put, export: read } = setUp();
    const { consent } = person();
    consent.grant('analytics');
    await events.append([allowedBy(consent, 1)]);
    await put(consent.ledger());
    for (const after of ['', 'x', '0:', '9:m1', '0:m2', 7, {}, `0:${'m'.repeat(200)}`]) {
      expect(await read(consent.ledger(), { after })).toMatchObject({
        status: 400,
        body: { error: { code: 'invalid-input', at: '/after' } },
      });
    }
    expect((await read(consent.ledger(), { after: '0:m1' })).body).toEqual({ events: [] });
  });
});

describe('the secret of a ledger', () => {
  const OTHER = 'a secret of somebody else';
  const FORBIDDEN = { status: 403, body: { error: { code: 'forbidden', at: '/secret' } } };

  test('who was given a ledger cannot erase, export or go on with it', async () => {
    const { events, put, erase, export: read, consents, reports } = setUp();
    const { consent } = person();
    consent.grant('analytics');
    await events.append([allowedBy(consent, 1)]);
    await put(consent.ledger());
    const carried = consent.ledger();
    consent.withdraw('analytics');
    for (const ledger of [carried, consent.ledger(), extended(carried, carried, 'analytics')]) {
      for (const secret of [undefined, OTHER, `${SECRET} `]) {
        for (const call of [put, erase, read])
          expect(await call(ledger, { secret, erase: true })).toMatchObject(FORBIDDEN);
      }
    }
    expect(await events.count()).toBe(1);
    expect((await consents.find(newestIn(consent)))?.ledger).toBeUndefined();
    expect(JSON.stringify(reports)).not.toContain(OTHER);
    expect((await read(carried)).body).toMatchObject({ events: [{ messageId: 'm1' }] });
    expect((await erase(consent.ledger())).body).toMatchObject({ erased: 1 });
    expect((await put(consent.ledger(), { secret: OTHER })).status).toBe(403);
  });

  test('a new ledger without one is refused with what to do, and nothing is stored or erased', async () => {
    const { events, put, erase, consents } = setUp();
    const { consent } = person();
    consent.grant('analytics');
    await events.append([allowedBy(consent, 1)]);
    for (const call of [put, erase]) {
      const { status, body } = await call(consent.ledger(), { secret: undefined, erase: true });
      expect([status, body.error.code, body.error.at]).toEqual([400, 'invalid-input', '/secret']);
      expect(body.error.message).toContain('Send "secret"');
    }
    expect([await idsOf(consents), await events.count()]).toEqual([[], 1]);
  });

  test('what is no secret is refused', async () => {
    const { put, consents } = setUp();
    const { consent } = person();
    consent.grant('analytics');
    for (const secret of [null, 7, {}, [SECRET], '', 'x'.repeat(15), 'x'.repeat(129)]) {
      expect(await put(consent.ledger(), { secret })).toMatchObject({
        status: 400,
        body: { error: { at: '/secret' } },
      });
    }
    expect(await idsOf(consents)).toEqual([]);
    for (const secret of ['x'.repeat(16), '茶'.repeat(128)]) {
      const { consent: another } = person();
      another.grant('analytics');
      expect((await put(another.ledger(), { secret })).status).toBe(200);
    }
  });

  test('an erasing that deposits the ledger deposits its secret', async () => {
    const { erase, export: read } = setUp();
    const { consent } = person();
    consent.grant('analytics');
    expect((await erase(consent.ledger(), { erase: true })).status).toBe(200);
    expect(await read(consent.ledger(), { secret: OTHER })).toMatchObject(FORBIDDEN);
    expect((await read(consent.ledger())).status).toBe(200);
  });

  test('of a ledger that is not stored nothing is exported, also behind other handlers', async () => {
    const { service, consents } = setUp();
    const { consent } = person();
    consent.grant('analytics');
    const handler = anyOf(service, createCollector({ store: memoryEventStore(), onReport: () => {} }));
    const request = new Request('https://shop.example/v1/export', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ledger: consent.ledger(), secret: SECRET }),
    });
    const response = await handler(request);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: { code: 'not-found', at: '/ledger' } });
    expect(await idsOf(consents)).toEqual([]);
  });

  test('a ledger that was stored without one goes on without, and takes none later', async () => {
    const consents = memoryConsentStore();
    const { consent } = person();
    consent.grant('analytics');
    expect((await setUp({ consents, requireSecret: false }).put(consent.ledger(), { secret: undefined })).status).toBe(
      200,
    );
    const { put, erase, export: read } = setUp({ consents });
    consent.withdraw('analytics');
    expect((await put(consent.ledger(), { secret: OTHER })).status).toBe(200);
    for (const call of [put, erase, read])
      expect((await call(consent.ledger(), { secret: undefined })).status).toBe(200);
  });

  test('is kept as its digest only', async () => {
    const { put, consents } = setUp();
    const { consent } = person();
    consent.grant('analytics');
    const { body } = await put(consent.ledger());
    const stored = await consents.find(newestIn(consent));
    expect(stored?.secretHash).toBe(SECRET_HASH);
    expect(JSON.stringify(stored)).not.toContain(SECRET);
    expect(JSON.stringify(body)).not.toContain(SECRET_HASH);
  });

  test('of two that deposit at once with different secrets one is refused', async () => {
    const { put } = setUp();
    const { consent } = person();
    consent.grant('analytics');
    const answers = await Promise.all([put(consent.ledger()), put(consent.ledger(), { secret: OTHER })]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 403]);
  });
});

describe('permissions that ended', () => {
  const YEAR_MS = 366 * 86_400_000;

  test('one that expired is erased like one that was withdrawn', async () => {
    const { events, erase } = setUp();
    const { consent } = person();
    consent.grant('analytics', { until: NOW });
    const expired = allowedBy(consent, 1, 'analytics');
    consent.grant('ads', { until: NOW + 1 });
    await events.append([expired, allowedBy(consent, 2, 'ads')]);
    const { body } = await erase(consent.ledger());
    expect(body).toMatchObject({
      erased: 1,
      grants: [{ grant: consent.ledger().events[0]?.id, purpose: 'analytics' }],
    });
    expect(await idsIn(events)).toEqual(['m2']);
    expect((await events.append([expired])).withdrawn).toEqual(['m1']);
  });

  test('a lower degree ends the higher one before it, and erases with the deposit', async () => {
    const { events, put } = setUp();
    const { consent } = person();
    consent.grant('analytics', { degree: 'identified' });
    const named = allowedBy(consent, 1, 'analytics');
    await events.append([named]);
    expect((await put(consent.ledger())).body).toMatchObject({ added: 1, erased: 0 });
    consent.grant('analytics', { degree: 'pseudonymous' });
    await events.append([allowedBy(consent, 2, 'analytics')]);
    expect((await put(consent.ledger())).body).toMatchObject({ added: 1, erased: 1 });
    expect((await put(consent.ledger())).body).toMatchObject({ added: 0, erased: 0 });
    expect(await idsIn(events)).toEqual(['m2']);
    expect((await events.append([named])).withdrawn).toEqual(['m1']);
  });

  test('a higher or the same degree, another purpose or another party ends nothing', () => {
    const { consent } = person();
    consent.grant('analytics', { degree: 'pseudonymous' });
    consent.grant('analytics', { degree: 'identified' });
    consent.grant('analytics', { degree: 'identified', until: NOW + 1 });
    consent.grant('personalization', { degree: 'on-device' });
    consent.grant('analytics', { degree: 'on-device', party: '*' });
    expect(endedGrants(consent.ledger(), { now: NOW })).toEqual([]);
    expect(endedGrants(consent.ledger(), { now: NOW + 1 })).toHaveLength(1);
    expect(endedGrants(consent.ledger(), { now: NOW + YEAR_MS * 9 })).toHaveLength(5);
  });

  test('what the law of the place allowed is ended like what the person allowed', async () => {
    const change = { purpose: 'analytics', party: SOURCE, decision: 'granted', degree: 'identified' } as const;
    const first = { v: 1, seq: 0, id: 'by-law', at: NOW, type: 'default', actor: 'person', notice: '1' } as const;
    const event = { ...first, changes: [{ ...change, basis: 'default' as const }], prev: chainStart(SOURCE) };
    const ledger: Ledger = { source: SOURCE, events: [event], head: hashEvent(event) };
    const { events, put, erase } = setUp();
    const context = { kindred: { grant: 'by-law', purpose: 'analytics' } };
    await events.append([storedEvent(1, { context })]);
    expect((await put(ledger)).body).toMatchObject({ added: 1, erased: 0 });
    expect((await erase(extended(ledger, ledger, 'analytics'))).body).toMatchObject({ erased: 1 });
    expect(await events.count()).toBe(0);
  });

  test('the lowest later word counts, and a new yes after it is another permission', () => {
    const { consent } = person();
    consent.grant('analytics', { degree: 'identified' });
    consent.grant('analytics', { degree: 'on-device' });
    consent.grant('analytics', { degree: 'identified' });
    const [first] = consent.ledger().events;
    expect(endedGrants(consent.ledger(), { now: NOW })).toEqual([{ grant: first?.id, purpose: 'analytics' }]);
  });

  test('an erasing that failed at a deposit is made good by the next one', async () => {
    const events = memoryEventStore();
    let isDown = true;
    const failing: EventStore = {
      ...events,
      erase: async (grants) => {
        if (isDown) throw new KindredError('storage-unavailable', 'down');
        return events.erase(grants);
      },
    };
    const { put } = setUp({ events: failing });
    const { consent } = person();
    consent.grant('analytics');
    await events.append([allowedBy(consent, 1)]);
    consent.withdraw('analytics');
    expect((await put(consent.ledger())).status).toBe(503);
    isDown = false;
    expect((await put(consent.ledger())).body).toMatchObject({ added: 0, erased: 1 });
  });
});

describe('signed ledgers', () => {
  async function signed(consent: Consent, keyPair?: webcrypto.CryptoKeyPair) {
    const pair = keyPair ?? (await newPair());
    const signer = createLedgerSigner({ subtle: webcrypto.subtle, keyPair: pair, algorithm: 'ES256' });
    return { ledger: await signLedger(consent.ledger(), signer), publicKey: await signer.publicKey(), pair };
  }
  const newPair = () => webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const verifySignatures: ConsentServiceOptions['verifySignatures'] = (ledger, publicKey) =>
    isKey(publicKey)
      ? verifyLedger(ledger, { publicKey, subtle: webcrypto.subtle })
      : Promise.resolve({ ok: false, at: 0, why: 'key' });
  const isKey = (value: unknown): value is { kty: string; crv: string; x: string } =>
    typeof value === 'object' && value !== null && 'kty' in value;

  test('a ledger that came with a key goes on only with signatures of that key', async () => {
    const { put, erase, export: read } = setUp({ verifySignatures });
    const { consent } = person();
    consent.grant('analytics');
    const { ledger, publicKey, pair } = await signed(consent);
    expect((await put(ledger, { publicKey })).status).toBe(200);
    consent.withdraw('analytics');
    for (const call of [put, erase, read]) {
      expect(await call(consent.ledger())).toMatchObject({
        status: 403,
        body: { error: { code: 'invalid-ledger', at: '/ledger/events/0/sig' } },
      });
    }
    const foreign = await signed(consent);
    expect((await erase(foreign.ledger, { publicKey: foreign.publicKey })).status).toBe(403);
    const next = await signed(consent, pair);
    expect((await erase(next.ledger)).body).toMatchObject({ erased: 0 });
    expect((await put(next.ledger, { publicKey })).status).toBe(200);
  });

  test('a first signature that does not hold, or a key that is none, stores nothing', async () => {
    const { put, consents } = setUp({ verifySignatures });
    const { consent } = person();
    consent.grant('analytics');
    const { publicKey } = await signed(consent);
    expect((await put(consent.ledger(), { publicKey })).status).toBe(403);
    expect((await put(consent.ledger(), { publicKey: 'text' })).status).toBe(400);
    expect((await put(consent.ledger(), { publicKey: { x: 'x'.repeat(5_000) } })).status).toBe(400);
    expect((await put(consent.ledger(), { publicKey: { kty: 'none' } })).status).toBe(403);
    expect(await idsOf(consents)).toEqual([]);
  });

  test('a server that does not verify signatures does not pretend to', async () => {
    const { consent } = person();
    consent.grant('analytics');
    const { ledger, publicKey } = await signed(consent);
    expect(await setUp().put(ledger, { publicKey })).toMatchObject({ status: 400 });
    expect((await setUp().put(ledger)).status).toBe(200);
  });
});

describe('the service', () => {
  test('other paths are not found, and other methods are told which one', async () => {
    const { service } = setUp();
    const answer = (method: string, path: string) => service(new Request(`https://shop.example${path}`, { method }));
    expect((await answer('GET', '/v1/other')).status).toBe(404);
    for (const [path, method] of [
      ['/v1/consent', 'PUT'],
      ['/a/v1/events', 'DELETE'],
      ['/v1/export', 'POST'],
    ] as const) {
      const wrong = await answer('GET', path);
      expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, `${method}, OPTIONS`]);
      const preflight = await answer('OPTIONS', path);
      expect([preflight.status, preflight.headers.get('access-control-allow-methods')]).toEqual([
        204,
        `${method}, OPTIONS`,
      ]);
      expect(preflight.headers.get('access-control-allow-headers')).toContain('kindred-consent');
    }
  });

  test('pages of other origins may not call unless they are listed', async () => {
    const { call } = setUp({ allowedOrigins: ['https://other.example'] });
    const { consent } = person();
    consent.grant('analytics');
    const from = (origin: string) =>
      call('PUT', '/v1/consent', { ledger: consent.ledger(), secret: SECRET }, { origin });
    expect((await from('https://evil.example')).status).toBe(403);
    const listed = await from('https://other.example');
    expect([listed.status, listed.headers.get('access-control-allow-origin')]).toEqual([200, 'https://other.example']);
  });

  test('after hundreds of decisions about everything and everybody the person can still erase', async () => {
    const { put, erase } = setUp();
    const changes = Array.from({ length: 220 }, (_, n) => ({
      purpose: `purpose-${n % 11}`,
      party: `party-${Math.floor(n / 11)}.example`,
      decision: 'granted' as const,
      degree: 'pseudonymous' as const,
      basis: 'consent' as const,
      until: NOW + 1,
      version: '2026-11',
    }));
    const ledger = Array.from({ length: 20 }).reduce<Ledger>(
      ({ source, events, head }, _, seq) => {
        const next = { v: 1, seq, id: `event-${seq}`, at: NOW, type: 'granted', actor: 'person', changes } as const;
        const event = { ...next, notice: '2026-11', prev: head };
        return { source, events: [...events, event], head: hashEvent(event) };
      },
      { source: SOURCE, events: [], head: chainStart(SOURCE) },
    );
    expect(JSON.stringify(ledger).length).toBeGreaterThan(500_000);
    expect(await put(ledger)).toMatchObject({ status: 200, body: { added: 20 } });
    expect(await erase(ledger, { erase: true })).toMatchObject({ status: 200 });
  });

  test('bodies that may be large are counted while they are read', async () => {
    const { service, put } = setUp({ maxConcurrent: 1 });
    const { consent } = person();
    consent.grant('analytics');
    let finish = () => {};
    const slow = new ReadableStream<Uint8Array>({
      start: (controller) => {
        finish = () => controller.close();
      },
    });
    const init = { method: 'PUT', headers: { 'content-type': 'application/json' }, body: slow, duplex: 'half' };
    const first = service(new Request('https://shop.example/v1/consent', init));
    expect((await put(consent.ledger())).status).toBe(503);
    finish();
    expect((await first).status).toBe(400);
    expect((await put(consent.ledger())).status).toBe(200);
  });

  test('bodies that arrive slowly keep nobody from withdrawing', async () => {
    const { service, put } = setUp({ maxConcurrent: 1 });
    const { consent } = person();
    consent.grant('analytics');
    const endless = new ReadableStream<Uint8Array>();
    const slow = { method: 'PUT', headers: { 'content-type': 'application/json' }, body: endless, duplex: 'half' };
    void service(new Request('https://shop.example/v1/consent', slow));
    const body = JSON.stringify({ ledger: consent.ledger(), secret: SECRET });
    const headers = { 'content-type': 'application/json', 'content-length': String(body.length) };
    const answer = await service(new Request('https://shop.example/v1/consent', { method: 'PUT', headers, body }));
    expect(answer.status).toBe(200);
    expect((await put(consent.ledger())).status).toBe(503);
  });

  test('a body that is too large, no JSON or hostile is refused', async () => {
    const { call, reports } = setUp({ maxBodyBytes: 50_000 });
    expect((await call('PUT', '/v1/consent', 'x'.repeat(60_000))).status).toBe(413);
    expect((await call('PUT', '/v1/consent', '{')).status).toBe(400);
    for (const body of ['[]', '7', 'null', '{"ledger":null}', '{"__proto__":{"ledger":{}}}']) {
      expect((await call('PUT', '/v1/consent', body)).status).toBeGreaterThanOrEqual(400);
    }
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    expect((await call('DELETE', '/v1/events', `{"ledger":${deep}}`)).status).toBe(403);
    const hostile = `{"ledger":{"source":"shop.example","head":"","events":[{"__proto__":{"v":1},"v":${deep}}]}}`;
    expect((await call('DELETE', '/v1/events', hostile)).status).toBe(403);
    expect(reports.filter(({ kind }) => kind !== 'ledger-refused')).toEqual([]);
  });

  test('whatever comes as a ledger, the answer is a refusal and never a failure', async () => {
    const { call, reports } = setUp();
    const { consent } = person();
    consent.grant('*');
    consent.withdraw('ads');
    const text = JSON.stringify({ ledger: consent.ledger(), secret: SECRET, erase: true });
    const mutated = fc.tuple(fc.nat(text.length - 1), fc.nat(20), fc.string({ maxLength: 5 })).map(([at, cut, put]) => {
      return text.slice(0, at) + put + text.slice(at + cut);
    });
    await fc.assert(
      fc.asyncProperty(fc.oneof(mutated, fc.json()), fc.constantFrom('PUT', 'DELETE', 'POST'), async (body, method) => {
        const path = { PUT: '/v1/consent', DELETE: '/v1/events', POST: '/v1/export' }[method];
        const { status } = await call(method, path ?? '', body);
        // Spaces, or a change after the ledger, leave it whole.
        if (status !== 200) expect([400, 403, 404, 409]).toContain(status);
      }),
      { seed: 22, numRuns: 400 },
    );
    expect(reports.filter(({ kind }) => kind !== 'ledger-refused')).toEqual([]);
  });

  test('a store that fails is told as 503, without its words, and the developer hears of it', async () => {
    const broken: EventStore = { ...memoryEventStore(), erase: () => Promise.reject(new Error('secret path')) };
    const { erase, reports } = setUp({ events: broken });
    const { consent } = person();
    consent.grant('analytics');
    consent.withdraw('analytics');
    const { status, body } = await erase(consent.ledger());
    expect(status).toBe(500);
    expect(JSON.stringify(body)).not.toContain('secret');
    const closed = memoryConsentStore();
    await closed.close();
    const other = setUp({ consents: closed });
    const answer = await other.erase(consent.ledger());
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
    expect([...reports, ...other.reports].map(({ kind }) => kind)).toEqual(['internal-error', 'store-failed']);
  });

  test('more requests at once than are worked on are told to come again', async () => {
    let finish = () => {};
    const slow = memoryConsentStore();
    const waiting = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const { put } = setUp({ consents: { ...slow, get: (id) => waiting.then(() => slow.get(id)) }, maxConcurrent: 2 });
    const ledgers = [1, 2, 3].map(() => {
      const { consent } = person();
      consent.grant('analytics');
      return consent.ledger();
    });
    const answers = ledgers.map((ledger) => put(ledger));
    const busy = await Promise.race(answers);
    expect([busy.status, busy.headers.get('retry-after')]).toEqual([503, '1']);
    finish();
    expect((await Promise.all(answers)).map(({ status }) => status).sort()).toEqual([200, 200, 503]);
    const { consent } = person();
    consent.grant('analytics');
    expect((await put(consent.ledger())).status).toBe(200);
  });

  test('options are checked at once', () => {
    const good = {
      events: memoryEventStore(),
      consents: memoryConsentStore(),
      source: SOURCE,
      policy: POLICY,
      keys: [KEY],
    };
    const code = (options: object) => {
      try {
        createConsentService({ ...good, ...options });
      } catch (error) {
        return error instanceof Error && 'at' in error ? error.at : error;
      }
      return undefined;
    };
    expect(code({})).toBeUndefined();
    expect(code({ keys: [] })).toBe('keys');
    expect(code({ keys: ['short'] })).toBe('key');
    expect(code({ source: '' })).toBe('source');
    expect(code({ events: {} })).toBe('events');
    expect(code({ consents: undefined })).toBe('consents');
    expect(code({ policy: {} })).toBe('/purposes');
    expect(code({ maxConcurrent: 0 })).toBe('maxConcurrent');
  });
});

describe('several handlers as one', () => {
  const at =
    (path: string): Handler =>
    async ({ url }) =>
      new Response(path, { status: new URL(url).pathname === path ? 200 : 404 });

  test('the first that knows the path answers, and nobody is a 404', async () => {
    const handler = anyOf(at('/a'), at('/b'));
    const ask = async (path: string) => (await handler(new Request(`https://shop.example${path}`))).text();
    expect([await ask('/a'), await ask('/b')]).toEqual(['/a', '/b']);
    expect(await ask('/c')).toContain('not-found');
  });
});

describe('the end of a token', () => {
  test('a permission that ends within the hour ends the cookie with it', async () => {
    const { put } = setUp();
    const { consent } = person();
    consent.grant('analytics', { until: NOW + HOUR_MS });
    expect((await put(consent.ledger())).headers.get('set-cookie')).toContain('Max-Age=3600;');
  });
});
