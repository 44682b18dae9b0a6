import * as fc from 'fast-check';
import { type Choice, type Consent, createConsent, DEGREES } from '../../../src/consent/index.ts';
import { parseVendorList, type TcfSettings, type TcModel } from '../../../src/consent/tcf/index.ts';
import { memoryPlatform } from '../../../src/testing/index.ts';

export const PURPOSES = ['ads', 'measure', 'profile'];
const PARTIES = ['a.example', 'b.example', 'c.example'];
const TCF_PURPOSES = [1, 2, 3, 7, 10];
const VENDORS = [3, 4, 9, 12];

/** A person's permissions, and how a site puts them into words of the framework. */
export interface World {
  readonly consent: Consent;
  readonly settings: TcfSettings;
}

const subset = (list: readonly number[]) => fc.subarray([...list]);

const vendor = fc.record({
  name: fc.constant('Vendor'),
  purposes: fc.subarray([...TCF_PURPOSES], { minLength: 2 }),
  legIntPurposes: subset(TCF_PURPOSES),
  flexiblePurposes: subset(TCF_PURPOSES),
  specialFeatures: subset([1, 2]),
});

const vendorList = fc.tuple(...VENDORS.map(() => vendor)).map((vendors) =>
  parseVendorList({
    vendorListVersion: 17,
    tcfPolicyVersion: 5,
    purposes: Object.fromEntries(TCF_PURPOSES.map((id) => [id, {}])),
    specialFeatures: { 1: {}, 2: {} },
    vendors: Object.fromEntries(vendors.map((each, index) => [VENDORS[index], each])),
  }),
);

/** Some names of the framework are not on its list; several names of the site may mean the same. */
const tangled = fc.record({
  purposes: mapOf([...PURPOSES, 'unknown-purpose'], [...TCF_PURPOSES, 11]),
  specialFeatures: mapOf(PURPOSES, [1, 2]),
  parties: mapOf([...PARTIES, 'unknown.example'], [...VENDORS, 99]),
});

/** As sites write it. */
const tidy = fc.constant({
  purposes: { ads: [1, 2], measure: [7, 10], profile: [3] },
  specialFeatures: { measure: [1], profile: [2] },
  parties: { 'a.example': [3], 'b.example': [4, 9], 'c.example': [12] },
});
const mapping: fc.Arbitrary<TcfSettings['mapping']> = fc.oneof(tidy, tidy, tangled);

function mapOf(names: readonly string[], ids: readonly number[]) {
  const lists = names.map(() => fc.subarray([...ids], { maxLength: 2 }));
  return fc
    .tuple(...lists)
    .map((chosen) => Object.fromEntries(names.map((name, index) => [name, chosen[index] ?? []])));
}

/** Mostly permissions, or little would be left to be wrong about. */
const choice: fc.Arbitrary<Choice> = fc
  .tuple(
    fc.constantFrom('*', ...PURPOSES, ...PURPOSES),
    fc.constantFrom('*', '*', 'shop.example', 'partners', ...PARTIES, ...PARTIES),
    fc.constantFrom('identified', 'identified', 'pseudonymous', ...DEGREES),
    fc.constantFrom({}, {}, {}, {}, { scope: { data: ['views'] } }, { scope: { sharing: 'none' } } as const),
  )
  .map(([purpose, party, degree, limits]) => ({ purpose, party, degree, ...limits }));

export const world: fc.Arbitrary<World> = fc
  .record({
    choices: fc.array(choice, { minLength: 1, maxLength: 7 }),
    model: fc.constantFrom('opt-in', 'opt-in', 'opt-out'),
    signals: fc.constantFrom<readonly string[]>([], [], ['gpc']),
    isPaused: fc.integer({ max: 9, min: 0 }).map((draw) => draw === 0),
    legitimateInterests: fc.boolean(),
    vendorList,
    mapping,
  })
  .map(({ choices, model, signals, isPaused, ...settings }) => {
    const consent = createConsent({
      ...memoryPlatform(),
      source: 'shop.example',
      signals,
      policy: {
        version: '1',
        purposes: PURPOSES.map((id) => ({ id, title: id, description: id, degree: 'identified' })),
        parties: PARTIES.map((id) => ({ id, name: id, purposes: PURPOSES, groups: ['partners'] })),
        groups: [{ id: 'partners', title: 'Partners', description: 'All of them.' }],
        region: { id: 'somewhere', model, grantDays: 180, refusalDays: 180 },
      },
    });
    consent.choose(choices);
    if (isPaused) consent.pause();
    return { consent, settings: { ...settings, cmpId: 300, cmpVersion: 1, publisherCountryCode: 'DE' } };
  });

/** Every pair that a reader of the string may take for permitted, who knows no vendor list. */
export function permittedPairs(model: TcModel): readonly (readonly [purposeId: number, vendorId: number])[] {
  const isForbidden = (purposeId: number, vendorId: number) =>
    model.publisherRestrictions.some(
      (each) => each.type === 0 && each.purposeId === purposeId && each.vendors.includes(vendorId),
    );
  const pairs = (purposes: readonly number[], vendors: readonly number[]) =>
    purposes.flatMap((purposeId) => vendors.map((vendorId) => [purposeId, vendorId] as const));
  return [
    ...pairs(model.purposeConsents, model.vendorConsents),
    ...pairs(model.purposeLegitimateInterests, model.vendorLegitimateInterests),
  ].filter(([purposeId, vendorId]) => !isForbidden(purposeId, vendorId));
}

export function namesFor(
  mapped: Readonly<Record<string, readonly number[]>> | undefined,
  id: number,
): readonly string[] {
  return Object.entries(mapped ?? {}).flatMap(([name, ids]) => (ids.includes(id) ? [name] : []));
}
