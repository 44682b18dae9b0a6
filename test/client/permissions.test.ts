import { describe, expect, test } from 'vitest';
import { createKindred, type KindredOptions } from '../../src/client/index.ts';
import * as personalization from '../../src/client/personalization.ts';
import { type ConsentPolicyDefinition, STANDARD_PURPOSES, verifyChain } from '../../src/consent/index.ts';
import { readPersonExport } from '../../src/consent/receipts/index.ts';
import { type MemoryWorld, memoryWorld } from './memory-ports.ts';

const POLICY: ConsentPolicyDefinition = {
  version: '1',
  purposes: [
    ...STANDARD_PURPOSES,
    { id: 'ads', title: 'Advertising', description: '', keeps: { cookies: ['_ads*'], databases: ['ads'] } },
  ],
  parties: [{ id: 'ads.example', name: 'Ads', purposes: ['ads'] }],
};
const ADS = { party: 'ads.example', purpose: 'ads', endpoint: 'https://ads.example/v1' };

function openPage(world: MemoryWorld = memoryWorld(), options: Partial<KindredOptions> = {}) {
  const kindred = createKindred({
    source: 'shop.example',
    policy: POLICY,
    ports: world.ports,
    personalization,
    ...options,
  });
  const stop = kindred.start();
  const view = (item: string) => kindred.track('Product Viewed', { product_id: item, category: 'tea', price: 4.5 });
  return { kindred, stop, world, view };
}

describe('degrees', () => {
  test('at anonymous events leave without any id, and no id is made or kept', async () => {
    const { kindred, world, view } = openPage();
    kindred.consent.grant('storage');
    kindred.consent.grant('analytics', { degree: 'anonymous' });
    view('oolong');
    await kindred.flush();
    const [event] = world.delivered();
    expect(event).toMatchObject({ event: 'Product Viewed', properties: { product_id: 'oolong', price: 2 } });
    expect(event).not.toHaveProperty('anonymousId');
    expect(event?.context?.kindred).toEqual({ degree: 'anonymous', purpose: 'analytics', notice: '1' });
    expect(world.cookies.size).toBe(0);
    expect((await world.stored()).filter((name) => name.startsWith('identity'))).toEqual([]);
    // The ledger would be an id as well: nobody deposits it.
    expect(world.calls).toEqual([]);
  });

  test('who goes down a degree goes on as somebody else, and what waited is dropped', async () => {
    const { kindred, world, view } = openPage();
    kindred.consent.grant('*');
    kindred.consent.grant('analytics', { degree: 'pseudonymous' });
    view('one');
    kindred.consent.grant('analytics', { degree: 'anonymous' });
    expect(kindred.waiting()).toBe(0);
    expect(world.cookies.size).toBe(0);
    view('two');
    await kindred.flush();
    expect(world.delivered().map(({ properties }) => properties?.product_id)).toEqual(['two']);
  });
});

describe('other parties', () => {
  test('get events only as far as each was allowed, under a name of its own', async () => {
    const { kindred, world, view } = openPage(memoryWorld(), { destinations: [ADS] });
    kindred.consent.grant('*');
    view('before');
    await kindred.flush();
    expect(world.elsewhere).toEqual([]);
    kindred.consent.grant('ads', { party: 'ads.example' });
    view('after');
    await kindred.flush();
    const events = world.elsewhere.flatMap(({ body }) => JSON.parse(body).batch);
    expect(world.elsewhere.every(({ endpoint }) => endpoint === ADS.endpoint)).toBe(true);
    expect(events.map(({ properties }) => properties.product_id)).toEqual(['before', 'after']);
    const here = world.delivered().map(({ anonymousId }) => anonymousId);
    expect(new Set(events.map(({ anonymousId }) => anonymousId)).size).toBe(1);
    expect(here).not.toContain(events[0]?.anonymousId);
    expect(JSON.stringify(world.elsewhere)).not.toContain(here[0]);
    // The person sees by which number they know her.
    expect(kindred.rights.pseudonymsAt('ads.example')).toEqual([events[0]?.anonymousId]);
    expect(kindred.rights.pseudonymsAt('others.example')).toEqual([]);
    kindred.consent.grant('ads', { party: 'ads.example', degree: 'anonymous' });
    expect(kindred.rights.pseudonymsAt('ads.example')).toEqual([]);
  });

  test('lose the person when permission ends: the queue is dropped, and the next name is another', async () => {
    const { kindred, world, view } = openPage(memoryWorld(), { destinations: [ADS] });
    kindred.consent.grant('*', { party: '*' });
    view('one');
    await kindred.flush();
    view('two');
    kindred.consent.withdraw('ads', { party: '*' });
    expect((await world.stored()).filter((name) => name.startsWith('journal of') || name.startsWith('keys'))).toEqual(
      [],
    );
    await kindred.flush();
    kindred.consent.grant('ads', { party: '*' });
    view('three');
    await kindred.flush();
    const events = world.elsewhere.flatMap(({ body }) => JSON.parse(body).batch);
    expect(events.map(({ properties }) => properties.product_id)).toEqual(['one', 'three']);
    expect(events[0]?.anonymousId).not.toBe(events[1]?.anonymousId);
  });

  test('destinations that are not whole are refused when the page sets up', () => {
    const { ports } = memoryWorld();
    const destinations = [{ ...ADS, party: '' }];
    expect(() => createKindred({ source: 's', policy: POLICY, ports, destinations })).toThrowError(
      expect.objectContaining({ code: 'invalid-options', at: 'destinations' }),
    );
  });
});

describe('a withdrawal', () => {
  test('is swept, told to the collector with its proof, and reported', async () => {
    const { kindred, world, view } = openPage();
    kindred.consent.grant('*');
    view('oolong');
    await kindred.flush();
    const id = world.delivered()[0]?.anonymousId;
    world.answers.push(() => Response.json({ erased: 7 }));
    const report = await kindred.withdraw('*');
    expect(report).toMatchObject({
      purposes: ['storage', 'analytics', 'personalization', 'ads'],
      residue: [],
      collector: { kind: 'erased', events: 7 },
    });
    expect(world.swept).toContainEqual({ cookies: ['_ads*'], databases: ['ads'] });
    expect(world.swept).toContainEqual(expect.objectContaining({ localStorage: ['kindred.*'] }));
    const told = world.calls.at(-1);
    expect(told).toMatchObject({ method: 'DELETE', path: '/events', body: { secret: expect.any(String) } });
    expect(id).toBeDefined();
    expect(verifyChain(told?.body.ledger)).toMatchObject({ ok: true, events: 2 });
    expect(await world.stored()).toEqual([]);
    expect(world.cookies.size).toBe(0);
  });

  test('of one purpose sweeps what that purpose keeps, and nothing of the others', async () => {
    const { kindred, world } = openPage();
    kindred.consent.grant('*');
    const report = await kindred.withdraw('ads');
    expect(report?.purposes).toEqual(['ads']);
    expect(world.swept).toEqual([{ cookies: ['_ads*'], databases: ['ads'] }]);
    expect(world.cookies.size).toBe(1);
  });

  test('that the collector did not hear is said so, and told again while the page lives', async () => {
    const { kindred, world } = openPage();
    kindred.consent.grant('*');
    await kindred.flush();
    const down = () => new Response('', { status: 503 });
    world.answers.push(down, down);
    const before = world.calls.length;
    const report = await kindred.withdraw('*');
    expect(report?.collector).toEqual({ kind: 'not-told', status: 503 });
    world.platform.clock.advance(5_000);
    await Promise.resolve();
    expect(world.calls.length - before).toBe(2);
  });

  test('is reported to whoever listens, also where it was not made by this call', async () => {
    const { kindred } = openPage();
    const reports: (readonly string[])[] = [];
    const stop = kindred.onWithdrawal(({ purposes }) => reports.push(purposes));
    kindred.consent.grant('*');
    kindred.consent.refuse('ads');
    await expect.poll(() => reports).toEqual([['ads']]);
    await kindred.withdraw('analytics');
    expect(reports).toEqual([['ads'], ['analytics']]);
    stop();
    await kindred.withdraw('*');
    expect(reports).toHaveLength(2);
  });

  test('in the moment of the permission is swept, told and reported like any other', async () => {
    const { kindred, world } = openPage();
    kindred.consent.grant('*');
    const report = await kindred.withdraw('*');
    expect(report).toMatchObject({
      purposes: ['storage', 'analytics', 'personalization', 'ads'],
      collector: { kind: 'erased' },
    });
    expect(world.swept).toContainEqual({ cookies: ['_ads*'], databases: ['ads'] });
    expect(world.calls.map(({ method }) => method)).toContain('DELETE');
    expect(await world.stored()).toEqual([]);
  });

  test('to a lower degree in the moment of the permission is told as well', async () => {
    const { kindred, world } = openPage();
    kindred.consent.grant('*');
    kindred.consent.grant('analytics', { degree: 'on-device' });
    await kindred.flush();
    expect(world.swept).toContainEqual({ cookies: ['kindred_id', 'kindred_consent'] });
    expect(world.calls.at(-1)).toMatchObject({ method: 'DELETE', path: '/events' });
  });

  test('of what was not granted reports nothing', async () => {
    const { kindred, world } = openPage();
    expect(await kindred.withdraw('*')).toBeUndefined();
    expect(world.calls).toEqual([]);
  });

  test('in another tab is cleaned up behind here, too', async () => {
    const { kindred, world } = openPage();
    kindred.consent.grant('*');
    await kindred.flush();
    world.ports.choices.delete('consent');
    world.becomeStale();
    expect(world.swept.length).toBeGreaterThan(0);
    expect(kindred.consent.state().choices.analytics?.decision).toBe('withdrawn');
  });
});

describe('what is easily forgotten', () => {
  test('a withdrawal during a pause erases at once, and the collector is told', async () => {
    const { kindred, world, view } = openPage(memoryWorld(), { destinations: [ADS] });
    kindred.consent.grant('*', { party: '*' });
    view('one');
    await kindred.flush();
    kindred.rights.pause();
    const report = await kindred.withdraw('*');
    expect(report?.collector.kind).toBe('erased');
    expect(await world.stored()).toEqual([]);
    expect(world.cookies.size).toBe(0);
    expect(kindred.waiting()).toBe(0);
  });

  test('a lower degree is told to the collector, and every later choice', async () => {
    const { kindred, world } = openPage();
    kindred.consent.grant('*');
    await kindred.flush();
    const done = kindred.consent.grant('analytics', { degree: 'on-device' });
    expect(world.calls.at(-1)).toMatchObject({ method: 'DELETE', path: '/events' });
    expect(world.swept).toContainEqual({ cookies: ['kindred_id', 'kindred_consent'] });
    expect(await done).toBeUndefined();
    kindred.consent.refuse('ads');
    expect(world.calls.at(-1)).toMatchObject({ method: 'PUT', body: { ledger: { events: { length: 3 } } } });
  });

  test('who only ever kept things on the device, or sent without an id, is not made known by withdrawing', async () => {
    for (const degree of ['on-device', 'anonymous'] as const) {
      const { kindred, world } = openPage();
      kindred.consent.grant('personalization');
      kindred.consent.grant('analytics', { degree });
      expect((await kindred.withdraw('*'))?.collector).toEqual({ kind: 'nothing-stored' });
      expect(world.calls).toEqual([]);
    }
  });

  test('what only somebody else was allowed is swept and reported as well', async () => {
    const { kindred, world } = openPage();
    kindred.consent.grant('storage');
    kindred.consent.grant('ads', { party: 'ads.example' });
    const report = await kindred.withdraw('ads');
    expect(report?.purposes).toEqual(['ads']);
    expect(world.swept).toEqual([{ cookies: ['_ads*'], databases: ['ads'] }]);
  });

  test('what expired while nobody was here is swept at the start, and the collector is told', async () => {
    const before = openPage();
    const until = before.world.platform.clock.now() + 1000;
    before.kindred.consent.grant('storage');
    before.kindred.consent.grant('analytics', { until });
    before.kindred.consent.grant('ads', { until });
    before.stop();
    const world = memoryWorld(before.world);
    world.platform.clock.advance(2000);
    await openPage(world).kindred.flush();
    expect(world.swept).toContainEqual({ cookies: ['_ads*'], databases: ['ads'] });
    expect(world.calls).toMatchObject([{ method: 'DELETE' }]);
  });

  test('a store that cannot be erased is told as residue', async () => {
    const world = memoryWorld();
    const database = { ...world.ports.database, clear: () => Promise.reject(new Error('blocked')) };
    const { kindred, view } = openPage({ ...world, ports: { ...world.ports, database } });
    kindred.consent.grant('*');
    view('one');
    await kindred.flush();
    const report = await kindred.withdraw('personalization');
    expect(report?.residue).toContainEqual({ kind: 'databases', name: database.name });
  });

  test('events of a refusal or a pause do not go to others once their code is loaded', async () => {
    const { kindred, world, view } = openPage(memoryWorld(), { destinations: [ADS] });
    kindred.consent.grant('storage');
    kindred.consent.refuse('ads', { party: 'ads.example' });
    view('during a refusal');
    kindred.consent.grant('ads', { party: 'ads.example' });
    kindred.rights.pause();
    view('during a pause');
    kindred.rights.resume();
    view('allowed');
    await kindred.flush();
    const events = world.elsewhere.flatMap(({ body }) => JSON.parse(body).batch);
    expect(events.map(({ properties }) => properties.product_id)).toEqual(['allowed']);
  });

  test('one party with two purposes gets for each what that allows', async () => {
    const policy = { ...POLICY, parties: [{ id: 'ads.example', name: 'Ads', purposes: ['ads', 'analytics'] }] };
    const destinations = [ADS, { ...ADS, purpose: 'analytics', endpoint: 'https://ads.example/stats' }];
    const { kindred, world, view } = openPage(memoryWorld(), { policy, destinations });
    kindred.consent.grant('storage');
    kindred.consent.grant('ads', { party: 'ads.example', degree: 'anonymous' });
    kindred.consent.grant('analytics', { party: 'ads.example' });
    await kindred.flush();
    view('one');
    await kindred.flush();
    const sent = world.elsewhere.map(({ endpoint, body }) => [endpoint, 'anonymousId' in JSON.parse(body).batch[0]]);
    expect(sent.sort()).toEqual([
      ['https://ads.example/stats', true],
      ['https://ads.example/v1', false],
    ]);
  });

  test('orders and addresses do not join what two parties know', async () => {
    const { kindred, world } = openPage(memoryWorld(), { destinations: [ADS] });
    kindred.consent.grant('storage');
    kindred.consent.grant('ads', { party: 'ads.example' });
    const order = { order_id: 'O-4711', total: 12.34, products: [{ product_id: 'oolong', price: 12.34 }] };
    kindred.track('Order Completed', { ...order, note: 'gclid=Cj0KCQ' });
    await kindred.flush();
    const text = world.elsewhere.map(({ body }) => body).join();
    expect(text).toContain('oolong');
    for (const exact of ['O-4711', '12.34', 'Cj0KCQ', '"page"']) expect(text).not.toContain(exact);
  });
});

describe('where the law lets people opt out', () => {
  const region = { id: 'us', model: 'opt-out', grantDays: 365, refusalDays: 365 } as const;
  const policy = { ...POLICY, region };

  test('what leaves without a word of the person names the act that notes it, so that it can be exported and erased', async () => {
    const { kindred, world, view } = openPage(memoryWorld(), { policy });
    view('oolong');
    await kindred.flush();
    const [act] = kindred.consent.ledger().events;
    expect(act?.type).toBe('default');
    expect(world.delivered()[0]?.context?.kindred?.grant).toBe(act?.id);
    expect(kindred.consent.state().choices.analytics?.decision).toBe('unset');
    const report = await kindred.rights.erase();
    expect(report.collector.kind).toBe('erased');
  });

  test('a withdrawal is remembered, and ends what others were allowed as well', async () => {
    const { kindred, world } = openPage(memoryWorld(), { policy });
    await kindred.withdraw('*');
    for (const party of ['shop.example', 'ads.example']) {
      expect(kindred.consent.check({ purpose: 'ads', party }).allow).toBe(false);
    }
    const next = openPage(memoryWorld(world), { policy });
    expect(next.kindred.consent.check({ purpose: 'analytics' }).allow).toBe(false);
    expect(next.kindred.consent.check({ purpose: 'ads', party: 'ads.example' }).allow).toBe(false);
    expect(next.kindred.consent.ledger().events).toHaveLength(2);
  });
});

describe('the rights', () => {
  test('export is all of it in one file that can be read again', async () => {
    const { kindred, world, view } = openPage();
    view('waiting');
    kindred.consent.grant('*');
    kindred.profile.addInterest('green tea');
    kindred.identify('u1', { name: 'Ann' });
    await kindred.flush();
    world.answers.push(
      () => Response.json({ events: [{ messageId: 'a' }], next: 1 }),
      () => Response.json({ events: [{ messageId: 'b' }] }),
    );
    const file = readPersonExport(await kindred.rights.export(), { source: 'shop.example' });
    expect(file.ledger).toEqual(kindred.consent.ledger());
    expect(file.interests).toEqual(['green tea']);
    expect(file.collected).toEqual([{ messageId: 'a' }, { messageId: 'b' }]);
    expect(Object.keys(file.ids)).toContain('anonymousId');
    expect(file.receipts).toHaveLength(2);
    expect(JSON.stringify(file.profile)).toContain('waiting');
  });

  test('the secret goes to the collector alone: neither ledger, copy nor carried file has it', async () => {
    const { kindred, world } = openPage();
    kindred.consent.grant('*');
    await kindred.flush();
    const secret = String(world.calls[0]?.body.secret);
    expect(secret).toMatch(/^[0-9a-f]{32}$/);
    world.answers.push(() => Response.json({ events: [] }));
    const handedOn = [
      JSON.stringify(kindred.consent.ledger()),
      await kindred.rights.export(),
      await kindred.rights.carry(),
      await kindred.rights.receipts(),
    ];
    for (const text of handedOn) expect(text).not.toContain(secret);
    const later = openPage(memoryWorld(world)).kindred;
    later.consent.refuse('ads');
    expect(JSON.stringify(later.consent.ledger())).not.toContain(secret);
    expect('secret' in later.consent).toBe(false);
  });

  test('an export is not half of it: it fails where the collector does not answer', async () => {
    const { kindred, world } = openPage();
    kindred.consent.grant('*');
    await kindred.flush();
    world.answers.push(() => new Response('', { status: 500 }));
    await expect(kindred.rights.export()).rejects.toThrow('500');
  });

  test('before any choice an export tells what waits, and asks nobody', async () => {
    const { kindred, world, view } = openPage();
    view('waiting');
    const file = readPersonExport(await kindred.rights.export());
    expect(JSON.stringify(file.waiting)).toContain('waiting');
    expect(world.calls).toEqual([]);
  });

  test('what was carried is an offer elsewhere, and nothing until it is chosen', async () => {
    const { kindred } = openPage();
    kindred.consent.grant('analytics', { degree: 'anonymous' });
    kindred.consent.refuse('ads');
    const text = await kindred.rights.carry();
    const there = openPage(memoryWorld(), { source: 'other.example' }).kindred;
    const choices = await there.rights.offerFrom(text);
    expect(there.consent.ledger().events).toEqual([]);
    there.consent.choose(choices);
    expect(there.consent.check({ purpose: 'analytics' })).toMatchObject({ allow: true, degree: 'anonymous' });
    expect(there.consent.check({ purpose: 'ads' }).why).toBe('refused');
    await expect(there.rights.offerFrom('{}')).rejects.toMatchObject({ name: 'KindredError' });
  });

  test('a trait can be put right and forgotten', () => {
    const { kindred } = openPage();
    kindred.consent.grant('*');
    kindred.rights.correct('city', 'Graz');
    expect(kindred.profile.snapshot().traits).toEqual({ city: 'Graz' });
    kindred.rights.correct('city');
    expect(kindred.profile.snapshot().traits).toEqual({});
  });

  test('erase leaves nothing, here and at the collector, and works without a choice as well', async () => {
    const { kindred, world, view } = openPage();
    kindred.consent.grant('*');
    view('oolong');
    await kindred.flush();
    const report = await kindred.rights.erase();
    expect(report).toMatchObject({ residue: [], collector: { kind: 'erased' } });
    expect(world.calls.at(-1)).toMatchObject({ method: 'DELETE', body: { erase: true } });
    expect(await world.stored()).toEqual([]);
    const { kindred: fresh } = openPage();
    expect((await fresh.rights.erase()).collector).toEqual({ kind: 'nothing-stored' });
  });

  test('a pause stops sending and deciding, and nothing is lost with it', async () => {
    const { kindred, world, view } = openPage();
    kindred.consent.grant('*');
    view('one');
    kindred.rights.pause();
    view('during');
    await kindred.flush();
    expect(world.delivered()).toEqual([]);
    kindred.rights.resume();
    world.platform.clock.advance(60_000);
    await kindred.flush();
    expect(world.delivered().map(({ properties }) => properties?.product_id)).toEqual(['one']);
    expect(kindred.profile.snapshot().recentItems.map(({ item }) => item)).toEqual(['one']);
  });
});
