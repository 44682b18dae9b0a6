/** What a publisher may tell vendors about one purpose: not allowed (0), only by consent (1), only by legitimate interest (2). */
export type RestrictionType = 0 | 1 | 2;

/** A limit that the publisher sets on some vendors for one purpose (TCF, _Publisher Restrictions_). */
export interface PublisherRestriction {
  readonly purposeId: number;
  readonly type: RestrictionType;
  readonly vendors: readonly number[];
}

/** What the person allows the publisher itself (TCF, _Publisher TC segment_). */
export interface PublisherTc {
  readonly consents: readonly number[];
  readonly legitimateInterests: readonly number[];
  /** How many purposes of its own the publisher has, at most 63. */
  readonly customPurposes: number;
  readonly customConsents: readonly number[];
  readonly customLegitimateInterests: readonly number[];
}

/**
 * What a TC string says (IAB Europe, _Transparency and Consent String with Global Vendor List Format_, version 2 of the
 * string). Lists hold ids, ascending; whoever is not listed has no permission.
 */
export interface TcModel {
  /** Milliseconds since 1970-01-01 UTC; the string keeps tenths of a second. */
  readonly created: number;
  /** As {@link TcModel.created}. Policy 4 and later have both at the beginning of a day. */
  readonly lastUpdated: number;
  /** The number that IAB Europe gave to the consent management platform, from 2. */
  readonly cmpId: number;
  readonly cmpVersion: number;
  readonly consentScreen: number;
  /** Two letters (ISO 639-1), upper case. */
  readonly consentLanguage: string;
  readonly vendorListVersion: number;
  readonly policyVersion: number;
  /** Strings that are not for one service alone are invalid since September 2021. */
  readonly isServiceSpecific: boolean;
  readonly useNonStandardTexts: boolean;
  readonly specialFeatureOptIns: readonly number[];
  readonly purposeConsents: readonly number[];
  readonly purposeLegitimateInterests: readonly number[];
  /** Purpose 1 was not disclosed, because the law of the publisher's country does not ask for it. */
  readonly purposeOneTreatment: boolean;
  /** Two letters (ISO 3166-1), upper case; `AA` where unknown. */
  readonly publisherCountryCode: string;
  readonly vendorConsents: readonly number[];
  readonly vendorLegitimateInterests: readonly number[];
  readonly publisherRestrictions: readonly PublisherRestriction[];
  /** The vendors that the person was told about. Version 2.3 requires it: without it nobody was disclosed. */
  readonly vendorsDisclosed?: readonly number[];
  /** Read from strings of the time when legal bases outside the framework could be signalled. */
  readonly vendorsAllowed?: readonly number[];
  readonly publisher?: PublisherTc;
}
