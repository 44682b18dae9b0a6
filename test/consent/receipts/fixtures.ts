import fc from 'fast-check';
import {
  type ConsentPolicy,
  chainStart,
  DATA_CATEGORIES,
  DECISIONS,
  DEGREES,
  definePolicy,
  type GrantChange,
  hashEvent,
  type Ledger,
  type LedgerEvent,
  STANDARD_PURPOSES,
} from '../../../src/consent/index.ts';
import { extendText } from '../../../src/consent/record-lines.ts';
import { beginText, writtenOf } from '../../../src/consent/record-text.ts';

export const SHOP = 'shop.example';
export const OTHER = 'other-shop.example';
export const DAY = 86_400_000;
export const START = Date.UTC(2026, 10, 1);
export const NOW = START + 40 * DAY;

const ADS = {
  id: 'ads',
  title: 'Advertise elsewhere',
  description: 'Shows what you looked at on other sites.',
  sale: true,
};
const LETTERS = {
  id: 'newsletter',
  title: 'Write to me',
  description: 'A letter a month.',
  degree: 'identified',
} as const;

export const POLICY: ConsentPolicy = definePolicy({
  version: '2026-11',
  notice: 'https://shop.example/privacy',
  controller: { name: 'The Tea Shop', email: 'hello@shop.example', address: '1 Leaf Lane, Leeds', contact: 'A. Leaf' },
  purposes: [...STANDARD_PURPOSES, ADS, LETTERS],
  parties: [
    { id: 'ads.example', name: 'Ads & Co', purposes: ['ads', 'analytics'], groups: ['advertisers'] },
    { id: 'more-ads.example', name: 'More, Ads', purposes: ['ads'], groups: ['advertisers'] },
    { id: 'post.example', name: 'Post', purposes: ['newsletter'], url: 'https://post.example/' },
  ],
  groups: [{ id: 'advertisers', title: 'Advertisers' }],
});

/** A shop that asks for less, knows one of the parties, and has a purpose of its own. */
export const OTHER_POLICY: ConsentPolicy = definePolicy({
  version: '7',
  purposes: [
    ...STANDARD_PURPOSES.map((purpose) => ({ ...purpose, degree: 'on-device' })),
    ADS,
    { id: 'reviews', title: 'Ask me for reviews', description: 'After an order.' },
  ],
  parties: [
    { id: 'ads.example', name: 'Ads & Co', purposes: ['ads', 'storage'], groups: ['partners'] },
    { id: 'new.example', name: 'New', purposes: ['ads', 'analytics'] },
    { id: SHOP, name: 'The Tea Shop', purposes: ['analytics'] },
  ],
  groups: [{ id: 'partners', title: 'Partners' }],
  region: { id: 'eu', model: 'opt-in', grantDays: 90, refusalDays: 90 },
});

export type Draft = Partial<Omit<LedgerEvent, 'seq' | 'prev'>>;

/** A whole ledger of these acts. */
export function ledgerOf(drafts: readonly Draft[], source: string = SHOP): Ledger {
  const events: LedgerEvent[] = [];
  let prev = chainStart(source);
  for (const [seq, draft] of drafts.entries()) {
    const defaults = { v: 1, id: `event-${seq}`, at: START + seq * DAY, type: 'granted', actor: 'person' } as const;
    const event: LedgerEvent = { ...defaults, changes: [], notice: POLICY.version, ...draft, seq, prev };
    events.push(event);
    prev = hashEvent(event);
  }
  return { source, events, head: events.length > 0 ? prev : '' };
}

/** The record of a browser that has this ledger. */
export function recordOf(ledger: Ledger): string {
  return writtenOf(extendText(beginText(ledger.source, 'a secret of tests'), ledger));
}

/** A permission of the shop itself unless another party is named. */
export function granted(purpose: string, own: Partial<GrantChange> = {}): GrantChange {
  return { purpose, party: SHOP, decision: 'granted', degree: 'pseudonymous', version: POLICY.version, ...own };
}

export function refused(purpose: string, own: Partial<GrantChange> = {}): GrantChange {
  return { purpose, party: SHOP, decision: 'refused', degree: 'none', version: POLICY.version, ...own };
}

/** A walk through everything: given, lowered, withdrawn, expired, for a group, with limits. */
export const STORY: Ledger = ledgerOf([
  {
    changes: [
      granted('storage', { degree: 'on-device', until: START + 100 * DAY }),
      granted('analytics', {
        until: START + 30 * DAY,
        scope: { data: ['views', 'searches'], retentionDays: 10 },
        tags: ['green tea'],
      }),
      refused('ads'),
    ],
    signals: ['gpc'],
  },
  {
    type: 'granted',
    changes: [
      granted('ads', { party: 'advertisers', degree: 'anonymous', members: ['ads.example', 'more-ads.example'] }),
    ],
  },
  { type: 'refused', changes: [refused('ads', { party: 'more-ads.example' })] },
  {
    type: 'granted',
    changes: [granted('newsletter', { degree: 'identified' }), granted('newsletter', { party: 'post.example' })],
  },
  { type: 'withdrawn', changes: [refused('newsletter', { decision: 'withdrawn', party: 'post.example' })] },
]);

const names = fc.constantFrom('storage', 'analytics', 'personalization', 'ads', 'newsletter', 'gone', '__proto__');
const parties = fc.constantFrom(SHOP, '*', 'advertisers', 'ads.example', 'more-ads.example', 'post.example', OTHER);
const days = fc.integer({ min: 0, max: 200 });

const changes: fc.Arbitrary<GrantChange> = fc
  .record({
    purpose: names,
    party: parties,
    decision: fc.constantFrom(...DECISIONS),
    degree: fc.constantFrom(...DEGREES.slice(1)),
    until: fc.option(days, { nil: undefined }),
    version: fc.constantFrom(POLICY.version, '2025-01'),
    tags: fc.option(fc.array(fc.string({ maxLength: 80 }), { maxLength: 60 }), { nil: undefined }),
    scope: fc.option(fc.record({ data: fc.subarray([...DATA_CATEGORIES]) }), { nil: undefined }),
    members: fc.option(fc.subarray([SHOP, 'ads.example', 'more-ads.example']), { nil: undefined }),
  })
  .map(({ purpose, party, decision, degree, version, until, tags, scope, members }) => {
    if (decision !== 'granted') return { purpose, party, decision, degree: 'none', version };
    return {
      purpose,
      party,
      decision,
      degree,
      version,
      ...(until !== undefined && { until: START + until * DAY }),
      ...(tags && { tags }),
      ...(scope && { scope }),
      ...(members && { members }),
    };
  });

/** Ledgers as a person could have made them, one act a day. */
export const ledgers: fc.Arbitrary<Ledger> = fc
  .array(
    fc.record({
      type: fc.constantFrom('granted', 'refused', 'withdrawn', 'paused', 'resumed', 'imported'),
      changes: fc.array(changes, { maxLength: 4 }),
      signals: fc.option(fc.constant(['gpc']), { nil: undefined }),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((drafts) =>
    ledgerOf(
      drafts.map(({ type, changes: made, signals }) => ({
        type,
        changes: type === 'paused' || type === 'resumed' ? [] : made,
        ...(signals && { signals }),
      })),
    ),
  );
