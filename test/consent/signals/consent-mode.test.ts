import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createConsent } from '../../../src/consent/index.ts';
import { CONSENT_MODE_TYPES, type ConsentModeMapping, createConsentMode } from '../../../src/consent/signals/index.ts';
import { installConsentDefault } from '../../../src/script/consent-default.ts';
import { memoryPlatform } from '../../../src/testing/index.ts';
import { commandsOf, fakePage, heldBy } from './tag-page.ts';
import { HAS_VECTORS, readVectors } from './vectors.ts';

const MAPPING: ConsentModeMapping = {
  ad_storage: ['ads'],
  ad_user_data: ['ads'],
  ad_personalization: ['ads', 'analytics'],
  analytics_storage: ['analytics'],
};

const PURPOSES = ['ads', 'analytics', 'other'];

function shop({ signals = [], model = 'opt-in' }: { signals?: readonly string[]; model?: string } = {}) {
  const platform = memoryPlatform();
  const policy = {
    purposes: PURPOSES.map((id) => ({ id, title: id, description: id, degree: 'identified', sale: id === 'ads' })),
    groups: [{ id: 'firms', title: 'Firms', description: 'All of them' }],
    parties: [{ id: 'google', name: 'Google', purposes: PURPOSES, groups: ['firms'] }],
    region: { id: 'test', model, grantDays: 10, refusalDays: 10 },
  };
  const consent = createConsent({ ...platform, source: 'shop.example', policy, signals });
  consent.start();
  return { ...platform, consent };
}

const toGoogle = { party: 'google' };

describe.runIf(HAS_VECTORS)('the vectors of Consent Mode', () => {
  const { cases = [], types = [] } = readVectors('consent-mode-v2-cases.json') ?? {};
  const callsOf = (name: string) => cases.find((each: { name: string }) => each.name.startsWith(name))?.calls;

  test('there are seven types', () => {
    expect(CONSENT_MODE_TYPES).toEqual(types);
  });

  test('first visit: one default, and nothing while nothing is chosen', () => {
    const page = fakePage();
    installConsentDefault(page, '{"security_storage":"granted"}');
    createConsentMode({ consent: shop().consent, mapping: MAPPING, target: page }).start();
    expect(commandsOf(page)).toEqual(callsOf('first visit'));
  });

  test('returning visitor: one default, then one update', () => {
    const { consent } = shop();
    consent.grant('analytics', toGoogle);
    const page = fakePage();
    installConsentDefault(page, undefined);
    createConsentMode({ consent, mapping: MAPPING, target: page }).start();
    const [[first], update] = [commandsOf(page), commandsOf(page).at(-1)];
    expect(first?.slice(0, 2)).toEqual(callsOf('returning')[0].slice(0, 2));
    expect(update).toEqual(callsOf('returning')[1]);
    expect(commandsOf(page)).toHaveLength(2);
  });

  test('the default is there before tags can be', () => {
    const page = fakePage();
    installConsentDefault(page, undefined);
    page.gtag?.('js', 0);
    page.gtag?.('config', 'G-1');
    const order = cases.find(({ order }: { order?: unknown }) => order).order;
    expect(commandsOf(page).map(([name, action]) => (name === 'consent' ? `${name} ${action}` : name))).toEqual(order);
  });

  test('a default of regions comes before the one for all', () => {
    const page = fakePage();
    installConsentDefault(page, '{"analytics_storage":"granted","regions":{"DE FR":{"analytics_storage":"denied"}}}');
    expect(commandsOf(page)).toMatchObject(callsOf('region specific'));
    expect(commandsOf(page)).toHaveLength(2);
  });

  test('withdraw', () => {
    const { consent } = shop();
    const page = fakePage();
    installConsentDefault(page, undefined);
    createConsentMode({ consent, mapping: MAPPING, target: page }).start();
    consent.grant('analytics', toGoogle);
    consent.withdraw('analytics', toGoogle);
    expect([commandsOf(page).at(-1)]).toEqual(callsOf('withdraw'));
    expect(commandsOf(page)).toHaveLength(3);
  });

  test('Global Privacy Control where the law lets people opt out', () => {
    const { consent } = shop({ signals: ['gpc'], model: 'opt-out' });
    const page = fakePage(true);
    const granted = Object.fromEntries(CONSENT_MODE_TYPES.map((type) => [type, 'granted']));
    installConsentDefault(page, JSON.stringify(granted));
    expect(commandsOf(page)).toMatchObject(callsOf('GPC'));
    createConsentMode({ consent, mapping: { ad_storage: ['ads'] }, target: page }).start();
    expect(heldBy(page)).toMatchObject({ ad_storage: 'denied' });
  });
});

describe("Google's tags", () => {
  test('hear a default from here where nobody else set one', () => {
    const page = fakePage();
    const { consent } = shop();
    consent.grant('analytics', toGoogle);
    createConsentMode({ consent, mapping: MAPPING, target: page }).start();
    const denied = Object.fromEntries(CONSENT_MODE_TYPES.map((type) => [type, 'denied']));
    expect(commandsOf(page)).toEqual([
      ['consent', 'default', denied],
      ['consent', 'update', { analytics_storage: 'granted' }],
    ]);
  });

  test('hear no second default after one of others, but all that is mapped', () => {
    const page = fakePage();
    const gtag = function (..._: unknown[]) {
      // biome-ignore lint/complexity/noArguments: as Google's own snippet does
      page.dataLayer = [...(page.dataLayer ?? []), arguments];
    };
    gtag('consent', 'default', { analytics_storage: 'granted' });
    createConsentMode({ consent: shop().consent, mapping: MAPPING, target: page }).start();
    expect(commandsOf(page).map(([, action]) => action)).toEqual(['default', 'update']);
    expect(heldBy(page)).toEqual(Object.fromEntries(Object.keys(MAPPING).map((type) => [type, 'denied'])));
  });

  test('hear of every type that a default of some region grants', () => {
    const page = fakePage();
    installConsentDefault(page, '{"regions":{"US-CA":{"analytics_storage":"granted"}}}');
    createConsentMode({ consent: shop().consent, mapping: { analytics_storage: ['analytics'] }, target: page }).start();
    expect(commandsOf(page).at(-1)).toEqual(['consent', 'update', { analytics_storage: 'denied' }]);
  });

  test('hear no second default though Google Tag Manager dropped the first', () => {
    const page = fakePage();
    installConsentDefault(page, '{"security_storage":"granted"}');
    page.dataLayer?.splice(0);
    createConsentMode({ consent: shop().consent, mapping: MAPPING, target: page }).start();
    expect(commandsOf(page)).toEqual([]);
  });

  test('hear that a permission has ended when its time is over', () => {
    const { consent, clock } = shop();
    const page = fakePage();
    createConsentMode({ consent, mapping: MAPPING, target: page }).start();
    consent.grant('analytics', toGoogle);
    expect(heldBy(page)).toMatchObject({ analytics_storage: 'granted' });
    clock.advance(10 * 86_400_000);
    expect(heldBy(page)).toMatchObject({ analytics_storage: 'denied' });
  });

  test('hear nothing after stop, nothing twice after start and start again', () => {
    const { consent } = shop();
    const page = fakePage();
    const mode = createConsentMode({ consent, mapping: MAPPING, target: page });
    expect(page.dataLayer).toBe(undefined);
    const stop = mode.start();
    expect(mode.start()).toBe(stop);
    stop();
    consent.grant('analytics', toGoogle);
    expect(commandsOf(page)).toHaveLength(1);
    stop();
    mode.start();
    createConsentMode({ consent, mapping: MAPPING, target: page }).start();
    expect(commandsOf(page)).toHaveLength(2);
  });

  test('that fail are reported, and the page goes on', () => {
    const { consent, reports, logger } = shop();
    const page = fakePage();
    const broken: unknown[] = [];
    broken.push = () => {
      throw new Error('a tag');
    };
    page.dataLayer = broken;
    createConsentMode({ consent, mapping: MAPPING, target: page, logger }).start();
    consent.grant('analytics', toGoogle);
    expect(reports.map(({ message }) => message)).toEqual(Array(2).fill('Code on dataLayer failed.'));
  });

  test('get nothing that could be told again', () => {
    const page = fakePage();
    Object.assign(page, { dataLayer: 'rubbish', kindredConsentMode: ['rubbish'] });
    createConsentMode({ consent: shop().consent, mapping: MAPPING, target: page }).start();
    expect(commandsOf(page)).toHaveLength(1);
  });
});

describe('a type', () => {
  const valuesFor = (mapping: ConsentModeMapping, act: (consent: ReturnType<typeof shop>['consent']) => void) => {
    const { consent } = shop();
    act(consent);
    return createConsentMode({ consent, mapping, target: {} }).values();
  };

  test('needs every purpose that it is mapped to', () => {
    expect(valuesFor(MAPPING, (consent) => consent.grant('ads', toGoogle))).toEqual({
      ad_storage: 'granted',
      ad_user_data: 'granted',
      ad_personalization: 'denied',
      analytics_storage: 'denied',
    });
  });

  test('is denied when it is mapped to no purpose, or to one that is not defined', () => {
    const mapping = { ad_storage: [], analytics_storage: ['unheard-of'] };
    expect(valuesFor(mapping, (consent) => consent.grant('*', toGoogle))).toEqual({
      ad_storage: 'denied',
      analytics_storage: 'denied',
    });
  });

  test('needs ids, and user data needs to be identified', () => {
    const at = (degree: 'on-device' | 'anonymous' | 'pseudonymous') =>
      valuesFor(MAPPING, (consent) => consent.grant('*', { ...toGoogle, degree }));
    expect(Object.values(at('on-device'))).not.toContain('granted');
    expect(Object.values(at('anonymous'))).not.toContain('granted');
    expect(at('pseudonymous')).toMatchObject({ ad_storage: 'granted', ad_user_data: 'denied' });
  });

  test('is not granted by a permission of the shop itself', () => {
    expect(Object.values(valuesFor(MAPPING, (consent) => consent.grant('*')))).not.toContain('granted');
  });

  test('is not granted by a permission within limits, unless Google is said to keep to them', () => {
    const { consent } = shop();
    consent.grant('analytics', { ...toGoogle, scope: { retentionDays: 60 } });
    const options = { consent, mapping: MAPPING, target: {} };
    expect(createConsentMode(options).values()).toMatchObject({ analytics_storage: 'denied' });
    const within = createConsentMode({ ...options, scope: { retentionDays: 60 } });
    expect(within.values()).toMatchObject({ analytics_storage: 'granted' });
  });
});

describe('options', () => {
  const create = (options: object) => () =>
    Reflect.apply(createConsentMode, undefined, [
      { consent: shop().consent, mapping: MAPPING, target: {}, ...options },
    ]);

  test.each([
    [{ mapping: undefined }, '/mapping'],
    [{ mapping: [] }, '/mapping'],
    [{ mapping: { ad_strage: ['ads'] } }, '/mapping/ad_strage'],
    [{ mapping: { 'a/b~c': [] } }, '/mapping/a~1b~0c'],
    [{ mapping: JSON.parse('{"__proto__":["ads"]}') }, '/mapping/__proto__'],
    [{ mapping: { ad_storage: 'ads' } }, '/mapping/ad_storage'],
    [{ mapping: { ad_storage: [1] } }, '/mapping/ad_storage'],
    [{ degrees: { ad_storage: 'anonymous' } }, '/degrees/ad_storage'],
    [{ degrees: { ad_storage: 'all' } }, '/degrees/ad_storage'],
    [{ degrees: 'identified' }, '/degrees'],
  ])('%j are refused', (options, at) => {
    expect(create(options)).toThrow(expect.objectContaining({ code: 'invalid-options', at }));
  });
});

const purpose = fc.constantFrom(...PURPOSES, '*');
const party = fc.constantFrom('google', 'firms', '*', 'shop.example');
const degree = fc.constantFrom('on-device', 'anonymous', 'pseudonymous', 'identified');
const scope = fc.constantFrom(undefined, {}, { sharing: 'none' }, { data: ['views'] });
const act = fc.oneof(
  fc.record({ kind: fc.constant('grant'), purpose, party, degree, scope }),
  fc.record({ kind: fc.constantFrom('refuse', 'withdraw'), purpose, party }),
  fc.record({ kind: fc.constantFrom('pause', 'resume') }),
  fc.record({ kind: fc.constant('wait'), days: fc.integer({ min: 1, max: 12 }) }),
);
const mappings = fc.dictionary(
  fc.constantFrom(...CONSENT_MODE_TYPES),
  fc.array(fc.constantFrom(...PURPOSES, 'unknown'), { maxLength: 3 }),
);
const world = fc.record({
  mapping: mappings,
  signals: fc.constantFrom([], ['gpc']),
  model: fc.constantFrom('opt-in', 'opt-out'),
  stub: fc.constantFrom(undefined, '', '{}', '{"ad_storage":"granted","analytics_storage":"granted"}'),
  acts: fc.array(act, { maxLength: 12 }),
});

function perform(
  { consent, clock }: ReturnType<typeof shop>,
  { kind, purpose, days, scope, ...rest }: Record<string, unknown>,
) {
  if (kind === 'wait') return clock.advance(Number(days) * 86_400_000);
  const options = { ...rest, ...(scope !== undefined && { scope }) };
  Reflect.apply(Reflect.get(consent, String(kind)), consent, purpose === undefined ? [] : [purpose, options]);
}

test('no consent type is granted while one of its purposes is denied', () => {
  fc.assert(
    fc.property(world, ({ mapping, signals, model, stub, acts }) => {
      const made = shop({ signals, model });
      const page = fakePage(signals.length > 0);
      if (stub !== undefined) installConsentDefault(page, stub);
      createConsentMode({ consent: made.consent, mapping, target: page }).start();
      for (const one of acts) {
        perform(made, one);
        const held = heldBy(page);
        for (const [type, purposes] of Object.entries(mapping)) {
          const isAllowed = (degree: 'pseudonymous' | 'identified', scope?: object) =>
            purposes.length > 0 &&
            purposes.every(
              (id) => made.consent.check({ purpose: id, party: 'google', degree, ...(scope && { scope }) }).allow,
            );
          if (!isAllowed('pseudonymous')) expect(held[type]).toBe('denied');
          const isFully = isAllowed(type === 'ad_user_data' ? 'identified' : 'pseudonymous', {});
          expect(held[type]).toBe(isFully ? 'granted' : 'denied');
        }
      }
    }),
  );
});

test("Google's tags hear one default, and then only what changed", () => {
  fc.assert(
    fc.property(world, ({ mapping, signals, model, stub, acts }) => {
      const made = shop({ signals, model });
      const page = fakePage();
      if (stub !== undefined) installConsentDefault(page, stub);
      createConsentMode({ consent: made.consent, mapping, target: page }).start();
      for (const one of acts) perform(made, one);
      const [first, ...updates] = commandsOf(page);
      expect(first?.[1]).toBe('default');
      let held: Readonly<Record<string, unknown>> = first?.[2] ?? {};
      for (const [name, action, values] of updates) {
        expect([name, action]).toEqual(['consent', 'update']);
        expect(Object.keys(values).filter((type) => held[type] === values[type] || !(type in mapping))).toEqual([]);
        held = { ...held, ...values };
      }
    }),
  );
});
