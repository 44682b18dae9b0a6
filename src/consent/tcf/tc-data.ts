import type { TcModel } from './tc-model.ts';

/** Where a person is with the choice (TCF, _addEventListener_). */
export type TcfEventStatus = 'tcloaded' | 'cmpuishown' | 'useractioncomplete';

/** Ids with `true`; who is missing has no permission. */
export type TcFlags = Readonly<Record<string, boolean>>;

/** Who or what may be used by consent, and by legitimate interest. */
export interface TcBases {
  readonly consents: TcFlags;
  readonly legitimateInterests: TcFlags;
}

/** Who answers. */
export interface TcStatus {
  readonly gdprApplies: boolean;
  readonly tcfPolicyVersion: number;
  readonly cmpId: number;
  readonly cmpVersion: number;
}

/** What scripts of vendors receive (IAB Europe, _Consent Management Platform API_, `TCData`). */
export interface TcData extends TcStatus {
  readonly tcString: string;
  readonly eventStatus: TcfEventStatus | undefined;
  readonly cmpStatus: 'loaded';
  readonly listenerId: number | undefined;
  readonly isServiceSpecific: boolean;
  readonly useNonStandardTexts: boolean;
  readonly publisherCC: string;
  readonly purposeOneTreatment: boolean;
  readonly purpose: TcBases;
  readonly vendor: TcBases & { readonly disclosedVendors: TcFlags };
  readonly specialFeatureOptins: TcFlags;
  readonly publisher: TcBases & {
    readonly customPurpose: TcBases;
    readonly restrictions: Readonly<Record<string, Readonly<Record<string, number>>>>;
  };
}

/** All of a TC string as vendors read it; made anew for each of them, so that none can change another's. */
export function tcDataOf(
  model: TcModel,
  current: TcStatus & Pick<TcData, 'tcString' | 'eventStatus' | 'listenerId'>,
): TcData {
  const { publisher } = model;
  return {
    ...current,
    cmpStatus: 'loaded',
    isServiceSpecific: model.isServiceSpecific,
    useNonStandardTexts: model.useNonStandardTexts,
    publisherCC: model.publisherCountryCode,
    purposeOneTreatment: model.purposeOneTreatment,
    purpose: bases(model.purposeConsents, model.purposeLegitimateInterests),
    vendor: {
      ...bases(model.vendorConsents, model.vendorLegitimateInterests),
      disclosedVendors: flags(model.vendorsDisclosed),
    },
    specialFeatureOptins: flags(model.specialFeatureOptIns),
    publisher: {
      ...bases(publisher?.consents, publisher?.legitimateInterests),
      customPurpose: bases(publisher?.customConsents, publisher?.customLegitimateInterests),
      restrictions: restrictionsByPurpose(model.publisherRestrictions),
    },
  };
}

function bases(consents?: readonly number[], legitimateInterests?: readonly number[]): TcBases {
  return { consents: flags(consents), legitimateInterests: flags(legitimateInterests) };
}

function flags(ids: readonly number[] = []): TcFlags {
  return Object.fromEntries(ids.map((id) => [id, true]));
}

function restrictionsByPurpose(restrictions: TcModel['publisherRestrictions']): TcData['publisher']['restrictions'] {
  const byPurpose: Record<string, Record<string, number>> = {};
  for (const { purposeId, type, vendors } of restrictions) {
    byPurpose[purposeId] = { ...byPurpose[purposeId], ...Object.fromEntries(vendors.map((id) => [id, type])) };
  }
  return byPurpose;
}
