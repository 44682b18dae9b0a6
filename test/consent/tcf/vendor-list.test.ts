import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isKindredError, parseVendorList, readVendorList } from '../../../src/consent/tcf/index.ts';

const VENDOR = {
  id: 7,
  name: 'Seven',
  purposes: [1],
  legIntPurposes: [7],
  flexiblePurposes: [],
  specialFeatures: [1],
  urls: [],
};
const LIST = {
  gvlSpecificationVersion: 3,
  vendorListVersion: 17,
  tcfPolicyVersion: 4,
  purposes: { 1: { id: 1 }, 7: { id: 7 } },
  specialFeatures: { 1: { id: 1 } },
  vendors: { 7: VENDOR, 8: { ...VENDOR, id: 8, deletedDate: '2025-01-01T00:00:00Z' } },
};

describe('reading the vendor list', () => {
  test('keeps what a TC string is made from', () => {
    expect(parseVendorList(LIST)).toEqual({
      vendorListVersion: 17,
      policyVersion: 4,
      purposes: [1, 7],
      specialFeatures: [1],
      vendors: new Map([
        [7, { id: 7, name: 'Seven', purposes: [1], legIntPurposes: [7], flexiblePurposes: [], specialFeatures: [1] }],
      ]),
    });
  });

  test('leaves out vendors that have left', () => {
    expect([...parseVendorList(LIST).vendors.keys()]).toEqual([7]);
  });

  test.each([
    ['/vendors', { ...LIST, vendors: [] }],
    ['/vendors', { ...LIST, vendors: undefined }],
    ['/vendorListVersion', { ...LIST, vendorListVersion: '17' }],
    ['/tcfPolicyVersion', { ...LIST, tcfPolicyVersion: 0 }],
    ['/purposes/x', { ...LIST, purposes: { x: {} } }],
    ['/vendors/__proto__', JSON.parse('{"vendorListVersion":1,"tcfPolicyVersion":4,"vendors":{"__proto__":{}}}')],
    ['/vendors/70000', { ...LIST, vendors: { 70000: VENDOR } }],
    ['/vendors/7/purposes', { ...LIST, vendors: { 7: { ...VENDOR, purposes: 'all' } } }],
    ['/vendors/7/legIntPurposes', { ...LIST, vendors: { 7: { ...VENDOR, legIntPurposes: [1.5] } } }],
    ['/vendors/7/purposes', { ...LIST, vendors: { 7: null } }],
  ])('says that it is broken at %s', (at, list) => {
    const error = catchError(() => parseVendorList(list));
    expect(isKindredError(error) && [error.code, error.at]).toEqual(['invalid-signal', at]);
    expect(readVendorList(list)).toBeUndefined();
  });

  test('never throws anything but a typed error', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true, withMap: true }), (input) => {
        const error = catchError(() => parseVendorList(input));
        expect(isKindredError(error)).toBe(true);
      }),
      { seed: 1 },
    );
  });
});

function catchError(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}
