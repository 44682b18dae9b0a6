import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Choice,
  type Consent,
  type ConsentOptions,
  type ConsentPolicyDefinition,
  createConsent,
  DEGREES,
  STANDARD_PURPOSES,
  verifyChain,
} from '../../src/consent/index.ts';
import { isLedgerEvent } from '../../src/consent/ledger-form.ts';
import { extendText } from '../../src/consent/record-lines.ts';
import { beginText, readText, writtenOf } from '../../src/consent/record-text.ts';
import type { TextStore } from '../../src/core/index.ts';
import { memoryTextStore } from '../../src/storage/index.ts';
import { memoryPlatform } from '../../src/testing/index.ts';

const SHOP = 'shop.example';

/** A page on which the code that records choices is still to be loaded. */
function open(store: TextStore | undefined = memoryTextStore(), options: Partial<ConsentOptions> = {}, seed = 1) {
  const { acts: _, ...platform } = memoryPlatform({ seed });
  const consent = createConsent({
    ...platform,
    source: SHOP,
    purposes: STANDARD_PURPOSES,
    ...(store && { store }),
    ...options,
  });
  consent.start();
  return { consent, store, ...platform };
}

/** The same page with that code. */
function openWhole(store: TextStore, options: Partial<ConsentOptions> = {}, seed = 9) {
  return open(store, { acts: memoryPlatform().acts, ...options }, seed).consent;
}

describe('a page that has not loaded what records choices', () => {
  test('reads a choice without it, and the ledger with its hashes once it is there', async () => {
    const store = memoryTextStore();
    const before = openWhole(store);
    before.grant('analytics', { degree: 'identified' });
    before.refuse('personalization');
    const { consent } = open(store);
    const unhashed = before.ledger().events.map((event) => ({ ...event, prev: '' }));
    expect(consent.state()).toEqual({ ...before.state(), events: unhashed });
    expect(consent.ledger()).toEqual({ source: SHOP, events: unhashed, head: '' });
    await consent.ready();
    expect(consent.ledger()).toEqual(before.ledger());
    expect(consent.state()).toEqual(before.state());
    expect(consent.check({ purpose: 'analytics', degree: 'identified' }).allow).toBe(true);
  });

  test('a yes holds when it is recorded', async () => {
    const { consent, store } = open();
    const recorded = consent.grant('analytics');
    expect(store?.keys()).toEqual(['said']);
    expect(consent.check({ purpose: 'analytics' }).why).toBe('unset');
    await recorded;
    expect(store?.keys()).toEqual(['consent']);
    expect(consent.check({ purpose: 'analytics' }).allow).toBe(true);
    expect(verifyChain(consent.ledger()).ok).toBe(true);
  });

  test('each picture that is told has one answer, for whoever compares pictures and asks only about another', async () => {
    const { consent } = open();
    const answers = new Map<unknown, Set<boolean>>();
    const note = () => {
      const seen = answers.get(consent.state()) ?? new Set();
      answers.set(consent.state(), seen.add(consent.check({ purpose: 'analytics' }).allow));
    };
    note();
    consent.onChange(note);
    await consent.grant('analytics');
    note();
    expect([...answers.values()].map((each) => [...each])).toEqual(expect.arrayContaining([[false], [true]]));
    expect([...answers.values()].every(({ size }) => size === 1)).toBe(true);
  });

  test('a choice is on disk when its call returns, and not lost where the page closes at the click', async () => {
    const store = memoryTextStore();
    const { consent } = open(store);
    void consent.choose([
      { purpose: 'analytics', degree: 'anonymous', tags: ['tea'] },
      { purpose: 'personalization', degree: 'none' },
    ]);
    // Another page, before the first one could go on.
    const later = open(memoryTextStoreOf(store), {}, 2).consent;
    expect(later.check({ purpose: 'personalization' }).allow).toBe(false);
    await later.ready();
    expect(later.check({ purpose: 'personalization' }).why).toBe('refused');
    expect(later.check({ purpose: 'analytics', degree: 'anonymous' })).toMatchObject({
      allow: true,
      grant: { tags: ['tea'] },
    });
    expect(later.isOwnWord()).toBe(true);
    expect(verifyChain(later.ledger()).ok).toBe(true);
  });

  test('a no holds at once, also when it is read by another page', async () => {
    const store = memoryTextStore();
    openWhole(store).grant('*');
    const { consent } = open(store);
    void consent.withdraw('analytics');
    expect(consent.check({ purpose: 'analytics' })).toMatchObject({ allow: false, why: 'unrecorded' });
    expect(consent.check({ purpose: 'storage' }).allow).toBe(true);
    const later = open(memoryTextStoreOf(store), {}, 2).consent;
    expect(later.check({ purpose: 'analytics' })).toMatchObject({ allow: false, why: 'unrecorded' });
    void later.refuse('storage');
    expect(later.check({ purpose: 'storage' }).why).toBe('unrecorded');
    void later.pause();
    expect(later.check({ purpose: 'personalization' }).why).toBe('paused');
    await later.ready();
    expect(later.check({ purpose: 'analytics' }).why).toBe('withdrawn');
    expect(later.check({ purpose: 'storage' }).why).toBe('refused');
    expect(later.check({ purpose: 'personalization' }).why).toBe('paused');
  });

  test.each([
    ['degree', { degree: 'identified' }],
    ['scope', { scope: { data: ['views'] } }],
    ['time', { until: Date.UTC(2026, 0, 2) }],
  ] as const)('another %s lets nothing beyond it out before it is recorded', async (_, limits) => {
    const store = memoryTextStore();
    openWhole(store).grant('analytics');
    const { consent } = open(store);
    const recorded = consent.grant('analytics', limits);
    expect(consent.check({ purpose: 'analytics' })).toMatchObject({ allow: false, why: 'unrecorded' });
    await recorded;
    const { allow, grant } = consent.check({ purpose: 'analytics' });
    expect(allow).toBe(true);
    expect(grant).toMatchObject(limits);
  });

  test('limits of a first choice change nothing before it is recorded', async () => {
    const { consent } = open();
    const recorded = consent.grant('analytics', { scope: { data: ['views'] } });
    expect(consent.check({ purpose: 'analytics' }).why).toBe('unset');
    await recorded;
    expect(consent.check({ purpose: 'analytics' }).allow).toBe(true);
  });

  test('a complete withdrawal leaves nothing once it is recorded, by this page or the next', async () => {
    const store = memoryTextStore();
    openWhole(store).grant('*', { party: '*' });
    const { consent } = open(store);
    const recorded = consent.withdraw('*', { party: '*' });
    const next = memoryTextStoreOf(store);
    const later = open(next, {}, 2).consent;
    expect(later.check({ purpose: 'analytics' }).allow).toBe(false);
    await later.ready();
    expect(next.keys()).toEqual([]);
    await recorded;
    expect(store.keys()).toEqual([]);
    expect(consent.isOwnWord()).toBe(true);
    expect(consent.ledger().events.map(({ type }) => type)).toEqual(['granted', 'withdrawn']);
  });

  test('what takes everything back does not end what another tab has begun since', async () => {
    const store = memoryTextStore();
    const { consent } = open(store);
    const recorded = consent.withdraw('*', { party: '*' });
    const other = openWhole(store);
    other.grant('analytics');
    await recorded;
    expect(consent.check({ purpose: 'analytics' }).allow).toBe(true);
    other.refresh();
    expect(other.check({ purpose: 'analytics' }).allow).toBe(true);
  });

  test('what cannot be chosen is refused when it would be recorded; nothing has changed then', async () => {
    const refusals: readonly (readonly [(consent: Consent) => Promise<void>, string])[] = [
      [({ grant }) => grant('surveillance'), 'invalid-purpose'],
      [({ refuse }) => refuse('analytics', { party: 'nobody' }), 'invalid-party'],
      [({ grant }) => grant('analytics', { degree: 'none' }), 'invalid-grant'],
      [({ choose }) => choose([{ purpose: 'analytics', tags: [''] }]), 'invalid-grant'],
      [({ choose }) => choose([{ purpose: 'analytics', ...{ limits: { until: 1 } } }]), 'invalid-grant'],
    ];
    for (const [say, code] of refusals) {
      const { consent, store } = open();
      await expect(say(consent)).rejects.toMatchObject({ code });
      expect(store?.keys()).toEqual([]);
      expect(consent.check({ purpose: 'analytics' }).why).toBe('unset');
      expect(consent.state().events).toEqual([]);
    }
  });

  test('a policy that cannot be used is told when choices would be recorded', async () => {
    const [one] = STANDARD_PURPOSES;
    const { consent } = open(memoryTextStore(), { policy: { purposes: [one, one] } });
    await expect(consent.ready()).rejects.toMatchObject({ code: 'invalid-policy' });
    await expect(consent.grant('storage')).rejects.toMatchObject({ code: 'invalid-policy' });
    expect(consent.check({ purpose: 'storage' }).allow).toBe(false);
    expect(() => open(memoryTextStore(), { policy: {} })).toThrowError(
      expect.objectContaining({ code: 'invalid-policy' }),
    );
  });

  test('a record whose form is forged counts as no choice once it is looked at, and never throws before', async () => {
    for (const forged of [
      { degree: 'all' },
      { decision: 'refused' },
      { members: 5 },
      { members: 5, party: '*' },
      { scope: 5, tags: 5, until: 'x' },
    ]) {
      const store = memoryTextStore();
      openWhole(store).grant('analytics');
      store.set('consent', forgedWith(store.get('consent') ?? '', forged));
      const { consent } = open(store);
      const before = consent.check({ purpose: 'analytics', party: 'elsewhere' });
      expect(before.allow).toBe(false);
      await consent.ready();
      expect(consent.check({ purpose: 'analytics' }).allow).toBe(false);
      expect(consent.state().events).toEqual([]);
      expect(store.keys()).toEqual([]);
    }
  });

  test('where silence allows, nothing is allowed before that is noted', async () => {
    const region = { id: 'opt-out', model: 'opt-out', grantDays: 100, refusalDays: 100 } as const;
    const { consent } = open(memoryTextStore(), { policy: { purposes: STANDARD_PURPOSES, region } });
    expect(consent.check({ purpose: 'analytics' }).allow).toBe(false);
    expect(consent.state().needsChoice).toBe(false);
    await consent.ready();
    const answer = consent.check({ purpose: 'analytics' });
    expect(answer).toMatchObject({ allow: true, why: 'default' });
    expect(answer.grant?.event).toBe(consent.ledger().events[0]?.id);
  });

  test('a choice about a policy that has changed since is asked again, and a no stays', async () => {
    const store = memoryTextStore();
    void open(store).consent.choose([{ purpose: 'analytics' }, { purpose: 'personalization', degree: 'none' }]);
    const later = open(memoryTextStoreOf(store), { policy: { version: '2', purposes: STANDARD_PURPOSES } }, 2).consent;
    await later.ready();
    expect(later.check({ purpose: 'analytics' }).why).toBe('unset');
    expect(later.check({ purpose: 'personalization' }).why).toBe('refused');
  });

  test('where nothing can be stored a choice holds for the page, and a larger permission goes', async () => {
    const kept = memoryTextStore();
    openWhole(kept).grant('*');
    const full: TextStore = {
      ...kept,
      set: () => {
        throw new Error('full');
      },
    };
    const { consent, reports } = open(full);
    const recorded = consent.refuse('analytics');
    expect(kept.keys()).toEqual([]);
    expect(reports.at(-1)?.message).toContain('could not be stored');
    await recorded;
    expect(consent.check({ purpose: 'analytics' }).why).toBe('refused');
    expect(consent.check({ purpose: 'storage' }).allow).toBe(true);
  });
});

const POLICY: ConsentPolicyDefinition = {
  purposes: ['analytics', 'ads'].map((id) => ({ id, title: id, description: '', sale: id === 'ads' })),
  groups: [{ id: 'many', title: 'Many', description: '' }],
  parties: ['a.example', 'b.example'].map((id) => ({ id, name: id, purposes: ['analytics', 'ads'], groups: ['many'] })),
};
const choice: fc.Arbitrary<Choice> = fc.record({
  purpose: fc.constantFrom('analytics', 'ads', '*'),
  party: fc.constantFrom(SHOP, 'a.example', 'b.example', 'many', '*'),
  degree: fc.constantFrom(...DEGREES),
});
const saying = fc.oneof(
  fc.array(choice, { minLength: 1, maxLength: 3 }),
  fc.constantFrom('pause' as const, 'resume' as const),
  fc.record({ withdraw: fc.constantFrom('analytics', 'ads', '*') }),
);
const said = fc.array(saying, { maxLength: 5 });

describe('choices that wait to be recorded', () => {
  test('before the code that records choices is there, a no holds at once and nothing new is allowed', async () => {
    await fc.assert(
      fc.asyncProperty(said, said, async (first, second) => {
        const store = memoryTextStore();
        const before = openWhole(store, { policy: POLICY });
        for (const one of first) void sayTo(before, one);
        const whole = openWhole(memoryTextStoreOf(store), { policy: POLICY });
        const { consent } = open(store, { policy: POLICY });
        for (const one of second) {
          const allowed = allowedBy(consent);
          void sayTo(whole, one);
          void sayTo(consent, one);
          const now = allowedBy(consent);
          expect(now.filter((pair) => !allowed.includes(pair))).toEqual([]);
          // Another page reads no more than that.
          expect(allowedBy(open(memoryTextStoreOf(store), { policy: POLICY }).consent)).toEqual(now);
        }
        await consent.ready();
        expect(allowedBy(consent)).toEqual(allowedBy(whole));
        expect(verifyChain(consent.ledger()).ok).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

type Saying = typeof saying extends fc.Arbitrary<infer One> ? One : never;

function sayTo(consent: Consent, one: Saying): Promise<void> {
  if (typeof one === 'string') return consent[one]();
  return 'withdraw' in one ? consent.withdraw(one.withdraw, { party: '*' }) : consent.choose(one);
}

function allowedBy({ check }: Consent): readonly string[] {
  return ['analytics', 'ads'].flatMap((purpose) =>
    [SHOP, 'a.example', 'b.example'].flatMap((party) =>
      DEGREES.filter((degree) => check({ purpose, party, degree }).allow).map(
        (degree) => `${purpose} ${party} ${degree}`,
      ),
    ),
  );
}

/** A record that is whole, with a permission that is none. */
function forgedWith(text: string, members: object): string {
  const record = readText(text, SHOP, isLedgerEvent);
  if (!record) throw new Error('There is no record to forge.');
  const events = record.events.map((event) => ({
    ...event,
    changes: event.changes.map((one) => ({ ...one, ...members })),
  }));
  return writtenOf(extendText(beginText(SHOP, record.secret), { source: SHOP, events }));
}

/** What a page finds that opens while the other one is still there. */
function memoryTextStoreOf(store: TextStore): TextStore {
  const copy = memoryTextStore();
  for (const key of store.keys()) copy.set(key, store.get(key) ?? '');
  return copy;
}
