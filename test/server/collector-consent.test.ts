import { describe, expect, test } from 'vitest';
import { createGate, createOutgoing, definePolicy, redactEvent } from '../../src/consent/index.ts';
import type { EventStore, KindredEvent } from '../../src/events/index.ts';
import {
  type CollectorOptions,
  checkLedger,
  createCollector,
  encodeConsentToken,
  memoryEventStore,
  type Report,
  tokenFromRequest,
} from '../../src/server/index.ts';
import { memoryPlatform } from '../../src/testing/index.ts';
import { newestIn, POLICY, person, SOURCE } from './ledgers.ts';
import { NOW, trackEvent } from './samples.ts';

const KEY = 'a secret for tests, of 32 bytes.';
const policy = definePolicy(POLICY);

function collectorFor(options: Partial<CollectorOptions>) {
  const store = options.store ?? memoryEventStore();
  const reports: Report[] = [];
  const onReport = (report: Report) => reports.push(report);
  const collect = createCollector({ clock: { now: () => NOW }, onReport, ...options, store });
  const send = async (batch: readonly unknown[], headers: Readonly<Record<string, string>> = {}) => {
    const request = new Request('https://shop.example/v1/batch', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ batch }),
    });
    const response = await collect(request);
    return { status: response.status, ...(await response.json()) };
  };
  return { store, send, reports };
}

const codesOf = (rejected: readonly { readonly index: number; readonly code: string }[]) =>
  rejected.map(({ index, code }) => `${index} ${code}`);

const kindred = (n: number, context: object): KindredEvent => ({ ...trackEvent(n), context: { kindred: context } });

async function storedIn(store: EventStore): Promise<readonly KindredEvent[]> {
  const events: KindredEvent[] = [];
  for await (const event of store.read()) events.push(event);
  return events;
}

describe('a collector that requires permission', () => {
  test('every stored event names the consent event that allowed it', async () => {
    const { store, send } = collectorFor({ requireGrant: true });
    const answer = await send([
      kindred(1, { grant: 'g1' }),
      trackEvent(2),
      kindred(3, { grant: '' }),
      { type: 'track' },
      kindred(5, { degree: 'pseudonymous', notice: '1' }),
      kindred(6, { grant: 'g1', degree: 'identified' }),
    ]);
    expect(answer).toMatchObject({ status: 200, accepted: 2 });
    expect(codesOf(answer.rejected)).toEqual(['1 no-grant', '2 no-grant', '3 invalid-event', '4 no-grant']);
    expect(answer.rejected[0]).toMatchObject({ at: '/batch/1/context/kindred/grant' });
    expect((await storedIn(store)).map(({ context }) => context?.kindred?.grant)).toEqual(['g1', 'g1']);
  });

  test('an anonymous event names the notice instead, and nobody', async () => {
    const { store, send } = collectorFor({ requireGrant: true });
    const { anonymousId: _, ...nobody } = trackEvent(1);
    const at = (context: object, members: object = {}) => ({ ...nobody, ...members, context: { kindred: context } });
    const answer = await send([
      at({ degree: 'anonymous', notice: '2026-11' }),
      at({ degree: 'anonymous', notice: '2026-11' }, { messageId: 'm2', anonymousId: 'a1' }),
      at({ degree: 'anonymous' }, { messageId: 'm3' }),
      at({ degree: 'anonymous', notice: '2026-11', grant: 'g1' }, { messageId: 'm4' }),
    ]);
    expect(codesOf(answer.rejected)).toEqual(['1 invalid-event', '2 no-grant', '3 invalid-event']);
    expect((await storedIn(store)).map(({ messageId }) => messageId)).toEqual(['m1']);
  });

  test('what the gate lets out at each degree is taken', async () => {
    for (const degree of ['anonymous', 'pseudonymous', 'identified'] as const) {
      const { send, store } = collectorFor({ requireGrant: true });
      const { consent } = person();
      consent.grant('analytics', { degree });
      const sent: KindredEvent[] = [];
      const gate = createGate({ consent, logger: memoryPlatform().logger });
      const out = createOutgoing({
        consent,
        gate,
        needs: [{ purpose: 'analytics', degree: 'anonymous' }],
        sink: (event) => sent.push(event),
      });
      gate.start();
      out.put({ ...trackEvent(1), userId: 'ann' });
      const answer = await send(sent);
      expect({ degree, accepted: answer.accepted, rejected: answer.rejected }).toEqual({
        degree,
        accepted: 1,
        rejected: [],
      });
      expect((await storedIn(store))[0]?.context?.kindred?.degree).toBe(degree);
    }
  });

  test('the developer hears how many were rejected and why, and nothing of the visitor', async () => {
    const { send, reports } = collectorFor({ requireGrant: true });
    await send([trackEvent(1), { type: 'track' }, trackEvent(3)]);
    expect(reports).toEqual([
      { kind: 'events-rejected', message: '3 events of a batch were rejected: no-grant, messageId.' },
    ]);
  });

  test('an event whose time is over is rejected, by the clock of the server', async () => {
    const { send } = collectorFor({});
    const answer = await send([kindred(1, { until: NOW }), kindred(2, { until: NOW + 1 }), kindred(3, { until: 'x' })]);
    expect(codesOf(answer.rejected)).toEqual(['0 expired', '2 invalid-event']);
  });
});

describe('a collector that looks at the token', () => {
  const tokenOptions = { keys: [KEY], policy, source: SOURCE };

  function tokenFor(grant: (consent: ReturnType<typeof person>['consent']) => void, signals: readonly string[] = []) {
    const { consent } = person();
    grant(consent);
    const ledger = checkLedger(consent.ledger(), { policy, now: NOW, signals });
    return encodeConsentToken(ledger, { key: KEY, head: consent.ledger().head, now: NOW, signals });
  }

  const some = tokenFor((consent) => {
    consent.grant('analytics', { degree: 'pseudonymous' });
    consent.grant('ads');
  });

  test('events that the token denies are rejected, by purpose and by degree', async () => {
    const { send } = collectorFor({ token: tokenOptions });
    const batch = [
      kindred(1, { degree: 'pseudonymous' }),
      kindred(2, { degree: 'identified' }),
      kindred(3, { degree: 'pseudonymous', purpose: 'personalization' }),
      kindred(4, { degree: 'pseudonymous', purpose: 'unknown' }),
      kindred(5, { degree: 'pseudonymous', purpose: 'ads' }),
    ];
    const answer = await send(batch, { cookie: `a=b; kindred_consent=${some}; c=d` });
    expect(codesOf(answer.rejected)).toEqual(['1 denied', '2 denied', '3 denied']);
    expect(answer.rejected[0].message).toContain('degree-too-low');
  });

  test('an event that claims less than it holds is judged by what it holds', async () => {
    const { send } = collectorFor({ token: tokenOptions });
    const claim = { context: { kindred: { degree: 'pseudonymous' } } };
    const batch = [
      { ...trackEvent(1, { userId: 'ann' }), ...claim },
      { ...trackEvent(2, { traits: { email: 'a@b' } }), ...claim },
      { ...trackEvent(3), context: { ...claim.context, traits: { email: 'a@b' } } },
      trackEvent(4),
      { ...trackEvent(5), context: { kindred: { degree: 'on-device' } } },
    ];
    const answer = await send(batch, { 'kindred-consent': some });
    expect(codesOf(answer.rejected)).toEqual(['0 denied', '1 denied', '2 denied', '3 denied', '4 denied']);
  });

  test('without a token, or with one that is worth nothing, every event is rejected', async () => {
    const { send, store } = collectorFor({ token: tokenOptions });
    const batch = [kindred(1, { degree: 'pseudonymous' })];
    for (const cookie of ['', 'kindred_consent=', `kindred_consent=${some.slice(1)}`, `kindred_consent=x${some}`]) {
      expect(codesOf((await send(batch, { cookie })).rejected)).toEqual(['0 denied']);
    }
    expect(await store.count()).toBe(0);
  });

  test('Global Privacy Control refuses what is sold, unless the person allowed it in its presence', async () => {
    const { send } = collectorFor({ token: tokenOptions });
    const batch = [kindred(1, { degree: 'pseudonymous' }), kindred(2, { degree: 'pseudonymous', purpose: 'ads' })];
    const without = await send(batch, { 'kindred-consent': some, 'sec-gpc': '1' });
    expect(codesOf(without.rejected)).toEqual(['1 denied']);
    expect(without.rejected[0].message).toContain('signal');
  });

  test('a key that is too short is found when the collector is made', () => {
    expect(() => collectorFor({ token: { ...tokenOptions, keys: ['short'] } })).toThrow(/16 bytes/);
  });

  test('with several tokens only what all of them allow is allowed', () => {
    const all = tokenFor((consent) => consent.grant('*'));
    const read = (headers: Readonly<Record<string, string>>) =>
      tokenFromRequest(new Request('https://shop.example/', { headers }), { ...tokenOptions, now: NOW });
    const may = (headers: Readonly<Record<string, string>>) => {
      const { check } = read(headers);
      return policy.purposes.filter(({ id }) => check({ purpose: id }).allow).map(({ id }) => id);
    };
    const cookie = (...tokens: readonly string[]) => tokens.map((token) => `kindred_consent=${token}`).join('; ');
    expect(may({ cookie: cookie(all) })).toEqual(['analytics', 'personalization', 'ads']);
    expect(may({ cookie: cookie(all, some) })).toEqual(['analytics', 'ads']);
    expect(may({ cookie: cookie(some, all) })).toEqual(['analytics', 'ads']);
    expect(may({ cookie: cookie(all), 'kindred-consent': some })).toEqual(['analytics', 'ads']);
    expect(may({ cookie: cookie(all), 'kindred-consent': all })).toEqual(['analytics', 'personalization', 'ads']);
    expect(may({ cookie: cookie(all, 'rubbish') })).toEqual([]);
    expect(may({ cookie: cookie(all), 'kindred-consent': '' })).toEqual([]);
    expect(may({ cookie: cookie(`"${all}"`) })).toEqual(['analytics', 'personalization', 'ads']);
    expect(read({})).toMatchObject({ kind: 'refused', why: 'missing' });
    expect(may({ cookie: `other_${cookie(all)}` })).toEqual([]);
  });
});

test('a redacted anonymous event and its grant stay apart', () => {
  const event = redactEvent(
    kindred(1, { grant: newestIn(person().consent) || 'g1', degree: 'anonymous' }),
    'anonymous',
  );
  expect(event?.context?.kindred?.grant).toBeUndefined();
});
