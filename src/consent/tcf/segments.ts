import type { Bits } from './bits.ts';
import { refuse } from './refuse.ts';
import type { PublisherRestriction, PublisherTc, TcModel } from './tc-model.ts';
import { codeRanges, codeVendors } from './vendor-ids.ts';

const VERSION = 2;
const PURPOSES = 24;
const RESTRICTION_BITS = 12;
const A = 65;
/** The restrictions of a string may name so many vendors in all, far above any real one: a short text must not fill memory. */
const RESTRICTED_VENDORS = 2 ** 18;

type Keys<Value> = { [Key in keyof TcModel]-?: TcModel[Key] extends Value ? Key : never }[keyof TcModel];

/** The core segment, field after field. A reader starts from nothing. */
export function codeCore(bits: Bits, model: Partial<TcModel>): TcModel {
  const int = (key: Keys<number>, width: number) => bits.int(key, width, model[key] ?? 0);
  const flag = (key: Keys<boolean>) => bits.int(key, 1, Number(model[key] ?? 0)) === 1;
  const ids = (key: Keys<readonly number[]>, size: number) => bits.ids(key, size, model[key] ?? []);
  const vendors = (key: Keys<readonly number[]>) => codeVendors(bits, key, model[key] ?? []);
  const letters = (key: Keys<string>) => codeLetters(bits, key, model[key] ?? 'AA');
  const time = (key: Keys<number>) => bits.int(key, 36, Math.round((model[key] ?? 0) / 100)) * 100;
  if (bits.int('version', 6, VERSION) !== VERSION) refuse('version', 'must be 2');
  const core = {
    created: time('created'),
    lastUpdated: time('lastUpdated'),
    cmpId: int('cmpId', 12),
    cmpVersion: int('cmpVersion', 12),
    consentScreen: int('consentScreen', 6),
    consentLanguage: letters('consentLanguage'),
    vendorListVersion: int('vendorListVersion', 12),
    policyVersion: int('policyVersion', 6),
    isServiceSpecific: flag('isServiceSpecific'),
    useNonStandardTexts: flag('useNonStandardTexts'),
    specialFeatureOptIns: ids('specialFeatureOptIns', 12),
    purposeConsents: ids('purposeConsents', PURPOSES),
    purposeLegitimateInterests: ids('purposeLegitimateInterests', PURPOSES),
    purposeOneTreatment: flag('purposeOneTreatment'),
    publisherCountryCode: letters('publisherCountryCode'),
    vendorConsents: vendors('vendorConsents'),
    vendorLegitimateInterests: vendors('vendorLegitimateInterests'),
    publisherRestrictions: codeRestrictions(bits, model.publisherRestrictions ?? []),
  };
  // Numbers below 2 were never given to anybody.
  if (core.cmpId < 2) refuse('cmpId', 'is nobody');
  return core;
}

/** The publisher's segment, after its number. */
export function codePublisher(bits: Bits, publisher: Partial<PublisherTc>): PublisherTc {
  const ids = (key: Exclude<keyof PublisherTc, 'customPurposes'>, size: number) =>
    bits.ids(`publisher/${key}`, size, publisher[key] ?? []);
  const consents = ids('consents', PURPOSES);
  const legitimateInterests = ids('legitimateInterests', PURPOSES);
  const customPurposes = bits.int('publisher/customPurposes', 6, publisher.customPurposes ?? 0);
  return {
    consents,
    legitimateInterests,
    customPurposes,
    customConsents: ids('customConsents', customPurposes),
    customLegitimateInterests: ids('customLegitimateInterests', customPurposes),
  };
}

function codeRestrictions(bits: Bits, list: readonly PublisherRestriction[]): readonly PublisherRestriction[] {
  const at = 'publisherRestrictions';
  const restrictions: PublisherRestriction[] = [];
  const count = bits.int(at, RESTRICTION_BITS, list.length);
  let room = RESTRICTED_VENDORS;
  for (let index = 0; index < count; index++) {
    const { purposeId = 0, type = 0, vendors = [] } = list[index] ?? {};
    const codedPurpose = bits.int(at, 6, purposeId);
    const codedType = bits.int(at, 2, type);
    const isKnown = codedType === 0 || codedType === 1 || codedType === 2;
    const codedVendors = codeRanges(bits, at, vendors);
    room -= codedVendors.length;
    if (!isKnown || room < 0) refuse(at, 'is of an unknown type, or too long');
    else restrictions.push({ purposeId: codedPurpose, type: codedType, vendors: codedVendors });
  }
  return restrictions;
}

function codeLetters(bits: Bits, at: string, value: string): string {
  const codes = [0, 1].map((index) => bits.int(at, 6, value.toUpperCase().charCodeAt(index) - A));
  if (codes.some((code) => code > 25) || value.length !== 2) refuse(at, 'must be two letters');
  return String.fromCharCode(...codes.map((code) => code + A));
}
