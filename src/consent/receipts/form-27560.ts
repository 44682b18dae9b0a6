import type { Degree } from '../degree.ts';
import type { GrantScope } from '../scope.ts';
import type { ConsentStateName } from './history.ts';

/** A kind of personal data (ISO/IEC TS 27560:2023). */
export interface PiiInformation27560 {
  readonly pii_type: string;
  readonly pii_optional: boolean;
  readonly sensitive_pii_category: boolean;
  readonly special_pii_category: boolean;
}

/** What is done with personal data for one purpose. `kindred` names the purpose by its id. */
export interface Purpose27560 {
  readonly purpose: string;
  readonly purpose_type: string;
  readonly lawful_basis: 'consent';
  readonly pii_information: readonly PiiInformation27560[];
  readonly pii_controllers: readonly string[];
  readonly collection_method: readonly string[];
  readonly processing_method: readonly string[];
  readonly storage_locations: readonly string[];
  /** Seconds. */
  readonly retention_period: number;
  readonly processing_location: readonly string[];
  readonly service: readonly string[];
  readonly jurisdiction: string;
  readonly recipient_third_parties: readonly string[];
  readonly withdrawal_method: string;
  readonly authority_party?: string;
  readonly kindred: { readonly id: string; readonly version: string; readonly degree: Degree };
}

/** Somebody who is named in the record. */
export interface Party27560 {
  readonly party_id: string;
  readonly party_name: string;
  readonly party_address: string;
  readonly party_role: string;
  readonly party_type: string;
  readonly party_contact: readonly { readonly contact_type: string; readonly contact_information: string }[];
  readonly party_email?: string;
  readonly party_phone?: string;
  readonly party_url?: string;
}

/** One change of a permission. `kindred` says what ISO has no field for; the rest can be read without it. */
export interface Event27560 {
  /** ISO 8601, UTC. */
  readonly event_time: string;
  /** Seconds; 0 where nothing is in force from then on. */
  readonly validity_duration: number | 'until withdrawn';
  readonly entity_id: string;
  readonly event_type: 'explicit';
  readonly event_state: ConsentStateName;
  readonly kindred: {
    readonly event: string;
    readonly notice: string;
    readonly purpose: string;
    readonly party: string;
    readonly degree: Degree;
    readonly from?: string;
    readonly scope?: GrantScope;
    readonly tags?: readonly string[];
    readonly members?: readonly string[];
    readonly signals?: readonly string[];
  };
}

/** What record and receipt share. */
export interface Content27560 {
  readonly pii_processing: {
    readonly privacy_notice: string;
    readonly language: string;
    readonly purposes: readonly Purpose27560[];
  };
  readonly party_identification: readonly Party27560[];
  readonly event: readonly Event27560[];
}

/** A consent record in the form of ISO/IEC TS 27560:2023. */
export interface ConsentRecord27560 extends Content27560 {
  readonly record: {
    readonly schema_version: string;
    readonly record_id: string;
    readonly pii_principal_id: string;
    readonly authority?: string;
  };
}

/** A consent receipt in the form of ISO/IEC TS 27560:2023: what the person keeps of the record. */
export interface ConsentReceipt27560 {
  readonly schema_version: string;
  readonly receipt_id: string;
  readonly content: Content27560 & { readonly record_id: string; readonly pii_principal_id: string };
}
