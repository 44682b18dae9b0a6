import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Choice, createConsent, DEGREES, type Degree, definePolicy } from '../../../src/consent/index.ts';
import {
  answerTerms,
  choicesForTerms,
  type DataUse,
  NEGOTIATION_STATUSES,
  type PrivacyTerm,
  type PrivacyTerms,
  proposeTerms,
  readAgreement,
  TERMS_PRESET_IDS,
  TERMS_PRESETS,
} from '../../../src/consent/receipts/index.ts';
import { TERM_BOUNDS } from '../../../src/consent/receipts/terms.ts';
import { isRecord } from '../../../src/core/index.ts';
import { memoryPlatform } from '../../../src/testing/index.ts';
import { NOW, POLICY, SHOP } from './fixtures.ts';
import { HAS_VECTORS, readVector } from './shared-vectors.ts';

const USES: Readonly<Record<string, readonly DataUse[]>> = { ads: ['tracking', 'profiling'], newsletter: ['service'] };
const rank = (degree: Degree | undefined) => DEGREES.indexOf(degree ?? 'identified');

/** The degree that a purpose has for a party, by the choices alone. */
function degreeIn(choices: readonly Choice[], purpose: string, party?: string): Degree | undefined {
  const found = choices.filter((choice) => choice.purpose === purpose && choice.party === party);
  expect(found, `${purpose} ${party}`).toHaveLength(1);
  return found[0]?.degree;
}

const TERMS: readonly PrivacyTerm[] = [
  'TrackingAllowed',
  'Tracking2PAllowed',
  'TrackingWithoutPIIAllowed',
  'TrackingWithoutFPAllowed',
  'TrackingWithPIIDisallowed',
  'TrackingWithFPDisallowed',
  'Tracking3PDisallowed',
  'TrackingDisallowed',
  'ProfilingAllowed',
  'Profiling2PAllowed',
  'ProfilingWithoutPIIAllowed',
  'ProfilingWithoutFPAllowed',
  'ProfilingWithPIIDisallowed',
  'ProfilingWithFPDisallowed',
  'Profiling3PDisallowed',
  'ProfilingDisallowed',
  'SharingDataAllowed',
  'SharingData3PAllowed',
  'SharingDataAnonymised3PAllowed',
  'SharingDataAnonymised3PDisallowed',
  'SharingDataNonAnonymised3PDisallowed',
  'SharingData3PDisallowed',
  'SharingDataDisallowed',
];
const isProhibition = (term: PrivacyTerm) => term.endsWith('Disallowed');

const anyTerms: fc.Arbitrary<PrivacyTerms> = fc.record({
  analytics2P: fc.boolean(),
  terms: fc.shuffledSubarray([...TERMS]),
  contributes: fc.subarray(['intent', 'ai-training', 'public-good'] as const),
});
const uses = fc.dictionary(
  fc.constantFrom(...POLICY.purposes.map(({ id }) => id)),
  fc.subarray(['service', 'analytics', 'tracking', 'profiling', 'intent', 'ai-training', 'public-good'] as const),
);

describe.skipIf(!HAS_VECTORS)('the vocabulary', () => {
  const vector = HAS_VECTORS ? readVector('p7012-terms.json') : {};
  const listOf = (key: string) => (isRecord(vector) && Array.isArray(vector[key]) ? vector[key].map(String) : []);

  test('every term of tracking, profiling and sharing is known', () => {
    const known = [...Object.keys(TERM_BOUNDS.allowing), ...Object.keys(TERM_BOUNDS.limiting)];
    const named = ['tracking', 'profiling', 'sharing'].flatMap(listOf);
    expect(named).toHaveLength(23);
    expect([...known].sort()).toEqual([...named].sort());
    expect([...TERMS].sort()).toEqual([...named].sort());
  });

  test('the statuses of a negotiation are those of the vocabulary', () => {
    expect(NEGOTIATION_STATUSES).toEqual(listOf('negotiationStatus'));
  });

  test('the presets are the agreements of the roster', () => {
    const agreements = isRecord(vector) && isRecord(vector.agreements) ? vector.agreements : {};
    expect(TERMS_PRESET_IDS).toEqual(Object.keys(agreements));
    const told = Object.values(TERMS_PRESETS).filter(({ id }) => id.startsWith('SD-'));
    for (const { id, analytics2P, terms, portability } of told) {
      const has = (term: PrivacyTerm) => Number(terms.includes(term));
      expect({
        analytics2P: Number(analytics2P),
        tracking2P: has('Tracking2PAllowed'),
        profiling2P: has('Profiling2PAllowed'),
        share3P: has('SharingData3PAllowed'),
        ...(portability && { portability }),
      }).toEqual(agreements[id]);
    }
  });
});

describe('a preset', () => {
  const table: readonly (readonly [(typeof TERMS_PRESET_IDS)[number], string])[] = [
    ['SD-BASE', 'on-device none none none on-device'],
    ['SD-BASE-DP', 'on-device none none none on-device'],
    ['SD-BASE-A', 'on-device anonymous none none on-device'],
    ['SD-BASE-AT', 'pseudonymous pseudonymous none none identified'],
    ['SD-BASE-ATP', 'pseudonymous pseudonymous on-device none identified'],
    ['SD-BASE-ATP-S3P', 'pseudonymous pseudonymous on-device pseudonymous identified'],
    ['PDC-INTENT', 'on-device none none none on-device'],
  ];

  test.each(table)('%s gives the shop %s', (id, degrees) => {
    const choices = choicesForTerms(id, POLICY, { uses: USES });
    expect(POLICY.purposes.map((purpose) => degreeIn(choices, purpose.id)).join(' ')).toBe(degrees);
  });

  test('only sharing gives others anything, and never to many at once', () => {
    for (const id of TERMS_PRESET_IDS) {
      const others = choicesForTerms(id, POLICY, { uses: USES }).filter(({ party }) => party !== undefined);
      const allowed = others.filter(({ degree }) => degree !== 'none').map(({ party }) => party);
      const expected = ['ads.example', 'ads.example', 'more-ads.example', 'post.example'];
      expect(allowed.sort()).toEqual(id === 'SD-BASE-ATP-S3P' ? expected : []);
    }
  });

  test('intents allow what is contributed, under no id', () => {
    const policy = definePolicy({
      version: '1',
      purposes: ['intent', 'ai-training', 'public-good'].map((id) => ({ id, title: id, description: '' })),
    });
    const allowed = (id: (typeof TERMS_PRESET_IDS)[number]) =>
      choicesForTerms(id, policy).flatMap(({ purpose, degree }) => (degree === 'none' ? [] : [[purpose, degree]]));
    expect(allowed('PDC-INTENT')).toEqual([['intent', 'anonymous']]);
    expect(allowed('PDC-AI')).toEqual([['ai-training', 'anonymous']]);
    expect(allowed('PDC-GOOD')).toEqual([['public-good', 'anonymous']]);
    expect(allowed('SD-BASE-ATP-S3P')).toEqual([]);
  });

  test('a purpose of which nothing is known is refused', () => {
    const policy = definePolicy({ version: '1', purposes: [{ id: 'constructor', title: 'x', description: '' }] });
    expect(choicesForTerms('SD-BASE-ATP-S3P', policy)[0]).toEqual({ purpose: 'constructor', degree: 'none' });
  });

  test('an unknown name is refused with the nearest one', () => {
    const choose: (id: never) => unknown = (id) => choicesForTerms(id, POLICY);
    const call: (id: string) => unknown = (id) => Reflect.apply(choose, undefined, [id]);
    expect(() => call('SD-BASE-B')).toThrow(
      expect.objectContaining({ code: 'invalid-options', message: expect.stringContaining('Did you mean "SD-BASE') }),
    );
    expect(() => call('__proto__')).toThrow(expect.objectContaining({ code: 'invalid-options' }));
  });
});

describe('any terms', () => {
  test('terms never choose more than they allow, nor more than the site asks for', () => {
    fc.assert(
      fc.property(anyTerms, uses, (terms, known) => {
        const choices = choicesForTerms(terms, POLICY, { uses: known });
        const has = (...names: readonly PrivacyTerm[]) => names.some((name) => terms.terms.includes(name));
        for (const { id, degree: asked, sale } of POLICY.purposes) {
          const own = degreeIn(choices, id);
          expect(rank(own)).toBeLessThanOrEqual(rank(asked));
          const does = (use: DataUse) => known[id]?.includes(use) === true;
          const mayTrack = TERMS.some((term) => term.startsWith('Tracking') && !isProhibition(term) && has(term));
          if (!mayTrack || has('TrackingDisallowed')) expect(rank(own)).toBeLessThanOrEqual(rank('anonymous'));
          if (does('tracking') && has('TrackingDisallowed')) expect(own).toBe('none');
          if (does('profiling') && has('ProfilingDisallowed')) expect(own).toBe('none');
          if (does('analytics') && !terms.analytics2P) expect(own).toBe('none');
          if (does('ai-training') && !terms.contributes?.includes('ai-training')) expect(own).toBe('none');
          if (has('TrackingWithPIIDisallowed')) expect(rank(own)).toBeLessThanOrEqual(rank('pseudonymous'));
          if (known[id]?.length === 0) expect(own).toBe('none');
          const mayShare = has('SharingDataAllowed', 'SharingData3PAllowed', 'SharingDataAnonymised3PAllowed');
          for (const party of ['ads.example', 'more-ads.example', 'post.example', 'advertisers', '*']) {
            const shared = degreeIn(choices, id, party);
            expect(rank(shared)).toBeLessThanOrEqual(rank(own));
            if (!mayShare || has('SharingData3PDisallowed', 'SharingDataDisallowed')) expect(shared).toBe('none');
            if (has('SharingDataNonAnonymised3PDisallowed'))
              expect(rank(shared)).toBeLessThanOrEqual(rank('anonymous'));
            if (has('Profiling3PDisallowed') && does('profiling')) expect(shared).toBe('none');
            if (party === '*' || party === 'advertisers') expect(shared).toBe('none');
          }
          if (sale && !mayShare) expect(own).toBe('none');
        }
      }),
    );
  });

  test('where terms contradict each other the prohibition holds', () => {
    fc.assert(
      fc.property(anyTerms, fc.constantFrom(...TERMS.filter(isProhibition)), uses, (terms, prohibition, known) => {
        const before = choicesForTerms(terms, POLICY, { uses: known });
        const after = choicesForTerms({ ...terms, terms: [...terms.terms, prohibition] }, POLICY, { uses: known });
        after.forEach(({ degree }, index) => {
          expect(rank(degree)).toBeLessThanOrEqual(rank(before[index]?.degree));
        });
      }),
    );
    const both = (...terms: readonly PrivacyTerm[]) => choicesForTerms({ analytics2P: true, terms }, POLICY);
    expect(degreeIn(both('TrackingAllowed', 'TrackingDisallowed'), 'analytics')).toBe('anonymous');
    expect(degreeIn(both('TrackingAllowed'), 'analytics')).toBe('pseudonymous');
    const profile = (...terms: readonly PrivacyTerm[]) =>
      choicesForTerms({ analytics2P: true, terms }, POLICY, { uses: { newsletter: ['profiling'] } });
    expect(degreeIn(profile('ProfilingAllowed', 'TrackingAllowed'), 'newsletter')).toBe('identified');
    expect(degreeIn(profile('ProfilingAllowed', 'TrackingDisallowed'), 'newsletter')).toBe('on-device');
    const shared = (...terms: readonly PrivacyTerm[]) =>
      degreeIn(both('TrackingAllowed', 'SharingDataAllowed', ...terms), 'analytics', 'ads.example');
    expect(shared()).toBe('pseudonymous');
    expect(shared('SharingDataNonAnonymised3PDisallowed')).toBe('anonymous');
    expect(shared('Tracking3PDisallowed')).toBe('anonymous');
    expect(shared('SharingData3PDisallowed')).toBe('none');
  });

  test('the order of terms is of no account', () => {
    fc.assert(
      fc.property(anyTerms, uses, (terms, known) => {
        const turned = { ...terms, terms: [...terms.terms].reverse() };
        expect(choicesForTerms(turned, POLICY, { uses: known })).toEqual(
          choicesForTerms(terms, POLICY, { uses: known }),
        );
      }),
    );
  });

  test('nothing that was allowed earlier stays above the terms once they are chosen', () => {
    fc.assert(
      fc.property(anyTerms, uses, (terms, known) => {
        const consent = createConsent({ source: SHOP, policy: POLICY, ...memoryPlatform() });
        for (const party of [SHOP, '*', 'advertisers', 'ads.example', 'post.example']) {
          consent.choose([{ purpose: '*', party, degree: 'identified' }]);
        }
        const choices = choicesForTerms(terms, POLICY, { uses: known });
        consent.choose(choices);
        for (const { id } of POLICY.purposes) {
          expect(consent.check({ purpose: id }).degree).toBe(degreeIn(choices, id));
          for (const party of POLICY.parties) {
            expect(consent.check({ purpose: id, party: party.id }).degree).toBe(degreeIn(choices, id, party.id));
          }
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe('an agreement', () => {
  const asked = proposeTerms({ id: '1', terms: 'SD-BASE', source: SHOP, notice: '2026-11', at: NOW });

  test('is proposed by the person, and accepted, refused or countered by the shop', () => {
    expect(asked).toMatchObject({ status: 'Requested', terms: 'SD-BASE' });
    const accepted = answerTerms(asked, { status: 'Accepted', by: 'shop', at: NOW + 1 });
    expect(accepted.steps.map(({ status, by }) => [status, by])).toEqual([
      ['Requested', 'person'],
      ['Accepted', 'shop'],
    ]);
    const countered = answerTerms(asked, { status: 'CounterOfferMade', terms: 'SD-BASE-A', by: 'shop', at: NOW + 1 });
    const taken = answerTerms(countered, { status: 'Accepted', by: 'person', at: NOW + 2 });
    expect(taken).toMatchObject({ status: 'Accepted', terms: 'SD-BASE-A' });
    expect(asked.status).toBe('Requested');
  });

  test.each([
    ['the person accepts in the name of the shop', { status: 'Accepted', by: 'person', at: NOW }],
    ['a counter-offer without terms', { status: 'CounterOfferMade', by: 'shop', at: NOW }],
    ['other terms without a counter-offer', { status: 'Accepted', terms: 'SD-BASE-ATP', by: 'shop', at: NOW }],
    ['a step of the past', { status: 'Accepted', by: 'shop', at: NOW - 1 }],
  ] as const)('refuses %s', (_, answer) => {
    expect(() => answerTerms(asked, answer)).toThrow(expect.objectContaining({ code: 'invalid-options' }));
  });

  test('what ended stays ended, and there is one counter-offer', () => {
    const refused = answerTerms(asked, { status: 'Refused', by: 'shop', at: NOW });
    const countered = answerTerms(asked, { status: 'CounterOfferMade', terms: 'SD-BASE-A', by: 'shop', at: NOW });
    for (const status of NEGOTIATION_STATUSES) {
      for (const by of ['person', 'shop'] as const) {
        expect(() => answerTerms(refused, { status, by, at: NOW })).toThrow(/nothing to say/);
      }
    }
    expect(() =>
      answerTerms(countered, { status: 'CounterOfferMade', terms: 'SD-BASE', by: 'shop', at: NOW }),
    ).toThrow();
  });

  test('is read back as it was, and as nothing when altered', () => {
    const countered = answerTerms(asked, { status: 'CounterOfferMade', terms: 'SD-BASE-A', by: 'shop', at: NOW + 1 });
    const agreed = answerTerms(countered, { status: 'Accepted', by: 'person', at: NOW + 2 });
    expect(readAgreement(JSON.parse(JSON.stringify(agreed)))).toEqual(agreed);
    const altered = [
      { ...agreed, status: 'Refused' },
      { ...agreed, steps: agreed.steps.slice(1) },
      { ...agreed, steps: agreed.steps.map((step) => ({ ...step, by: 'shop' })) },
      { ...asked, steps: [{ ...asked.steps[0], status: 'Accepted' }], status: 'Accepted' },
      { ...agreed, version: 2 },
      { ...agreed, steps: [...agreed.steps, { at: NOW + 3, by: 'shop', status: 'Terminated', terms: 'SD-BASE-ATP' }] },
    ];
    for (const one of altered) expect(readAgreement(one)).toBeUndefined();
    fc.assert(fc.property(fc.jsonValue(), (value) => readAgreement(value) === undefined));
  });
});
