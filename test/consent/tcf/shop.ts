import { type Consent, type ConsentPolicyDefinition, createConsent } from '../../../src/consent/index.ts';
import { parseVendorList, type TcfSettings } from '../../../src/consent/tcf/index.ts';
import { type MemoryPlatform, memoryPlatform } from '../../../src/testing/index.ts';

const POLICY = {
  version: '1',
  purposes: [
    { id: 'ads', title: 'Advertise', description: 'Shows what suits you elsewhere too.' },
    { id: 'measure', title: 'Measure', description: 'Counts what was seen.' },
  ],
  parties: [
    { id: 'ten.example', name: 'Ten', purposes: ['ads', 'measure'] },
    { id: 'twenty.example', name: 'Twenty', purposes: ['ads', 'measure'] },
  ],
};

/** A shop with two purposes and two parties. */
export function shop(
  more: Partial<ConsentPolicyDefinition> = {},
  platform: MemoryPlatform = memoryPlatform(),
): Consent {
  return createConsent({ ...platform, source: 'shop.example', policy: { ...POLICY, ...more } });
}

/** Vendor 10 works by consent alone; vendors 20 and 30 claim a legitimate interest in purpose 7, and 20 is flexible. */
export const SETTINGS: TcfSettings = {
  vendorList: parseVendorList({
    vendorListVersion: 17,
    tcfPolicyVersion: 5,
    purposes: { 1: {}, 2: {}, 7: {} },
    specialFeatures: { 1: {} },
    vendors: {
      10: { name: 'Ten', purposes: [1, 2], legIntPurposes: [], flexiblePurposes: [], specialFeatures: [1] },
      20: { name: 'Twenty', purposes: [1], legIntPurposes: [7], flexiblePurposes: [7], specialFeatures: [] },
      30: { name: 'Thirty', purposes: [1], legIntPurposes: [7], flexiblePurposes: [], specialFeatures: [] },
    },
  }),
  mapping: {
    purposes: { ads: [1, 2], measure: [7] },
    specialFeatures: { measure: [1] },
    parties: { 'ten.example': [10], 'twenty.example': [20] },
  },
  cmpId: 300,
  cmpVersion: 1,
  publisherCountryCode: 'DE',
};
