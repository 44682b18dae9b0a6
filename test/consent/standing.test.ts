import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Choice,
  type ConsentPolicyDefinition,
  createConsent,
  DEGREES,
  type Degree,
  type LedgerEvent,
} from '../../src/consent/index.ts';
import { memoryTextStore } from '../../src/storage/index.ts';
import { memoryPlatform } from '../../src/testing/index.ts';

const DAY = 86_400_000;
const SHOP = 'shop.example';

const POLICY: ConsentPolicyDefinition = {
  version: '1',
  purposes: [
    { id: 'analytics', title: 'Statistics', description: '' },
    { id: 'ads', title: 'Advertising', description: '', sale: true },
  ],
  groups: [
    { id: 'advertisers', title: 'Advertisers', description: '' },
    { id: 'big', title: 'Big ones', description: '' },
  ],
  parties: [
    { id: 'ads.example', name: 'Ads', purposes: ['ads'], groups: ['advertisers', 'big'] },
    { id: 'more-ads.example', name: 'More ads', purposes: ['ads'], groups: ['advertisers'] },
    { id: 'stats.example', name: 'Stats', purposes: ['analytics'] },
  ],
};

function setUp(policy: ConsentPolicyDefinition = POLICY, store = memoryTextStore(), signals: readonly string[] = []) {
  const platform = memoryPlatform();
  const consent = createConsent({ ...platform, source: SHOP, policy, store, signals });
  consent.start();
  return { consent, platform, store };
}

describe('parties', () => {
  test('the most specific party wins: the party, its groups, everybody', () => {
    const { consent } = setUp();
    consent.grant('ads', { party: '*' });
    expect(consent.check({ purpose: 'ads', party: 'ads.example' }).allow).toBe(true);
    consent.refuse('ads', { party: 'advertisers' });
    expect(consent.check({ purpose: 'ads', party: 'ads.example' })).toMatchObject({ allow: false, why: 'refused' });
    expect(consent.check({ purpose: 'ads' }).allow).toBe(true);
    consent.grant('ads', { party: 'ads.example', degree: 'anonymous' });
    expect(consent.check({ purpose: 'ads', party: 'ads.example' })).toMatchObject({ allow: true, degree: 'anonymous' });
    expect(consent.check({ purpose: 'ads', party: 'more-ads.example' }).allow).toBe(false);
  });

  test('on one level a prohibition wins, whichever came later', () => {
    const { consent } = setUp();
    consent.refuse('ads', { party: 'big' });
    consent.grant('ads', { party: 'advertisers' });
    expect(consent.check({ purpose: 'ads', party: 'ads.example' }).why).toBe('refused');
    expect(consent.check({ purpose: 'ads', party: 'more-ads.example' }).allow).toBe(true);
  });

  test('a party that the policy does not name is denied, also under a permission for everybody', () => {
    const { consent } = setUp();
    consent.grant('*', { party: '*' });
    for (const party of ['tracker.example', '__proto__', 'advertisers', '*', '']) {
      expect(consent.check({ purpose: 'ads', party }), party).toMatchObject({ allow: false, why: 'unknown-party' });
    }
    expect(() => consent.grant('ads', { party: 'tracker.example' })).toThrowError(
      expect.objectContaining({ code: 'invalid-party', message: expect.stringContaining('stats.example') }),
    );
  });

  test('a permission for many covers those who belonged to them when it was given', () => {
    const { consent, store } = setUp();
    consent.grant('ads', { party: 'advertisers' });
    consent.grant('analytics', { party: '*' });
    const late = { id: 'late.example', name: 'Late', purposes: ['ads', 'analytics'], groups: ['advertisers'] };
    const later = setUp({ ...POLICY, parties: [...(POLICY.parties ?? []), late] }, store).consent;
    expect(later.check({ purpose: 'ads', party: 'ads.example' }).allow).toBe(true);
    expect(later.check({ purpose: 'ads', party: 'late.example' })).toMatchObject({ allow: false, why: 'unset' });
    expect(later.check({ purpose: 'analytics', party: 'late.example' }).allow).toBe(false);
    expect(later.state().pending).toContainEqual({ purpose: 'ads', party: 'late.example', why: 'unset' });
  });

  test('a party gets nothing for a purpose that it does not ask for', () => {
    const { consent } = setUp();
    consent.grant('*', { party: '*' });
    expect(consent.check({ purpose: 'ads', party: 'stats.example' }).allow).toBe(false);
  });

  test('taking back from everybody takes back from each one', () => {
    const { consent, store } = setUp();
    consent.choose([
      { purpose: 'ads', party: 'ads.example' },
      { purpose: 'ads', party: 'advertisers' },
      { purpose: 'analytics' },
      { purpose: 'analytics', party: '*' },
    ]);
    consent.withdraw('*', { party: '*' });
    for (const purpose of ['ads', 'analytics']) {
      for (const party of [SHOP, 'ads.example', 'more-ads.example', 'stats.example']) {
        expect(consent.check({ purpose, party }).allow).toBe(false);
      }
    }
    expect(store.keys()).toEqual([]);
  });
});

describe('time', () => {
  test('what has expired counts as not decided, and the person is asked again', () => {
    const { consent, platform } = setUp();
    const heard: boolean[] = [];
    consent.grant('analytics');
    consent.onChange(({ pending }) => heard.push(pending.some(({ why }) => why === 'expired')));
    const { until } = consent.check({ purpose: 'analytics' });
    expect(until - platform.clock.now()).toBe(182 * DAY);
    platform.clock.advance(182 * DAY - 1);
    expect(consent.check({ purpose: 'analytics' }).allow).toBe(true);
    platform.clock.advance(1);
    expect(consent.check({ purpose: 'analytics' })).toMatchObject({ allow: false, why: 'expired' });
    expect(heard.at(-1)).toBe(true);
  });

  test('a refusal that is old is asked about again, and goes on until then', () => {
    const { consent, platform } = setUp();
    consent.grant('analytics', { party: '*' });
    consent.refuse('analytics', { party: 'stats.example' });
    platform.clock.advance(365 * DAY);
    consent.grant('analytics', { party: '*' });
    platform.clock.advance(10 * DAY);
    expect(consent.check({ purpose: 'analytics', party: 'stats.example' })).toMatchObject({
      allow: false,
      why: 'refused',
    });
    expect(consent.state().pending).toContainEqual({ purpose: 'analytics', party: 'stats.example', why: 'expired' });
  });

  test('the person can set beginning and end', () => {
    const { consent, platform } = setUp();
    const now = platform.clock.now();
    consent.grant('analytics', { from: now + 3 * DAY, until: now + 5 * DAY });
    expect(consent.check({ purpose: 'analytics' })).toMatchObject({ allow: false, why: 'not-yet' });
    expect(consent.check({ purpose: 'analytics', now: now + 4 * DAY }).allow).toBe(true);
    expect(consent.check({ purpose: 'analytics', now: now + 5 * DAY }).why).toBe('expired');
    platform.clock.advance(4 * DAY);
    expect(consent.check({ purpose: 'analytics' }).allow).toBe(true);
  });

  test('a review asks again and ends nothing', () => {
    const region = { id: 'x', model: 'opt-in', grantDays: 365, refusalDays: 182, reviewDays: 90 } as const;
    const { consent, platform } = setUp({ ...POLICY, region });
    consent.grant('*');
    platform.clock.advance(91 * DAY);
    expect(consent.check({ purpose: 'analytics' }).allow).toBe(true);
    expect(consent.state().pending).toContainEqual({ purpose: 'analytics', party: SHOP, why: 'review' });
  });

  test('a clock that was ahead when the person chose neither allows too much nor locks the person out', () => {
    const store = memoryTextStore();
    const ahead = setUp(POLICY, store);
    ahead.platform.clock.advance(1000 * DAY);
    ahead.consent.grant('analytics');
    const { consent, platform } = setUp(POLICY, store);
    expect(consent.check({ purpose: 'analytics' })).toMatchObject({ allow: false, why: 'not-yet' });
    expect(consent.state().pending).toContainEqual({ purpose: 'analytics', party: SHOP, why: 'expired' });
    consent.grant('analytics');
    expect(consent.check({ purpose: 'analytics' }).allow).toBe(true);
    const [first, second] = consent.ledger().events;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBe(0);
    expect(consent.check({ purpose: 'analytics' }).until).toBe(platform.clock.now() + 182 * DAY);
  });

  test('a clock that jumps forth and back opens nothing that had ended', () => {
    const { consent, platform } = setUp();
    const now = platform.clock.now();
    consent.grant('analytics', { until: now + DAY });
    for (const days of [0, 2, 0.5, -3, 400, 0]) {
      const { allow } = consent.check({ purpose: 'analytics', now: now + days * DAY });
      expect(allow, `${days} days`).toBe(days >= 0 && days < 1);
    }
  });
});

describe('another policy', () => {
  test('a new version asks again for what it changes, and for nothing else', () => {
    const { consent, store } = setUp({
      version: '1',
      purposes: [
        { id: 'a', title: 'A', description: '', version: 'a1' },
        { id: 'b', title: 'B', description: '', version: 'b1' },
      ],
    });
    consent.grant('*');
    const next = setUp(
      {
        version: '2',
        purposes: [
          { id: 'a', title: 'A', description: '', version: 'a1' },
          { id: 'b', title: 'B, and more', description: '', version: 'b2' },
          { id: 'c', title: 'C', description: '' },
        ],
      },
      store,
    ).consent;
    expect(next.check({ purpose: 'a' }).allow).toBe(true);
    expect(next.check({ purpose: 'b' })).toMatchObject({ allow: false, why: 'outdated' });
    expect(next.state().pending).toEqual([
      { purpose: 'b', party: SHOP, why: 'outdated' },
      { purpose: 'c', party: SHOP, why: 'unset' },
    ]);
  });

  test('a purpose without a version of its own has that of the policy', () => {
    const { consent, store } = setUp();
    consent.grant('analytics');
    consent.refuse('ads');
    const next = setUp({ ...POLICY, version: '2' }, store).consent;
    expect(next.check({ purpose: 'analytics' }).why).toBe('outdated');
    expect(next.check({ purpose: 'ads' }).why).toBe('refused');
  });
});

describe('where the law lets people opt out', () => {
  const region = { id: 'us', model: 'opt-out', grantDays: 365, refusalDays: 365 } as const;

  test('what is not decided is allowed to the degree that is asked for, and no further', () => {
    const { consent } = setUp({ ...POLICY, region });
    expect(consent.check({ purpose: 'analytics', degree: 'pseudonymous' })).toMatchObject({
      allow: true,
      why: 'default',
      grant: { basis: 'default', event: consent.ledger().events[0]?.id },
    });
    expect(consent.check({ purpose: 'analytics', degree: 'identified' }).allow).toBe(false);
    expect(consent.check({ purpose: 'ads', party: 'stats.example' }).allow).toBe(false);
    expect(consent.state().needsChoice).toBe(false);
  });

  test('a refusal stays one however old it is', () => {
    const { consent, platform } = setUp({ ...POLICY, region });
    consent.refuse('ads');
    platform.clock.advance(1000 * DAY);
    expect(consent.check({ purpose: 'ads' }).allow).toBe(false);
  });

  test('a permission that has expired does not come back by default', () => {
    const { consent, platform } = setUp({ ...POLICY, region });
    consent.grant('ads', { degree: 'anonymous' });
    platform.clock.advance(1000 * DAY);
    expect(consent.check({ purpose: 'ads' })).toMatchObject({ allow: false, why: 'expired' });
  });

  test('a signal refuses sales and other parties', () => {
    const { consent } = setUp({ ...POLICY, region }, memoryTextStore(), ['gpc']);
    expect(consent.check({ purpose: 'ads' })).toMatchObject({ allow: false, why: 'signal' });
    expect(consent.check({ purpose: 'analytics', party: 'stats.example' }).why).toBe('signal');
    expect(consent.check({ purpose: 'analytics' }).allow).toBe(true);
  });
});

describe('signals', () => {
  test('a signal wins over an older choice, for others and for sales, and the conflict is shown', () => {
    const { consent, store } = setUp();
    consent.choose([{ purpose: 'analytics' }, { purpose: 'ads' }, { purpose: 'ads', party: 'ads.example' }]);
    const later = setUp(POLICY, store, ['gpc']).consent;
    expect(later.check({ purpose: 'analytics' }).allow).toBe(true);
    expect(later.check({ purpose: 'ads' })).toMatchObject({ allow: false, why: 'signal' });
    expect(later.check({ purpose: 'ads', party: 'ads.example' }).allow).toBe(false);
    expect(later.state().conflicts).toEqual([
      { purpose: 'ads', party: SHOP, signal: 'gpc', holds: 'signal' },
      { purpose: 'ads', party: 'ads.example', signal: 'gpc', holds: 'signal' },
    ]);
  });

  test('an explicit choice that is newer than the signal wins for that party, and the conflict is shown', () => {
    const { consent, store } = setUp(POLICY, memoryTextStore(), ['gpc']);
    consent.grant('ads', { party: 'ads.example' });
    expect(consent.check({ purpose: 'ads', party: 'ads.example' }).allow).toBe(true);
    expect(consent.state().conflicts).toEqual([
      { purpose: 'ads', party: 'ads.example', signal: 'gpc', holds: 'choice' },
    ]);
    expect(setUp(POLICY, store, ['gpc']).consent.check({ purpose: 'ads', party: 'ads.example' }).allow).toBe(true);
    expect(setUp(POLICY, store).consent.state().conflicts).toEqual([]);
  });
});

test('the same choice, said again in the presence of a signal, is a newer one', () => {
  const { store, consent: before } = setUp();
  const choices = [{ purpose: 'ads', party: '*' }];
  before.choose(choices);
  before.choose(choices);
  expect(before.state().events).toHaveLength(1);
  const { consent } = setUp(POLICY, store, ['gpc']);
  const question = { purpose: 'ads', party: 'ads.example' };
  expect(consent.check(question).why).toBe('signal');
  consent.choose(choices);
  expect(consent.check(question).allow).toBe(true);
  expect(consent.state().events).toHaveLength(2);
});

test('each signal that is on has to have been on when the person chose', () => {
  const { consent, store } = setUp(POLICY, memoryTextStore(), ['dnt']);
  consent.grant('ads', { party: 'ads.example' });
  const question = { purpose: 'ads', party: 'ads.example' };
  expect(setUp(POLICY, store, ['dnt']).consent.check(question).allow).toBe(true);
  expect(setUp(POLICY, store, ['dnt', 'gpc']).consent.check(question).why).toBe('signal');
});

describe('a pause', () => {
  test('denies everything and forgets nothing', () => {
    const { consent, store } = setUp();
    consent.grant('analytics');
    consent.pause();
    expect(consent.check({ purpose: 'analytics' })).toMatchObject({
      allow: false,
      why: 'paused',
      degree: 'pseudonymous',
    });
    expect(consent.state()).toMatchObject({ isPaused: true });
    expect(setUp(POLICY, store).consent.state().isPaused).toBe(true);
    consent.resume();
    expect(consent.check({ purpose: 'analytics' }).allow).toBe(true);
  });
});

describe('limits', () => {
  test('a use beyond the scope of a permission is denied, and one that does not say how far it goes', () => {
    const { consent } = setUp();
    consent.grant('analytics', { scope: { data: ['views', 'cart'], retentionDays: 30, sharing: 'none' } });
    const ask = (scope: object) => consent.check({ purpose: 'analytics', scope }).why;
    expect(ask({ data: ['views'], retentionDays: 7, sharing: 'none' })).toBe('granted');
    expect(ask({ data: ['views', 'purchases'], retentionDays: 7, sharing: 'none' })).toBe('out-of-scope');
    expect(ask({ data: ['views'], retentionDays: 31, sharing: 'none' })).toBe('out-of-scope');
    expect(ask({ data: ['views'], retentionDays: 7, sharing: 'any' })).toBe('out-of-scope');
    expect(ask({})).toBe('out-of-scope');
    expect(consent.check({ purpose: 'analytics' }).grant?.scope?.retentionDays).toBe(30);
  });

  test.each([
    [{ tags: [''] }],
    [{ tags: ['x'.repeat(65)] }],
    [{ tags: Array.from({ length: 51 }, (_, i) => `t${i}`) }],
    [{ until: Number.NaN }],
    [{ scope: { precision: 'fine' } }],
  ])('%j is refused and changes nothing', (limits) => {
    const { consent } = setUp();
    expect(() =>
      consent.grant('analytics', JSON.parse(JSON.stringify(limits, (_, v) => (Number.isNaN(v) ? 'x' : v)))),
    ).toThrowError(expect.objectContaining({ code: 'invalid-grant' }));
    expect(consent.ledger().events).toEqual([]);
  });

  test('tags are kept once each, whatever they are called', () => {
    const { consent } = setUp();
    consent.grant('analytics', { tags: ['__proto__', ' tea ', 'tea', '<b>'] });
    expect(consent.check({ purpose: 'analytics' }).grant?.tags).toEqual(['__proto__', 'tea', '<b>']);
  });
});

describe('two tabs', () => {
  /** Two tabs of one browser: one store, and a channel between them. */
  function twoTabs(store = memoryTextStore()) {
    const listeners = new Map<string, Set<(text: string) => void>>();
    const tab = (name: string, kept = store) => {
      const heard = new Set<(text: string) => void>();
      listeners.set(name, heard);
      const channel = {
        post(text: string) {
          for (const [other, them] of listeners) if (other !== name) for (const listen of them) listen(text);
        },
        onMessage(listen: (text: string) => void) {
          heard.add(listen);
          return () => void heard.delete(listen);
        },
      };
      const platform = memoryPlatform({ seed: name.charCodeAt(0) });
      const consent = createConsent({ ...platform, source: SHOP, policy: POLICY, store: kept, channel });
      consent.start();
      return consent;
    };
    const say = (text: string) => {
      for (const them of listeners.values()) for (const listen of them) listen(text);
    };
    return { tab, store, say };
  }

  test('agree at once', () => {
    const { tab } = twoTabs();
    const [a, b] = [tab('a'), tab('b')];
    a.grant('analytics');
    expect(b.check({ purpose: 'analytics' }).allow).toBe(true);
    b.withdraw('analytics');
    expect(a.check({ purpose: 'analytics' })).toMatchObject({ allow: false, why: 'withdrawn' });
  });

  test('agree also where nothing can be stored', () => {
    const blocked = {
      name: 'blocked',
      get: () => undefined,
      set: () => {
        throw new Error('blocked');
      },
      delete: () => {},
      keys: () => [],
    };
    const { tab } = twoTabs();
    const [a, b] = [tab('a', blocked), tab('b', blocked)];
    a.grant('analytics');
    expect(b.check({ purpose: 'analytics' }).allow).toBe(true);
    b.refuse('analytics');
    expect(a.check({ purpose: 'analytics' }).allow).toBe(false);
  });

  test('keep what both decided when they write over each other', () => {
    const store = memoryTextStore();
    const [a, b] = [setUp(POLICY, store).consent, setUp(POLICY, store).consent];
    a.grant('analytics');
    b.refresh();
    // `b` has not heard of it when it writes: its record is the older one with one event more.
    const before = store.get('consent') ?? '';
    a.refuse('ads');
    store.set('consent', before);
    b.grant('ads', { party: 'ads.example' });
    a.refresh();
    b.refresh();
    for (const tab of [a, b]) {
      expect(tab.check({ purpose: 'ads' }).why).toBe('refused');
      expect(tab.check({ purpose: 'ads', party: 'ads.example' }).allow).toBe(true);
    }
    expect(a.ledger()).toEqual(b.ledger());
  });

  test('a yes that follows a withdrawal is not lost to a tab that hears of both late', () => {
    const store = memoryTextStore();
    const [a, b] = [setUp(POLICY, store).consent, setUp(POLICY, store).consent];
    a.grant('analytics');
    b.refresh();
    b.withdraw('*', { party: '*' });
    a.refresh();
    b.grant('analytics');
    a.refresh();
    b.refresh();
    for (const tab of [a, b]) expect(tab.check({ purpose: 'analytics' }).allow).toBe(true);
  });

  test('of a yes and a newer no that were written over each other the no holds', () => {
    const store = memoryTextStore();
    const [a, b] = [setUp(POLICY, store), setUp(POLICY, store)];
    a.consent.grant('analytics');
    b.consent.refresh();
    const before = store.get('consent') ?? '';
    a.consent.grant('ads');
    store.set('consent', before);
    b.platform.clock.advance(5);
    b.consent.refuse('ads');
    a.consent.refresh();
    b.consent.refresh();
    for (const { consent } of [a, b]) expect(consent.check({ purpose: 'ads' }).why).toBe('refused');
  });

  test('a message that is nothing of ours changes nothing', () => {
    const { tab, say } = twoTabs();
    const a = tab('a');
    const other = createConsent({ ...memoryPlatform(), source: 'other.example', policy: POLICY });
    other.grant('analytics');
    const forged = { ...other.ledger(), source: SHOP, head: 'f'.repeat(64) };
    for (const text of ['', '{', '[]', 'null', JSON.stringify(other.ledger()), JSON.stringify(forged)]) say(text);
    expect(a.ledger().events).toEqual([]);
    a.grant('ads');
    for (const text of ['', '{', JSON.stringify(other.ledger()), JSON.stringify(forged)]) say(text);
    expect(a.check({ purpose: 'ads' }).allow).toBe(true);
    expect(a.check({ purpose: 'analytics' }).allow).toBe(false);
  });
});

describe('laws', () => {
  const parties = [SHOP, 'ads.example', 'more-ads.example', 'stats.example'];
  const choice: fc.Arbitrary<Choice> = fc.record(
    {
      purpose: fc.constantFrom('analytics', 'ads'),
      party: fc.constantFrom(...parties, 'advertisers', 'big', '*'),
      degree: fc.constantFrom(...DEGREES),
    },
    { requiredKeys: ['purpose', 'party', 'degree'] },
  );

  test('the answer is what reading the whole ledger by hand says', () => {
    fc.assert(
      fc.property(fc.array(fc.array(choice, { minLength: 1, maxLength: 3 }), { maxLength: 8 }), (acts) => {
        const { consent } = setUp();
        for (const act of acts) consent.choose(act);
        for (const purpose of ['analytics', 'ads']) {
          for (const party of parties) {
            const granted = byHand(consent.ledger().events, purpose, party);
            for (const degree of DEGREES) {
              const expected = degree !== 'none' && DEGREES.indexOf(granted) >= DEGREES.indexOf(degree);
              expect(consent.check({ purpose, party, degree }).allow).toBe(expected);
            }
          }
        }
      }),
    );
  });

  function byHand(events: readonly LedgerEvent[], purpose: string, party: string): Degree {
    const groups = POLICY.parties?.find(({ id }) => id === party)?.groups ?? [];
    for (const level of [[party], groups, ['*']]) {
      const last = level.flatMap((name) => {
        const said = events.flatMap(({ changes }) => changes).filter((c) => c.purpose === purpose && c.party === name);
        const word = said.at(-1);
        const isMember = name === party || word?.decision !== 'granted' || word.members?.includes(party);
        return word && isMember ? word : [];
      });
      if (last.some(({ decision }) => decision !== 'granted')) return 'none';
      const lowest = DEGREES.find((degree) => last.some((word) => word.degree === degree));
      if (lowest) return lowest;
    }
    return 'none';
  }

  test('refusing never allows more, to whomever', () => {
    fc.assert(
      fc.property(fc.array(choice, { maxLength: 8 }), choice, (before, last) => {
        const { consent } = setUp();
        if (before.length > 0) consent.choose(before);
        const allowed = () =>
          parties.map((party) => consent.check({ purpose: last.purpose, party, degree: 'on-device' }).allow);
        const was = allowed();
        consent.choose([{ ...last, degree: 'none' }]);
        expect(allowed().every((is, i) => !is || was[i])).toBe(true);
      }),
    );
  });

  test('asking again gives the same object: no answer is made twice', () => {
    const { consent } = setUp();
    consent.grant('analytics');
    const question = { purpose: 'analytics', party: SHOP, degree: 'pseudonymous' } as const;
    expect(consent.check(question)).toBe(consent.check({ ...question }));
    expect(Object.isFrozen(consent.check(question))).toBe(true);
  });
});
