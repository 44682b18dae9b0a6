import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createConsent, DEGREES, includesDegree, STANDARD_PURPOSES } from '../../src/consent/index.ts';
import type { TextStore } from '../../src/core/index.ts';
import { memoryTextStore } from '../../src/storage/index.ts';
import { memoryPlatform } from '../../src/testing/index.ts';

function setUp(store: TextStore = memoryTextStore()) {
  const platform = memoryPlatform();
  const consent = createConsent({ source: 'shop.example', purposes: STANDARD_PURPOSES, store, ...platform });
  consent.start();
  return { consent, store, platform };
}

describe('a choice', () => {
  test('a purpose with no recorded choice is denied', () => {
    const { consent } = setUp();
    for (const { id } of STANDARD_PURPOSES) {
      expect(consent.check({ purpose: id })).toMatchObject({ allow: false, degree: 'none', why: 'unset' });
    }
    expect(consent.state().needsChoice).toBe(true);
  });

  test('a purpose that the site did not define is denied', () => {
    const { consent } = setUp();
    consent.grant('*', { party: '*' });
    expect(consent.check({ purpose: 'surveillance' })).toMatchObject({ allow: false, why: 'unknown-purpose' });
    expect(consent.check({ purpose: '__proto__' }).allow).toBe(false);
    expect(consent.check({ purpose: 'constructor' }).allow).toBe(false);
    expect(() => consent.grant('surveillance')).toThrowError(
      expect.objectContaining({ code: 'invalid-purpose', message: expect.stringContaining('storage, analytics') }),
    );
  });

  test('a grant allows its degree and those below it', () => {
    const { consent } = setUp();
    consent.grant('analytics', { degree: 'anonymous' });
    expect(consent.check({ purpose: 'analytics', degree: 'on-device' }).allow).toBe(true);
    expect(consent.check({ purpose: 'analytics', degree: 'anonymous' }).allow).toBe(true);
    expect(consent.check({ purpose: 'analytics', degree: 'pseudonymous' })).toMatchObject({
      allow: false,
      degree: 'anonymous',
      why: 'degree-too-low',
    });
  });

  test('none is not a degree that can be granted', () => {
    const { consent } = setUp();
    expect(() => consent.grant('analytics', { degree: 'none' })).toThrowError(
      expect.objectContaining({ code: 'invalid-grant' }),
    );
    expect(consent.state().events).toEqual([]);
  });

  test('listeners hear of each change once and no more after unsubscribing', () => {
    const { consent } = setUp();
    const heard: boolean[] = [];
    const stop = consent.onChange((state) => heard.push(state.needsChoice));
    consent.grant('*');
    consent.withdraw('analytics');
    stop();
    consent.refuse('*');
    expect(heard).toEqual([false, false]);
  });

  test('a listener that throws does not keep others from hearing', () => {
    const { consent, platform } = setUp();
    let heard = 0;
    consent.onChange(() => {
      throw new Error('listener');
    });
    consent.onChange(() => {
      heard += 1;
    });
    consent.grant('storage');
    expect(heard).toBe(1);
    expect(platform.reports).toHaveLength(1);
  });

  test('the state is frozen and replaced, never edited', () => {
    const { consent } = setUp();
    const before = consent.state();
    expect(consent.state()).toBe(before);
    consent.grant('storage');
    expect(before.choices.storage?.decision).toBe('unset');
    expect(Object.isFrozen(consent.state())).toBe(true);
    expect(Object.isFrozen(consent.state().choices)).toBe(true);
  });
});

describe('the record of a choice', () => {
  test('nothing is stored before a choice', () => {
    const { consent, store } = setUp();
    consent.check({ purpose: 'storage' });
    consent.state();
    consent.refresh();
    expect(store.keys()).toEqual([]);
  });

  test('a choice is there again after a reload', () => {
    const { consent, store } = setUp();
    consent.grant('analytics', { degree: 'identified' });
    consent.refuse('personalization');
    const again = setUp(store).consent;
    expect(again.state()).toEqual(consent.state());
    expect(again.check({ purpose: 'analytics', degree: 'identified' }).allow).toBe(true);
    expect(again.check({ purpose: 'personalization' }).why).toBe('refused');
  });

  test('a refusal is remembered', () => {
    const { consent, store } = setUp();
    consent.refuse('*');
    expect(setUp(store).consent.state().needsChoice).toBe(false);
  });

  test('after a complete withdrawal nothing is stored', () => {
    const { consent, store } = setUp();
    consent.grant('*');
    expect(store.keys()).toHaveLength(1);
    consent.withdraw('*');
    expect(store.keys()).toEqual([]);
    expect(consent.check({ purpose: 'storage' }).why).toBe('withdrawn');
  });

  test.each([
    ['no JSON', '{'],
    ['another form', '{"all":true}'],
    [
      'a grant without a degree',
      '[{"v":1,"seq":0,"id":"x","at":1,"type":"granted","actor":"person","changes":[{"purpose":"analytics","party":"shop.example","decision":"granted","degree":"none"}]}]',
    ],
    [
      'a refusal with a degree',
      '[{"v":1,"seq":0,"id":"x","at":1,"type":"refused","actor":"person","changes":[{"purpose":"analytics","party":"shop.example","decision":"refused","degree":"identified"}]}]',
    ],
    ['a gap in the sequence', '[{"v":1,"seq":1,"id":"x","at":1,"type":"granted","actor":"person","changes":[]}]'],
    [
      'an unknown degree',
      '[{"v":1,"seq":0,"id":"x","at":1,"type":"granted","actor":"person","changes":[{"purpose":"analytics","party":"*","decision":"granted","degree":"all"}]}]',
    ],
  ])('a forged or broken record counts as no choice: %s', (_what, text) => {
    const store = memoryTextStore();
    store.set('consent', text);
    const { consent } = setUp(store);
    expect(consent.state().needsChoice).toBe(true);
    expect(consent.state().events).toEqual([]);
    expect(store.keys()).toEqual([]);
  });

  test('a forged or broken record counts as no choice', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
        const store = memoryTextStore();
        store.set('consent', text);
        const { consent } = setUp(store);
        for (const { id } of STANDARD_PURPOSES) expect(consent.check({ purpose: id }).allow).toBe(false);
      }),
    );
  });

  test('storage that is full or forbidden leaves the choice in force for the page', () => {
    const broken: TextStore = {
      name: 'broken',
      get: () => {
        throw new Error('SecurityError');
      },
      set: () => {
        throw new Error('QuotaExceededError');
      },
      delete: () => {
        throw new Error('SecurityError');
      },
      keys: () => [],
    };
    const { consent, platform } = setUp(broken);
    consent.grant('analytics');
    expect(consent.check({ purpose: 'analytics' }).allow).toBe(true);
    consent.withdraw('analytics');
    expect(consent.check({ purpose: 'analytics' }).allow).toBe(false);
    expect(platform.reports.length).toBeGreaterThan(0);
  });

  test('another tab that withdrew is followed', () => {
    const { consent, store } = setUp();
    consent.grant('*');
    const other = setUp(store).consent;
    other.withdraw('*');
    consent.refresh();
    expect(consent.check({ purpose: 'storage' }).allow).toBe(false);
  });
});

describe('two tabs', () => {
  test('a refusal in a tab that missed a withdrawal does not bring the grants back', () => {
    const { consent: a, store } = setUp();
    a.grant('*');
    const b = setUp(store).consent;
    a.withdraw('*');
    b.refuse('personalization');
    for (const { id } of STANDARD_PURPOSES) expect(b.check({ purpose: id }).allow).toBe(false);
    const later = setUp(store).consent;
    for (const { id } of STANDARD_PURPOSES) expect(later.check({ purpose: id }).allow).toBe(false);
    a.refresh();
    expect(a.check({ purpose: 'analytics' }).allow).toBe(false);
  });

  test('a choice is added to what another tab decided, not put in its place', () => {
    const { consent: a, store } = setUp();
    const b = setUp(store).consent;
    a.grant('analytics');
    b.grant('storage');
    expect(b.check({ purpose: 'analytics' }).allow).toBe(true);
    expect(setUp(store).consent.state().events).toHaveLength(2);
  });

  test('a record that is gone counts as withdrawn, so that nothing waits for another yes', () => {
    const { consent, store } = setUp();
    consent.grant('*');
    store.delete('consent');
    consent.refresh();
    expect(consent.check({ purpose: 'analytics' }).why).toBe('withdrawn');
    expect(store.keys()).toEqual([]);
  });
});

test('with no room for a withdrawal, the older choice is removed rather than kept', () => {
  const store = memoryTextStore();
  let isFull = false;
  const full: TextStore = {
    ...store,
    set: (key, value) => {
      if (isFull) throw new Error('QuotaExceededError');
      store.set(key, value);
    },
  };
  const { consent } = setUp(full);
  consent.grant('*');
  isFull = true;
  consent.withdraw('analytics');
  expect(setUp(store).consent.check({ purpose: 'analytics' }).allow).toBe(false);
  isFull = false;
  consent.withdraw('personalization');
  const later = setUp(store).consent;
  expect(later.check({ purpose: 'storage' }).allow).toBe(true);
  expect(later.check({ purpose: 'analytics' }).allow).toBe(false);
});

test('the fold over any choices allows exactly what was granted last', () => {
  const purpose = fc.constantFrom(...STANDARD_PURPOSES.map(({ id }) => id));
  const act = fc.oneof(
    fc.record({ kind: fc.constant('grant' as const), purpose, degree: fc.constantFrom(...DEGREES.slice(1)) }),
    fc.record({ kind: fc.constantFrom('refuse' as const, 'withdraw' as const), purpose }),
  );
  fc.assert(
    fc.property(fc.array(act, { maxLength: 20 }), (acts) => {
      const { consent, store } = setUp();
      for (const one of acts) {
        if (one.kind === 'grant') consent.grant(one.purpose, { degree: one.degree });
        else consent[one.kind](one.purpose);
      }
      const reloaded = setUp(store).consent;
      for (const { id } of STANDARD_PURPOSES) {
        const last = acts.filter((one) => one.purpose === id).at(-1);
        for (const degree of DEGREES.slice(1)) {
          const expected = last?.kind === 'grant' && includesDegree(last.degree, degree);
          expect(consent.check({ purpose: id, degree }).allow).toBe(expected);
          expect(reloaded.check({ purpose: id, degree }).allow).toBe(expected);
        }
      }
    }),
  );
});
