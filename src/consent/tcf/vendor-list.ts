import { isRecord, ownValue } from '../../core/index.ts';
import { orUndefined } from './or-undefined.ts';
import { refuse } from './refuse.ts';

/** What a vendor declares to the Global Vendor List. Numbers are ids of that list. */
export interface TcfVendor {
  readonly id: number;
  /** Empty where the list has none. */
  readonly name: string;
  /** Purposes for which it needs consent. */
  readonly purposes: readonly number[];
  /** Purposes for which it claims a legitimate interest. */
  readonly legIntPurposes: readonly number[];
  /** Those of the two lists before for which the publisher may require the other basis. */
  readonly flexiblePurposes: readonly number[];
  readonly specialFeatures: readonly number[];
}

/** What of the Global Vendor List a TC string is made from. */
export interface TcfVendorList {
  readonly vendorListVersion: number;
  readonly policyVersion: number;
  /** The ids of the purposes that the list defines. */
  readonly purposes: readonly number[];
  readonly specialFeatures: readonly number[];
  /** By id, without those that have left the list. */
  readonly vendors: ReadonlyMap<number, TcfVendor>;
}

const MAX_ID = 0xffff;
const MALFORMED = 'is not as the vendor list has it';

/**
 * Reads the Global Vendor List (IAB Europe, version 3 of its format) as it comes from its file, parsed from JSON.
 *
 * @throws KindredError `invalid-signal`; `at` is the JSON Pointer of the fault
 *
 * @example
 * ```ts
 * import { parseVendorList } from 'kindred/consent/tcf';
 *
 * const { vendors } = parseVendorList({
 *   vendorListVersion: 17,
 *   tcfPolicyVersion: 4,
 *   purposes: { 1: { id: 1 } },
 *   specialFeatures: {},
 *   vendors: { 7: { id: 7, name: 'Seven', purposes: [1], legIntPurposes: [], flexiblePurposes: [], specialFeatures: [] } },
 * });
 * console.log(vendors.get(7)?.purposes); // [1]
 * ```
 */
export function parseVendorList(input: unknown): TcfVendorList {
  const versionAt = (key: string) => idAt(ownValue(input, key), key);
  const entriesAt = (key: string) => entriesOf(ownValue(input, key), key);
  const present = entriesAt('vendors').filter(([, vendor]) => ownValue(vendor, 'deletedDate') === undefined);
  return {
    vendorListVersion: versionAt('vendorListVersion'),
    policyVersion: versionAt('tcfPolicyVersion'),
    purposes: entriesAt('purposes').map(([id]) => id),
    specialFeatures: entriesAt('specialFeatures').map(([id]) => id),
    vendors: new Map(present.map(([id, vendor]) => [id, vendorOf(vendor, id)])),
  };
}

/**
 * Reads the list as {@link parseVendorList} does, and answers `undefined` where it is none.
 *
 * @example
 * ```ts
 * import { readVendorList } from 'kindred/consent/tcf';
 *
 * console.log(readVendorList({ vendors: [] })); // undefined
 * ```
 */
export const readVendorList: (input: unknown) => TcfVendorList | undefined =
  /* @__PURE__ */ orUndefined(parseVendorList);

function vendorOf(input: unknown, id: number): TcfVendor {
  const idsAt = (key: string): readonly number[] => {
    const at = `vendors/${id}/${key}`;
    const list = ownValue(input, key);
    return Array.isArray(list) ? list.map((each) => idAt(each, at)) : refuse(at, MALFORMED);
  };
  const name = ownValue(input, 'name');
  return {
    id,
    name: typeof name === 'string' ? name : '',
    purposes: idsAt('purposes'),
    legIntPurposes: idsAt('legIntPurposes'),
    flexiblePurposes: idsAt('flexiblePurposes'),
    specialFeatures: idsAt('specialFeatures'),
  };
}

/** Members by their id, which is their key. */
function entriesOf(value: unknown, at: string): readonly (readonly [number, unknown])[] {
  if (!isRecord(value)) return refuse(at, MALFORMED);
  return Object.entries(value).map(([key, member]) => [idAt(Number(key), `${at}/${key}`), member]);
}

function idAt(value: unknown, at: string): number {
  const isId = typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= MAX_ID;
  return isId ? value : refuse(at, MALFORMED);
}
