import { describe, expect, test } from 'vitest';
import { type Consent, definePolicy } from '../../src/consent/index.ts';
import type { StoredEvent } from '../../src/events/index.ts';
import { createRecommender, type Interactions } from '../../src/recommend/index.ts';
import { train } from '../../src/recommend/train/index.ts';
import {
  type ConsentStore,
  createConsentService,
  interactionsFrom,
  type LearningConsent,
  memoryConsentStore,
  memoryEventStore,
} from '../../src/server/index.ts';
import { newestIn, POLICY, person, SECRET, SOURCE } from './ledgers.ts';
import { NOW, storedEvent } from './samples.ts';

const policy = definePolicy(POLICY);

const learning = (consents: ConsentStore, members: Partial<LearningConsent> = {}): LearningConsent => ({
  consents,
  policy,
  purpose: 'personalization',
  now: NOW,
  ...members,
});

let count = 0;

/** What a device did, under the newest permission of its person. */
function viewed(consent: Consent, device: string, product: string, members: Partial<StoredEvent> = {}): StoredEvent {
  const context = { kindred: { grant: newestIn(consent), purpose: 'analytics' } };
  return storedEvent(++count, { anonymousId: device, properties: { product_id: product }, context, ...members });
}

function pairsOf({ users, items, userStart, itemIndex }: Interactions): readonly string[] {
  return users.flatMap((user, u) =>
    Array.from(itemIndex.subarray(userStart[u] ?? 0, userStart[u + 1]), (item) => `${user} ${items[item]}`),
  );
}

describe('learning with permission', () => {
  test('only events are learned from whose ledger allows it at that moment', async () => {
    const [consents, store] = [memoryConsentStore(), memoryEventStore()];
    const people = ['yes', 'no', 'low', 'later'].map((name) => ({ name, consent: person().consent }));
    for (const { name, consent } of people) {
      consent.grant('analytics');
      if (name === 'yes') consent.grant('personalization');
      if (name === 'no') consent.refuse('personalization');
      if (name === 'low') consent.grant('personalization', { degree: 'on-device' });
      if (name === 'later') consent.grant('personalization', { until: NOW - 1 });
      await consents.put(consent.ledger());
      await store.append([viewed(consent, name, 'tea')]);
    }
    await store.append([storedEvent(900), viewed(person().consent, 'unnamed', 'pot')]);
    const stranger = person().consent;
    stranger.grant('*');
    await store.append([viewed(stranger, 'unknown', 'cup')]);
    expect(pairsOf(await interactionsFrom(store, { consent: learning(consents) }))).toEqual(['yes tea']);
    const onDevice = learning(consents, { degree: 'on-device' });
    expect(pairsOf(await interactionsFrom(store, { consent: onDevice }))).toEqual(['low tea', 'yes tea']);
    const earlier = learning(consents, { now: NOW - 2 });
    expect(pairsOf(await interactionsFrom(store, { consent: earlier }))).toEqual(['later tea', 'yes tea']);
  });

  test('an event whose own permission was withdrawn is left out, also before it is erased', async () => {
    const [consents, store] = [memoryConsentStore(), memoryEventStore()];
    const { consent } = person();
    consent.grant('*');
    await store.append([viewed(consent, 'a1', 'tea')]);
    consent.withdraw('analytics');
    await consents.put(consent.ledger());
    expect(pairsOf(await interactionsFrom(store, { consent: learning(consents) }))).toEqual([]);
    consent.grant('analytics');
    await consents.put(consent.ledger());
    await store.append([viewed(consent, 'a1', 'pot')]);
    expect(pairsOf(await interactionsFrom(store, { consent: learning(consents) }))).toEqual(['a1 pot']);
  });

  test('an event whose time is over is left out', async () => {
    const [consents, store] = [memoryConsentStore(), memoryEventStore()];
    const { consent } = person();
    consent.grant('*');
    await consents.put(consent.ledger());
    const until = (time: number) => ({ context: { kindred: { grant: newestIn(consent), until: time } } });
    await store.append([viewed(consent, 'a1', 'old', until(NOW)), viewed(consent, 'a1', 'new', until(NOW + 1))]);
    expect(pairsOf(await interactionsFrom(store, { consent: learning(consents) }))).toEqual(['a1 new']);
  });

  test('a device is joined to its person only where that may be learned', async () => {
    const [consents, store] = [memoryConsentStore(), memoryEventStore()];
    const { consent } = person();
    consent.grant('*');
    await consents.put(consent.ledger());
    await store.append([viewed(consent, 'a1', 'tea'), storedEvent(901, { type: 'identify', userId: 'ann' })]);
    expect(pairsOf(await interactionsFrom(store, { consent: learning(consents) }))).toEqual(['a1 tea']);
    await store.append([viewed(consent, 'a1', '', { type: 'identify', userId: 'ann' })]);
    expect(pairsOf(await interactionsFrom(store, { consent: learning(consents) }))).toEqual(['ann tea']);
  });

  test('a ledger that was changed allows nothing, and others still do', async () => {
    const [consents, store] = [memoryConsentStore(), memoryEventStore()];
    const [one, other] = [person().consent, person().consent];
    for (const consent of [one, other]) {
      consent.grant('*');
      await consents.put(consent.ledger());
    }
    await store.append([viewed(one, 'a1', 'tea'), viewed(other, 'a2', 'tea')]);
    const { KindredError } = await import('../../src/server/index.ts');
    const tampered: ConsentStore = {
      ...consents,
      find: async (id) => {
        if (id === newestIn(one)) throw new KindredError('invalid-ledger', 'changed');
        return consents.find(id);
      },
    };
    expect(pairsOf(await interactionsFrom(store, { consent: learning(tampered) }))).toEqual(['a2 tea']);
    const failing: ConsentStore = { ...consents, find: () => Promise.reject(new Error('disk')) };
    await expect(interactionsFrom(store, { consent: learning(failing) })).rejects.toThrow('disk');
  });

  test('a purpose that the policy does not have is a mistake, not an empty model', async () => {
    const consent = learning(memoryConsentStore(), { purpose: 'personalisation' });
    await expect(interactionsFrom(memoryEventStore(), { consent })).rejects.toMatchObject({ code: 'invalid-purpose' });
  });

  test('who is erased contributes nothing to the next model', async () => {
    const [consents, events] = [memoryConsentStore(), memoryEventStore()];
    const service = createConsentService({
      events,
      consents,
      source: SOURCE,
      policy,
      keys: ['a secret for tests, of 32 bytes.'],
      clock: { now: () => NOW },
    });
    const tell = (method: string, path: string, consent: Consent) =>
      service(
        new Request(`https://shop.example${path}`, {
          method,
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ ledger: consent.ledger(), secret: SECRET }),
        }),
      );
    const crowd = Array.from({ length: 6 }, () => person().consent);
    for (const [n, consent] of crowd.entries()) {
      consent.grant('*');
      expect((await tell('PUT', '/v1/consent', consent)).status).toBe(200);
      // The last one alone connects tea with a rarity.
      const products = n === 5 ? ['tea', 'rarity'] : ['tea', 'pot'];
      await events.append(products.map((product) => viewed(consent, `d${n}`, product)));
    }
    const learn = async () => {
      const interactions = await interactionsFrom(events, { consent: learning(consents) });
      const model = await train(interactions, { algorithm: 'cosine' });
      const { items } = createRecommender(model).recommend({ items: ['tea'], count: 5 });
      return { users: interactions.users, items: interactions.items, recommended: items.map(({ item }) => item) };
    };
    expect(await learn()).toMatchObject({ recommended: ['pot', 'rarity'] });
    const last = crowd[5];
    last?.withdraw('*');
    if (last) expect(await (await tell('DELETE', '/v1/events', last)).json()).toMatchObject({ erased: 2 });
    const after = await learn();
    expect(after.recommended).toEqual(['pot']);
    expect(after.items).not.toContain('rarity');
    expect(after.users).toEqual(['d0', 'd1', 'd2', 'd3', 'd4']);
  });
});
