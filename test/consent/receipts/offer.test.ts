import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Choice, createConsent, DEGREES, type Degree, type Ledger } from '../../../src/consent/index.ts';
import { type Carried, carriedLedger, offerFrom, readCarried } from '../../../src/consent/receipts/index.ts';
import { memoryTextStore } from '../../../src/storage/index.ts';
import { memoryPlatform } from '../../../src/testing/index.ts';
import {
  DAY,
  granted,
  ledgerOf,
  ledgers,
  NOW,
  OTHER,
  OTHER_POLICY,
  POLICY,
  recordOf,
  refused,
  SHOP,
  START,
} from './fixtures.ts';

const HERE = { source: OTHER, now: START + 20 * DAY };
const rank = (degree: Degree | undefined) => DEGREES.indexOf(degree ?? 'identified');

function carry(ledger: Ledger): Carried {
  return readCarried(carriedLedger(ledger, POLICY, { interests: ['green tea', 'green tea'], tags: ['vegan'] }));
}

function offerOf(...changes: ReturnType<typeof granted>[]) {
  return offerFrom(carry(ledgerOf([{ changes }])), OTHER_POLICY, HERE);
}

function findChoice(choices: readonly Choice[], purpose: string, party?: string): Choice | undefined {
  return choices.find((choice) => choice.purpose === purpose && choice.party === party);
}

/** The other shop's engine over the ledger that was carried. */
function engineOf(ledger: Ledger) {
  const store = memoryTextStore();
  store.set('consent', recordOf(ledger));
  const consent = createConsent({ source: SHOP, policy: POLICY, ...memoryPlatform(), store });
  consent.start();
  return consent;
}

describe('an offer', () => {
  test('maps what the other shop was allowed to this one, no higher than it asks', () => {
    const { choices, from, interests, tags } = offerOf(
      granted('storage'),
      granted('analytics', { degree: 'on-device' }),
    );
    expect(findChoice(choices, 'storage')).toMatchObject({ degree: 'on-device' });
    expect(findChoice(choices, 'analytics')).toMatchObject({ degree: 'on-device' });
    expect(findChoice(choices, 'personalization')).toBeUndefined();
    expect({ from, interests, tags }).toEqual({ from: SHOP, interests: ['green tea'], tags: ['vegan'] });
  });

  test("keeps the person's limits, and ends no later than permissions here", () => {
    const until = HERE.now + 5 * DAY;
    const scope = { data: ['views'] };
    const { choices } = offerOf(
      granted('storage', { until, scope, tags: ['tea', ' '] }),
      granted('analytics', { from: HERE.now + 60_000 }),
    );
    expect(findChoice(choices, 'storage')).toEqual({
      purpose: 'storage',
      degree: 'on-device',
      until,
      scope,
      tags: ['tea'],
    });
    expect(findChoice(choices, 'analytics')).toMatchObject({ until: HERE.now + 90 * DAY, from: HERE.now + 60_000 });
  });

  test('releases no more tags than can be chosen', () => {
    const tags = Array.from({ length: 60 }, (_, i) => `tag ${i}`);
    const { choices } = offerOf(granted('storage', { tags: ['t'.repeat(65), ...tags] }));
    expect(findChoice(choices, 'storage')?.tags).toEqual(tags.slice(0, 50));
  });

  test('offers other parties only where both shops know them and they ask for it here', () => {
    const { choices, notes } = offerOf(
      granted('ads', { party: 'ads.example' }),
      granted('ads', { party: 'more-ads.example' }),
      granted('analytics', { party: 'ads.example' }),
      granted('newsletter', { party: 'post.example' }),
    );
    expect(choices).toEqual([
      { purpose: 'ads', party: 'ads.example', degree: 'pseudonymous', until: HERE.now + 90 * DAY },
    ]);
    expect(notes).toEqual([
      { purpose: 'ads', party: 'more-ads.example', why: 'unknown-party' },
      { purpose: 'analytics', party: 'ads.example', why: 'not-asked' },
      { purpose: 'newsletter', party: 'post.example', why: 'unknown-purpose' },
    ]);
  });

  test('what was given to many is offered to those of them that both know, one by one', () => {
    const members = ['ads.example', 'more-ads.example'];
    const { choices, notes } = offerOf(granted('ads', { party: 'advertisers', degree: 'anonymous', members }));
    expect(choices.map(({ purpose, party, degree }) => [purpose, party, degree])).toEqual([
      ['ads', 'ads.example', 'anonymous'],
    ]);
    expect(notes).toEqual([{ purpose: 'ads', party: 'advertisers', why: 'for-many' }]);
  });

  test('the old shop is offered nothing as a third party', () => {
    const { choices } = offerOf(granted('analytics'));
    expect(findChoice(choices, 'analytics', SHOP)).toBeUndefined();
    const refusal = offerOf(refused('analytics'));
    expect(findChoice(refusal.choices, 'analytics', SHOP)).toEqual({
      purpose: 'analytics',
      party: SHOP,
      degree: 'none',
    });
  });

  test('what the person said of this shop as a third party holds it back', () => {
    const { choices, notes } = offerOf(granted('ads'), refused('ads', { party: OTHER }));
    expect(findChoice(choices, 'ads')).toEqual({ purpose: 'ads', degree: 'none' });
    expect(notes).toEqual([{ purpose: 'ads', party: SHOP, why: 'forbidden' }]);
    const lower = offerOf(granted('ads'), granted('ads', { party: OTHER, degree: 'anonymous' }));
    expect(findChoice(lower.choices, 'ads')).toMatchObject({ degree: 'anonymous' });
    expect(lower.notes).toEqual([{ purpose: 'ads', party: SHOP, why: 'lowered' }]);
  });

  test('a no to everybody else does not keep this shop from what the other one had', () => {
    const { choices } = offerOf(granted('ads'), refused('ads', { party: '*' }));
    expect(findChoice(choices, 'ads')).toMatchObject({ degree: 'pseudonymous' });
    expect(findChoice(choices, 'ads', '*')).toEqual({ purpose: 'ads', party: '*', degree: 'none' });
    expect(findChoice(choices, 'ads', 'new.example')).toMatchObject({ degree: 'none' });
  });

  test('what ended, was about another version or is paused is not offered, and that is told', () => {
    const ended = offerOf(granted('analytics', { until: HERE.now }), granted('storage', { version: '2025-01' }));
    expect(ended.choices).toEqual([]);
    expect(ended.notes.map(({ why }) => why)).toEqual(['lapsed', 'lapsed']);
    const ledger = ledgerOf([{ changes: [granted('analytics'), refused('ads')] }, { type: 'paused' }]);
    const paused = offerFrom(carry(ledger), OTHER_POLICY, HERE);
    expect(paused.choices).toEqual([{ purpose: 'ads', degree: 'none' }]);
    expect(paused.notes).toEqual([{ purpose: 'analytics', party: SHOP, why: 'paused' }]);
  });

  test('an offer never exceeds what was allowed elsewhere or what is asked for here', () => {
    fc.assert(
      fc.property(ledgers, fc.integer({ min: 0, max: 220 }), (ledger, days) => {
        const now = START + days * DAY;
        const { choices } = offerFrom(carry(ledger), OTHER_POLICY, { source: OTHER, now });
        const there = engineOf(ledger);
        for (const { purpose, party, degree, until, tags } of choices) {
          const asked = OTHER_POLICY.purposes.find(({ id }) => id === purpose);
          expect(rank(degree)).toBeLessThanOrEqual(rank(asked?.degree));
          if (degree === 'none') continue;
          const { why, grant, degree: allowed } = there.check({ purpose, party: party ?? SHOP, now });
          const isNamed = party === undefined && why !== 'granted';
          if (!isNamed) expect(rank(degree)).toBeLessThanOrEqual(rank(grant?.degree ?? allowed));
          // Without a word about the old shop, only a word about this one can be the reason.
          else
            expect(ledger.events.flatMap(({ changes }) => changes).some((change) => change.party === OTHER)).toBe(true);
          expect(until).toBeLessThanOrEqual(now + 90 * DAY);
          expect(tags?.length ?? 0).toBeLessThanOrEqual(50);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('every prohibition that has a counterpart at the new shop is carried', () => {
    fc.assert(
      fc.property(ledgers, (ledger) => {
        const { choices } = offerFrom(carry(ledger), OTHER_POLICY, HERE);
        const newest = new Map(
          ledger.events
            .flatMap(({ changes }) => changes)
            .map((change) => [`${change.purpose} ${change.party}`, change]),
        );
        for (const { purpose, party, decision } of newest.values()) {
          if (decision === 'granted' || !OTHER_POLICY.purposes.some(({ id }) => id === purpose)) continue;
          const here = party === SHOP || party === OTHER ? undefined : party;
          const isAsked = OTHER_POLICY.parties.some(({ id, purposes }) => id === here && purposes.includes(purpose));
          if (here === undefined || here === '*' || isAsked) {
            expect(findChoice(choices, purpose, here)?.degree, `${purpose} ${party}`).toBe('none');
          }
        }
        const there = engineOf(ledger);
        for (const purpose of ['ads', 'storage']) {
          const { why } = there.check({ purpose, party: 'ads.example', now: HERE.now });
          const isForbidden = why === 'refused' || why === 'withdrawn';
          if (isForbidden) expect(findChoice(choices, purpose, 'ads.example')?.degree).toBe('none');
        }
      }),
      { numRuns: 60 },
    );
  });

  test('can be chosen as it is, whatever was carried', () => {
    fc.assert(
      fc.property(ledgers, (ledger) => {
        const { choices } = offerFrom(carry(ledger), OTHER_POLICY, HERE);
        const consent = createConsent({ source: OTHER, policy: OTHER_POLICY, ...memoryPlatform() });
        if (choices.length > 0) consent.choose(choices);
        for (const { purpose, party = OTHER, degree, from } of choices) {
          const answer = consent.check({ purpose, party: party === '*' ? 'new.example' : party });
          if (degree === 'none') expect(answer.allow).toBe(false);
          else if (from === undefined) expect(rank(answer.degree)).toBeLessThanOrEqual(rank(degree));
        }
      }),
      { numRuns: 60 },
    );
  });

  test('nothing is granted by reading', () => {
    const consent = createConsent({ source: OTHER, policy: OTHER_POLICY, ...memoryPlatform() });
    consent.start();
    const before = consent.ledger();
    offerOf(granted('storage'), granted('analytics'));
    expect(consent.ledger()).toBe(before);
    expect(consent.check({ purpose: 'storage' }).allow).toBe(false);
    // The carried ledger itself is of no use in the place of the shop's own.
    const store = memoryTextStore();
    store.set('consent', recordOf(carry(ledgerOf([{ changes: [granted('storage')] }])).ledger));
    const fooled = createConsent({ source: OTHER, policy: OTHER_POLICY, ...memoryPlatform(), store });
    fooled.start();
    expect(fooled.check({ purpose: 'storage' }).allow).toBe(false);
  });

  test('back at the same shop it is what was there', () => {
    const ledger = ledgerOf([{ changes: [granted('analytics', { degree: 'anonymous' }), refused('ads')] }]);
    const { choices } = offerFrom(carry(ledger), POLICY, { source: SHOP, now: NOW });
    expect(choices.map(({ purpose, party, degree }) => [purpose, party, degree])).toEqual([
      ['analytics', undefined, 'anonymous'],
      ['ads', undefined, 'none'],
    ]);
  });
});
