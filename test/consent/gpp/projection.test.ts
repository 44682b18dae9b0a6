import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decodeGpp,
  encodeGpp,
  type GppMapping,
  type GppSection,
  type GppSectionName,
  projectGpp,
  US_SECTIONS,
} from '../../../src/consent/gpp/index.ts';
import { type Consent, type ConsentQuestion, createConsent } from '../../../src/consent/index.ts';
import { memoryPlatform } from '../../../src/testing/index.ts';
import { makeWorld, POLICY, PURPOSES, type World, world } from './worlds.ts';

const RUNS = 200;
const SLOW = 60_000;
const SECTIONS: readonly GppSectionName[] = ['uspv1', ...US_SECTIONS];
const SALES = ['ads', 'audiences'];
const PERMITS = 2;

/** What a field says, and the purposes that it is about. */
type Claim = readonly [value: unknown, uses: readonly string[]];

/** What readers of the string get: the sections, written and read again. */
function read({ consent, signals }: World, mapping: GppMapping = {}, sections = SECTIONS): readonly GppSection[] {
  return decodeGpp(encodeGpp(projectGpp({ consent, sections, mapping, signals }))).sections;
}

function fieldsOf(sections: readonly GppSection[], name: GppSectionName): Readonly<Record<string, unknown>> {
  const section = sections.find((each) => each.name === name);
  if (!section || section.kind === 'opaque') throw new Error(`There is no ${name}.`);
  return { ...section.fields };
}

/** Whether nobody who asks for one of the purposes, and not the site, is denied it. */
function isAllowedToAll({ consent }: World, purposes: readonly string[]): boolean {
  const asked = purposes.flatMap((purpose): readonly ConsentQuestion[] => {
    const degree = purpose === 'audiences' ? 'identified' : 'pseudonymous';
    const parties = consent.policy.parties.filter((party) => party.purposes.includes(purpose));
    return ['shop.example', ...parties.map(({ id }) => id)].map((party) => ({ purpose, party, degree, scope: {} }));
  });
  return asked.every((question) => consent.check(question).allow);
}

const subset = fc.subarray([...PURPOSES], { minLength: 1 });
const mappings = fc.record(
  {
    sale: subset,
    sharing: subset,
    targetedAdvertising: subset,
    additional: subset,
    category: fc.integer({ min: 1, max: 16 }),
    sensitive: subset,
    notice: fc.boolean(),
    mspa: fc.constantFrom('opt-out-option' as const, 'service-provider' as const),
  },
  { requiredKeys: ['category', 'sensitive'] },
);

describe('what the sections say', () => {
  test(
    'no field permits what the permissions deny',
    () => {
      let permitted = 0;
      fc.assert(
        fc.property(world, mappings, (each, { category, sensitive, ...mapping }) => {
          const named = Object.fromEntries(US_SECTIONS.map((name) => [name, { [category]: sensitive }]));
          const sections = read(each, { ...mapping, sensitive: named });
          const { sale = SALES, sharing = sale, targetedAdvertising = sale, additional = [] } = mapping;
          const claims = US_SECTIONS.flatMap((name): readonly Claim[] => {
            const fields = fieldsOf(sections, name);
            return [
              [fields.SaleOptOut, sale],
              [fields.SharingOptOut, sharing],
              [fields.TargetedAdvertisingOptOut, targetedAdvertising],
              [fields.PersonalDataConsents, additional],
              [fields.AdditionalDataProcessingConsent, additional],
              [[fields.SensitiveDataProcessing].flat()[category - 1], sensitive],
              ...[fields.SensitiveDataProcessing]
                .flat()
                .toSpliced(category - 1, 1)
                .map((value) => [value, []] as const),
              ...[fields.KnownChildSensitiveDataConsents].flat().map((value) => [value, []] as const),
            ];
          });
          const all: readonly Claim[] = [...claims, [fieldsOf(sections, 'uspv1').OptOutSale, sale]];
          const permitting = all.filter(([value]) => value === PERMITS || value === 'N');
          permitted += permitting.length;
          expect(permitting.filter(([, uses]) => uses.length === 0 || !isAllowedToAll(each, uses))).toEqual([]);
        }),
        { seed: 1, numRuns: RUNS },
      );
      // The law holds of something.
      expect(permitted).toBeGreaterThan(RUNS);
    },
    SLOW,
  );

  test(
    'what everybody is allowed is said to be',
    () => {
      fc.assert(
        fc.property(world, (each) => {
          const { SaleOptOut } = fieldsOf(read(each, {}, ['usnat']), 'usnat');
          expect(SaleOptOut).toBe(isAllowedToAll(each, SALES) ? PERMITS : 1);
        }),
        { seed: 2, numRuns: RUNS },
      );
    },
    SLOW,
  );

  test('a permission with limits is no permission here, for no field can tell them', () => {
    const each = makeWorld();
    const grantAll = (consent: Consent, scope: object) => {
      const choices = ['shop.example', '*'].flatMap((party) => SALES.map((purpose) => ({ purpose, party, ...scope })));
      consent.choose(choices);
    };
    grantAll(each.consent, {});
    expect(fieldsOf(read(each), 'usca').SaleOptOut).toBe(PERMITS);
    grantAll(each.consent, { scope: { sharing: 'none' } });
    expect(fieldsOf(read(each), 'usca').SaleOptOut).toBe(1);
  });

  test('Global Privacy Control is told where it is known, and only there', () => {
    const gpcOf = (signals?: readonly string[]) => {
      const { consent } = makeWorld();
      const { sections } = projectGpp({ consent, sections: US_SECTIONS, ...(signals && { signals }) });
      const told = sections.flatMap((section) => (section.kind === 'us' ? [[section.name, section.gpc] as const] : []));
      return new Map(told.filter(([, gpc]) => gpc !== undefined));
    };
    const telling = US_SECTIONS.filter((name) => !['usva', 'usut', 'usfl', 'usin', 'usky', 'usri'].includes(name));
    expect([...gpcOf(['gpc'])]).toEqual(telling.map((name) => [name, true]));
    expect([...gpcOf([])]).toEqual(telling.map((name) => [name, false]));
    expect(gpcOf().size).toBe(0);
  });

  test('GPC opts out where nothing else does, unless the person allows it nevertheless', () => {
    const each = makeWorld({ isOptOut: true, signals: ['gpc'] });
    expect(fieldsOf(read(makeWorld({ isOptOut: true })), 'usco').SaleOptOut).toBe(PERMITS);
    expect(fieldsOf(read(each), 'usco').SaleOptOut).toBe(1);
    for (const party of ['shop.example', '*']) each.consent.grant('*', { party });
    const [section] = read(each, {}, ['usco']);
    expect(section).toMatchObject({ fields: { SaleOptOut: PERMITS }, gpc: true });
  });

  test('a site that sells nothing says so, in every section', () => {
    const consent = createConsent({
      ...memoryPlatform(),
      source: 'shop.example',
      policy: { purposes: POLICY.purposes.slice(2) },
    });
    const sections = decodeGpp(encodeGpp(projectGpp({ consent, sections: SECTIONS }))).sections;
    for (const name of US_SECTIONS)
      expect(fieldsOf(sections, name)).toMatchObject({ SaleOptOut: 0, SaleOptOutNotice: 0 });
    expect(fieldsOf(sections, 'uspv1')).toMatchObject({ Notice: '-', OptOutSale: '-', LspaCovered: '-' });
  });

  test('a notice that was not given is not claimed', () => {
    const each = makeWorld();
    expect(fieldsOf(read(each), 'ustx')).toMatchObject({ ProcessingNotice: 1, SaleOptOutNotice: 1 });
    expect(fieldsOf(read(each, { notice: false }), 'ustx')).toMatchObject({ ProcessingNotice: 2, SaleOptOutNotice: 2 });
    expect(fieldsOf(read(each, { notice: false }), 'uspv1')).toMatchObject({ Notice: 'N', OptOutSale: 'Y' });
  });

  test('the agreement and its mode are declared as the site says', () => {
    const each = makeWorld();
    const said = (mapping: GppMapping) => {
      const { MspaCoveredTransaction, MspaOptOutOptionMode, MspaServiceProviderMode } = fieldsOf(
        read(each, mapping),
        'usnat',
      );
      return [
        MspaCoveredTransaction,
        MspaOptOutOptionMode,
        MspaServiceProviderMode,
        fieldsOf(read(each, mapping), 'usky').MspaMode,
      ];
    };
    expect(said({})).toEqual([2, 0, 0, 0]);
    expect(said({ mspa: 'opt-out-option' })).toEqual([1, 1, 2, 1]);
    expect(said({ mspa: 'service-provider' })).toEqual([1, 2, 1, 2]);
  });

  test('sensitive data is told by the categories that the site uses', () => {
    const each = makeWorld();
    const mapping: GppMapping = { sensitive: { usva: { 8: ['location'] } } };
    const { SensitiveDataProcessing } = fieldsOf(read(each, mapping), 'usva');
    expect(SensitiveDataProcessing).toEqual([0, 0, 0, 0, 0, 0, 0, 1]);
    for (const party of ['shop.example', 'maps.example']) each.consent.grant('location', { party });
    expect(fieldsOf(read(each, mapping), 'usva').SensitiveDataProcessing).toEqual([0, 0, 0, 0, 0, 0, 0, 2]);
    expect(fieldsOf(read(each, mapping), 'usia')).toMatchObject({ SensitiveDataOptOutNotice: 0 });
    expect(fieldsOf(read(each, { sensitive: { usia: { 1: ['location'] } } }), 'usia')).toMatchObject({
      SensitiveDataOptOutNotice: 1,
    });
  });

  test('TC strings are carried, and what is none is left out', () => {
    const { consent } = makeWorld();
    const tcString = 'CPSG_8APSG_8ANwAAAENAwCgAAAAAAAAAAAAAAAAAAAA';
    const names: readonly GppSectionName[] = ['usnat', 'tcfcav1', 'tcfeuv2'];
    const { sections } = projectGpp({
      consent,
      sections: names,
      tcStrings: { tcfeuv2: () => tcString, tcfcav1: () => 'no ~ string' },
    });
    expect(sections.map(({ id }) => id)).toEqual([2, 7]);
    expect(sections[0]).toEqual({ kind: 'opaque', id: 2, name: 'tcfeuv2', text: tcString });
    expect(projectGpp({ consent, sections: ['tcfeuv2'] }).sections).toEqual([]);
  });

  test('a mapping to a purpose that does not exist is refused', () => {
    const { consent } = makeWorld();
    const project = () => projectGpp({ consent, sections: ['usnat'], mapping: { sale: ['adds'] } });
    expect(project).toThrow(expect.objectContaining({ code: 'invalid-options', at: 'mapping' }));
    expect(project).toThrow('adds');
  });
});
