import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Choice,
  type ConsentPolicyDefinition,
  checkLedger,
  createConsent,
  DEGREES,
  verifyChain,
} from '../../src/consent/index.ts';
import type { TextStore } from '../../src/core/index.ts';
import { memoryTextStore } from '../../src/storage/index.ts';
import { memoryPlatform } from '../../src/testing/index.ts';

const SHOP = 'shop.example';
const PARTIES = ['ads.example', 'stats.example'];
const PURPOSES = ['analytics', 'ads'];
const POLICY: ConsentPolicyDefinition = {
  purposes: PURPOSES.map((id) => ({ id, title: id, description: '', sale: id === 'ads' })),
  groups: [{ id: 'many', title: 'Many', description: '' }],
  parties: PARTIES.map((id) => ({ id, name: id, purposes: PURPOSES, groups: ['many'] })),
};

function open(store: TextStore, seed = 1, signals: readonly string[] = []) {
  const platform = memoryPlatform({ seed });
  const consent = createConsent({ ...platform, source: SHOP, policy: POLICY, store, signals });
  consent.start();
  return { consent, clock: platform.clock };
}

const choice: fc.Arbitrary<Choice> = fc.record({
  purpose: fc.constantFrom(...PURPOSES, '*'),
  party: fc.constantFrom(SHOP, ...PARTIES, 'many', '*'),
  degree: fc.constantFrom(...DEGREES),
});
const act = fc.oneof(
  fc.record({ kind: fc.constant('choose' as const), choices: fc.array(choice, { minLength: 1, maxLength: 3 }) }),
  fc.record({ kind: fc.constantFrom('pause' as const, 'resume' as const) }),
  fc.record({ kind: fc.constant('withdraw' as const), purpose: fc.constantFrom(...PURPOSES, '*') }),
);

describe('permissions that grow act by act', () => {
  test('are what the whole ledger says, after every act and in every tab', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 12 }), fc.boolean(), (acts, isSignalled) => {
        const store = memoryTextStore();
        const signals = isSignalled ? ['gpc'] : [];
        const { consent, clock } = open(store, 1, signals);
        const other = open(store, 2, signals);
        for (const one of acts) {
          for (const { advance } of [clock, other.clock]) advance(1000);
          if (one.kind === 'choose') consent.choose(one.choices);
          else if (one.kind === 'withdraw') consent.withdraw(one.purpose, { party: '*' });
          else consent[one.kind]();
          other.consent.refresh();
          const whole = checkLedger(consent.ledger(), { policy: consent.policy, now: clock.now(), signals });
          for (const purpose of PURPOSES) {
            for (const party of [SHOP, ...PARTIES]) {
              for (const degree of DEGREES) {
                const question = { purpose, party, degree };
                const expected = whole.check(question);
                expect(consent.check(question)).toEqual(expected);
                expect(other.consent.check(question).allow).toBe(expected.allow);
              }
            }
          }
          expect(verifyChain(consent.ledger()).ok).toBe(true);
        }
        if (store.keys().length > 0) {
          const reloaded = open(store, 3, signals).consent;
          expect(reloaded.ledger()).toEqual(consent.ledger());
          expect(reloaded.state()).toEqual(consent.state());
        }
      }),
      { numRuns: 60 },
    );
  });

  test('a choice costs what it changes, however much was decided before', () => {
    const kept = memoryTextStore();
    const sizes: number[] = [];
    let written = '';
    const store: TextStore = {
      ...kept,
      set(key, text) {
        // All but the digest at the end is what was there before.
        expect(text.startsWith(written.slice(0, written.lastIndexOf('\n')))).toBe(true);
        sizes.push(text.length - written.length);
        written = text;
        kept.set(key, text);
      },
    };
    const { consent, clock } = open(store);
    for (let n = 0; n < 300; n++) {
      clock.advance(1000);
      consent.grant('analytics', { degree: n % 2 === 0 ? 'pseudonymous' : 'identified' });
    }
    expect(sizes).toHaveLength(300);
    expect(Math.max(...sizes.slice(1))).toBeLessThan(Math.min(...sizes) * 1.5);
  });

  test('what another tab added is read, and what was read before is not read again', () => {
    const store = memoryTextStore();
    const [a, b] = [open(store, 1).consent, open(store, 2).consent];
    a.grant('analytics');
    b.refresh();
    const [before] = b.ledger().events;
    a.refuse('ads');
    b.refresh();
    expect(b.ledger()).toEqual(a.ledger());
    expect(b.ledger().events[0]).toBe(before);
  });

  test('a tab where nothing can be stored takes over the secret with the ledger', () => {
    const blocked: TextStore = {
      name: 'blocked',
      get: () => undefined,
      set: () => {
        throw new Error('blocked');
      },
      delete: () => {},
      keys: () => [],
    };
    const listeners = new Set<(text: string) => void>();
    const tab = (seed: number) => {
      const channel = {
        post(text: string) {
          for (const listen of listeners) listen(text);
        },
        onMessage(listen: (text: string) => void) {
          listeners.add(listen);
          return () => void listeners.delete(listen);
        },
      };
      const consent = createConsent({
        ...memoryPlatform({ seed }),
        source: SHOP,
        policy: POLICY,
        store: blocked,
        channel,
      });
      consent.start();
      return consent;
    };
    const [a, b] = [tab(1), tab(2)];
    a.grant('analytics');
    expect(b.check({ purpose: 'analytics' }).allow).toBe(true);
    expect(b.secret()).toBe(a.secret());
  });
});
