import * as fc from 'fast-check';
import type { PublisherRestriction, PublisherTc, TcModel } from '../../../src/consent/tcf/index.ts';

const idsTo = (max: number, maxLength = 40) =>
  fc.uniqueArray(fc.integer({ min: 1, max }), { maxLength }).map((ids) => ids.sort((a, b) => a - b));

/** Lists of vendors of all shapes: scattered, dense, runs, and up to the last id that there can be. */
const vendors = fc.oneof(
  idsTo(1500),
  idsTo(0xffff, 8),
  fc
    .array(fc.tuple(fc.integer({ min: 1, max: 1300 }), fc.integer({ min: 0, max: 60 })), { maxLength: 6 })
    .map((runs) =>
      ascending(runs.flatMap(([from, more]) => Array.from({ length: more + 1 }, (_, step) => from + step))),
    ),
  fc.integer({ min: 0, max: 700 }).map((length) => Array.from({ length }, (_, index) => 2 * index + 1)),
);

const restriction: fc.Arbitrary<PublisherRestriction> = fc.record({
  purposeId: fc.integer({ min: 1, max: 24 }),
  type: fc.constantFrom(0, 1, 2),
  vendors,
});

const publisher: fc.Arbitrary<PublisherTc> = fc.integer({ min: 0, max: 63 }).chain((customPurposes) =>
  fc.record({
    consents: idsTo(24),
    legitimateInterests: idsTo(24),
    customPurposes: fc.constant(customPurposes),
    customConsents: customPurposes > 0 ? idsTo(customPurposes) : fc.constant([]),
    customLegitimateInterests: customPurposes > 0 ? idsTo(customPurposes) : fc.constant([]),
  }),
);

const letters = fc
  .tuple(...[0, 1].map(() => fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ')))
  .map((pair) => pair.join(''));
const time = fc.integer({ min: 0, max: 2 ** 36 - 1 }).map((deciseconds) => deciseconds * 100);
const int = (bits: number) => fc.integer({ min: 0, max: 2 ** bits - 1 });

const core = {
  created: time,
  lastUpdated: time,
  cmpId: fc.integer({ min: 2, max: 4095 }),
  cmpVersion: int(12),
  consentScreen: int(6),
  consentLanguage: letters,
  vendorListVersion: int(12),
  policyVersion: int(6),
  isServiceSpecific: fc.boolean(),
  useNonStandardTexts: fc.boolean(),
  specialFeatureOptIns: idsTo(12),
  purposeConsents: idsTo(24),
  purposeLegitimateInterests: idsTo(24),
  purposeOneTreatment: fc.boolean(),
  publisherCountryCode: letters,
  vendorConsents: vendors,
  vendorLegitimateInterests: vendors,
  publisherRestrictions: fc.array(restriction, { maxLength: 4 }),
  vendorsDisclosed: vendors,
};

/** Every model that the format can hold. */
export const tcModel: fc.Arbitrary<TcModel> = fc
  .tuple(fc.record(core), fc.record({ vendorsAllowed: vendors, publisher }, { requiredKeys: [] }))
  .map(([required, optional]) => ({ ...required, ...optional }));

function ascending(ids: readonly number[]): number[] {
  return [...new Set(ids)].sort((a, b) => a - b);
}
