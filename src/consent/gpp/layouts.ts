// The US sections and their fields. IAB Tech Lab, Global Privacy Platform, Sections/US-National and Sections/US-States, as of 2025-10.

/** The US sections in the order of their ids, from 7. */
export const US_SECTIONS = [
  'usnat',
  'usca',
  'usva',
  'usco',
  'usut',
  'usct',
  'usfl',
  'usmt',
  'usor',
  'ustx',
  'usde',
  'usia',
  'usne',
  'usnh',
  'usnj',
  'ustn',
  'usmn',
  'usmd',
  'usin',
  'usky',
  'usri',
] as const;

/** One of {@link US_SECTIONS}: the nation, or a state. */
export type UsSectionName = (typeof US_SECTIONS)[number];

/** The name of a field of a US section. */
export type UsFieldName =
  | 'Version'
  | 'MspaVersion'
  | 'SharingNotice'
  | 'ProcessingNotice'
  | 'SaleOptOutNotice'
  | 'SharingOptOutNotice'
  | 'TargetedAdvertisingOptOutNotice'
  | 'SensitiveDataProcessingOptOutNotice'
  | 'SensitiveDataOptOutNotice'
  | 'SensitiveDataLimitUseNotice'
  | 'SaleOptOut'
  | 'SharingOptOut'
  | 'TargetedAdvertisingOptOut'
  | 'SensitiveDataProcessing'
  | 'KnownChildSensitiveDataConsents'
  | 'PersonalDataConsents'
  | 'AdditionalDataProcessingConsent'
  | 'MspaCoveredTransaction'
  | 'MspaOptOutOptionMode'
  | 'MspaServiceProviderMode'
  | 'MspaMode';

/** The names of all fields; layouts write the first as A, the second as B, and so on. One text, for it costs a page least. */
const NAMES =
  'Version MspaVersion SharingNotice ProcessingNotice SaleOptOutNotice SharingOptOutNotice TargetedAdvertisingOptOutNotice SensitiveDataProcessingOptOutNotice SensitiveDataOptOutNotice SensitiveDataLimitUseNotice SaleOptOut SharingOptOut TargetedAdvertisingOptOut SensitiveDataProcessing KnownChildSensitiveDataConsents PersonalDataConsents AdditionalDataProcessingConsent MspaCoveredTransaction MspaOptOutOptionMode MspaServiceProviderMode MspaMode';

/** A field: one number of so many bits, or, where there is a count, a list of so many numbers. */
export interface Field {
  /** Where its name stands in the list of all names. */
  readonly index: number;
  readonly name: string;
  readonly width: number;
  readonly count: number;
}

/** The fields of the core in their order, and those of the sub-section that may follow. */
export type Layout = readonly (readonly Field[])[];

/**
 * The first version of `usnat`, and then each section: letters of the fields; a number behind a letter counts categories; a dot begins
 * the sub-section that may follow. `g` is that of Gpc: two bits for its type, which is 1, and the bit itself, together as one number.
 */
const LAYOUTS = [
  'ACEFGHJKLMN12O2PRST.g',
  'ACEFGHJKLMN16O3PRST.g',
  'AEFJKLN9O2PRST.g',
  'ACEGKMN8ORST',
  'ACEGKMN7ORST.g',
  'ACEGHKMN8ORST',
  'ACEGKMN8O3RST.g',
  'ADEGKMN8O3QRST',
  'ACEGKMN8O3QRST.g',
  'ADEGKMN11O3QRST.g',
  'ADEGKMN8OQRST.g',
  'ADEGKMN9O5QRST.g',
  'ADEGIKMN8ORST.g',
  'ADEGKMN8OQRST.g',
  'ADEGKMN8O3QRST.g',
  'ADEGKMN10O5QRST.g',
  'ADEGKMN8OQRST.g',
  'ADEGKMN8OQRST.g',
  'BRUDEGKMQ.g',
  'BRUDEGKMOQ.N8',
  'BRUDEGKMOQ.N8',
  'BRUDEGKMOQ.N8',
];

const A = 65;

/** The first so many names are those of versions, which have six bits; all others have two. */
const VERSIONS = 2;

const layouts: Layout[] = [];

/** The layout of a section; of `usnat`, where wanted, that of its first version, which has fewer categories. */
export function layoutOf(name: UsSectionName, isFirst = false): Layout {
  const index = US_SECTIONS.indexOf(name) + Number(name !== 'usnat' || !isFirst);
  layouts[index] ??= (LAYOUTS[index] ?? '').split('.').map((part) => Array.from(part.matchAll(/(\D)(\d*)/g), fieldOf));
  return layouts[index];
}

function fieldOf([, letter = '', count]: RegExpMatchArray): Field {
  const index = letter.charCodeAt(0) - A;
  const name = NAMES.split(' ')[index];
  if (!name) return { index, name: 'Gpc', width: 3, count: 0 };
  return { index, name, width: index < VERSIONS ? 6 : 2, count: Number(count) };
}
