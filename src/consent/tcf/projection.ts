import type { ConsentQuestion } from '../answer.ts';
import type { Consent } from '../consent.ts';
import { ascending } from './bits.ts';
import { customPurposesOf } from './degrees.ts';
import type { PublisherRestriction, TcModel } from './tc-model.ts';
import type { TcfVendor, TcfVendorList } from './vendor-list.ts';

/** What of the permissions is asked. */
export type TcfPermissions = Pick<Consent, 'check' | 'purposes' | 'source'>;

/** How the site's own words and those of the framework correspond. What is not named has no counterpart, and no permission. */
export interface TcfMapping {
  /** The TCF purposes that each purpose of the site stands for. One that several stand for needs all of them. */
  readonly purposes: Readonly<Record<string, readonly number[]>>;
  /** The special features that each purpose of the site stands for, likewise. */
  readonly specialFeatures?: Readonly<Record<string, readonly number[]>>;
  /** The vendors that each party is: most are one. A vendor that several parties are needs the permissions of all of them. */
  readonly parties: Readonly<Record<string, readonly number[]>>;
}

/** What a TC string says besides the person's choices. */
export interface TcfSettings {
  readonly vendorList: TcfVendorList;
  readonly mapping: TcfMapping;
  /** The number that IAB Europe gave to your consent management platform, from 2. */
  readonly cmpId: number;
  readonly cmpVersion: number;
  /** Two letters (ISO 3166-1). */
  readonly publisherCountryCode: string;
  /** The language of what the person saw: two letters (ISO 639-1). `EN` unless given. */
  readonly language?: string;
  /** The number of the screen on which the person chose; 1 unless given. */
  readonly consentScreen?: number;
  /** Whether the person read other words than the framework's own; `false` unless given. */
  readonly useNonStandardTexts?: boolean;
  /**
   * Whether vendors may rely on a legitimate interest at all: `false` unless given. They may then where they have declared one
   * and nothing else, and the person has granted the purpose.
   */
  readonly legitimateInterests?: boolean;
}

/** A vendor as the person sees it: one or more parties, and the TCF purposes that all of them are granted. */
interface Row {
  readonly vendor: TcfVendor;
  readonly parties: readonly string[];
  readonly granted: readonly number[];
}

/** The vendors and the purposes that have one legal basis. */
interface Basis {
  readonly rows: readonly Row[];
  readonly purposes: readonly number[];
}

/** The site's names for each id of the framework. */
type Meanings = ReadonlyMap<number, readonly string[]>;

const DAY_MS = 86_400_000;
/** Policy 4 (TCF 2.2) took legitimate interest away from these. */
const CONSENT_ONLY = [1, 3, 4, 5, 6];

/**
 * The person's permissions as a TC string can say them. It never says more: a vendor may rely on a purpose only where its bit
 * and the purpose's are on and no restriction forbids the pair, and every such pair was granted, without limits that the string
 * cannot express, under a pseudonym at least. That holds for readers who look at nothing but the string.
 *
 * @param at when the person chose: milliseconds since 1970-01-01 UTC. The string keeps the day, as policy 4 requires.
 *
 * @example
 * ```ts
 * import { createConsent } from 'kindred/consent';
 * import { encodeTcString, parseVendorList, projectConsent } from 'kindred/consent/tcf';
 * import { memoryPlatform } from 'kindred/testing';
 *
 * const platform = memoryPlatform();
 * const consent = createConsent({
 *   ...platform,
 *   source: 'shop.example',
 *   policy: {
 *     version: '1',
 *     purposes: [{ id: 'ads', title: 'Advertise', description: 'Shows what suits you elsewhere too.' }],
 *     parties: [{ id: 'ads.example', name: 'Ads & Co', purposes: ['ads'] }],
 *   },
 * });
 * const vendorList = parseVendorList(await (await fetch('/vendor-list.json')).json());
 * const mapping = { purposes: { ads: [1, 2, 7] }, parties: { 'ads.example': [755] } };
 * const settings = { vendorList, mapping, cmpId: 300, cmpVersion: 1, publisherCountryCode: 'DE' };
 * console.log(encodeTcString(projectConsent(consent, settings, platform.clock.now())));
 * ```
 */
export function projectConsent(consent: TcfPermissions, settings: TcfSettings, at: number): TcModel {
  const { vendorList, mapping } = settings;
  const meanings = meaningsOf(mapping.purposes);
  const features = meaningsOf(mapping.specialFeatures ?? {});
  const rows = rowsOf(consent, settings, meanings);
  // Who is flexible works by consent, always.
  const consents = basisOf(rows, ({ purposes, flexiblePurposes }) => [...purposes, ...flexiblePurposes]);
  const interests = basisOf(rows, ({ legIntPurposes, flexiblePurposes }) =>
    legIntPurposes.filter((id) => settings.legitimateInterests && ![...CONSENT_ONLY, ...flexiblePurposes].includes(id)),
  );
  const active = [...consents.rows, ...interests.rows];
  const day = Math.floor(at / DAY_MS) * DAY_MS;
  return {
    created: day,
    lastUpdated: day,
    cmpId: settings.cmpId,
    cmpVersion: settings.cmpVersion,
    consentScreen: settings.consentScreen ?? 1,
    consentLanguage: settings.language ?? 'EN',
    vendorListVersion: vendorList.vendorListVersion,
    policyVersion: vendorList.policyVersion,
    isServiceSpecific: true,
    useNonStandardTexts: settings.useNonStandardTexts ?? false,
    // No restriction can keep a feature from one vendor: whoever has any permission could use it.
    specialFeatureOptIns: vendorList.specialFeatures.filter(
      (id) => active.length > 0 && active.every(({ parties }) => isGranted(consent, features.get(id), parties)),
    ),
    purposeConsents: consents.purposes,
    purposeLegitimateInterests: interests.purposes,
    purposeOneTreatment: false,
    publisherCountryCode: settings.publisherCountryCode,
    vendorConsents: idsOf(consents.rows),
    vendorLegitimateInterests: idsOf(interests.rows),
    publisherRestrictions: restrictionsOf(consents, interests),
    vendorsDisclosed: idsOf(rows),
    publisher: {
      consents: vendorList.purposes.filter((id) => isGranted(consent, meanings.get(id), [consent.source])),
      legitimateInterests: [],
      customLegitimateInterests: [],
      ...customPurposesOf(consent.purposes.length, (index, degree) =>
        isYes(consent, { purpose: consent.purposes[index]?.id ?? '', degree }),
      ),
    },
  };
}

/** The vendors of the list that the site works with. */
function rowsOf(consent: TcfPermissions, { vendorList, mapping }: TcfSettings, meanings: Meanings): readonly Row[] {
  return [...meaningsOf(mapping.parties)].flatMap(([id, parties]) => {
    const vendor = vendorList.vendors.get(id);
    const granted = vendorList.purposes.filter((purpose) => isGranted(consent, meanings.get(purpose), parties));
    return vendor ? [{ vendor, parties, granted }] : [];
  });
}

/** Who may rely on which purposes, where vendors may do so with what `declared` answers. */
function basisOf(rows: readonly Row[], declared: (vendor: TcfVendor) => readonly number[]): Basis {
  const uses = rows.map((row) => ({ row, ids: declared(row.vendor).filter((id) => row.granted.includes(id)) }));
  return {
    rows: uses.filter(({ ids }) => ids.length > 0).map(({ row }) => row),
    purposes: ascending(uses.flatMap(({ ids }) => ids)),
  };
}

/** Takes back what the bits of purposes and vendors, which combine freely, would permit beyond what is granted. */
function restrictionsOf(consents: Basis, interests: Basis): readonly PublisherRestriction[] {
  return ascending([...consents.purposes, ...interests.purposes]).flatMap((purposeId) => {
    const reached = [consents, interests].flatMap(({ purposes, rows }) => (purposes.includes(purposeId) ? rows : []));
    const forbidden = reached.filter(({ granted }) => !granted.includes(purposeId));
    // Who claims an interest but is flexible must be told to work by consent.
    const byConsent = consents.rows.filter(
      ({ vendor, granted }) =>
        granted.includes(purposeId) &&
        vendor.legIntPurposes.includes(purposeId) &&
        vendor.flexiblePurposes.includes(purposeId),
    );
    return (
      [
        [0, forbidden],
        [1, byConsent],
      ] as const
    ).flatMap(([type, rows]) => (rows.length > 0 ? [{ purposeId, type, vendors: idsOf(rows) }] : []));
  });
}

/** Whether the person has granted all of these to all of them, within no limits. */
function isGranted(consent: TcfPermissions, purposes: readonly string[] = [], parties: readonly string[]): boolean {
  const isEach = (purpose: string) =>
    parties.every((party) => isYes(consent, { purpose, party, degree: 'pseudonymous', scope: {} }));
  return purposes.length > 0 && purposes.every(isEach);
}

/** Whether the person has said yes: what a region allows by default is no consent. */
function isYes(consent: TcfPermissions, question: ConsentQuestion): boolean {
  const { allow, why } = consent.check(question);
  return allow && why === 'granted';
}

/** Turns a mapping round. */
function meaningsOf(mapping: Readonly<Record<string, readonly number[]>>): Meanings {
  const meanings = new Map<number, string[]>();
  for (const [name, ids] of Object.entries(mapping)) {
    for (const id of ids) meanings.set(id, [...(meanings.get(id) ?? []), name]);
  }
  return meanings;
}

function idsOf(rows: readonly Row[]): readonly number[] {
  return ascending(rows.map(({ vendor }) => vendor.id));
}
