import type { Ledger } from '../ledger.ts';
import type { ConsentPolicy } from '../policy.ts';
import type { Purpose } from '../purpose.ts';
import type {
  ConsentReceipt27560,
  ConsentRecord27560,
  Content27560,
  Event27560,
  Party27560,
  PiiInformation27560,
  Purpose27560,
} from './form-27560.ts';
import type { HistoryEntry } from './history.ts';
import {
  dataOf,
  factsOf,
  gatherFacts,
  isoTime,
  NOT_STATED,
  partiesOf,
  type ReceiptFacts,
  type ReceiptOptions,
  retentionOf,
  secondsBetween,
  storageOf,
} from './receipt-facts.ts';

const SCHEMA_VERSION = 'ISO/IEC TS 27560:2023';

/**
 * The record that the shop keeps: what is done with data for each purpose, who takes part, and each change of each permission
 * with its time, its author and its end. With `purposes: ['one']` the record is about that purpose alone, so that readers who
 * know nothing of `kindred` members cannot mistake whose event is whose.
 *
 * @throws KindredError `empty-input` where nothing was decided; `invalid-purpose`
 *
 * @example
 * ```ts
 * import type { ConsentPolicy, Ledger } from 'kindred/consent';
 * import { consentRecord27560 } from 'kindred/consent/receipts';
 *
 * const recordOf = (ledger: Ledger, policy: ConsentPolicy, now: number) =>
 *   JSON.stringify(consentRecord27560(ledger, policy, { now, jurisdiction: 'DE' }));
 * ```
 */
export function consentRecord27560(ledger: Ledger, policy: ConsentPolicy, options: ReceiptOptions): ConsentRecord27560 {
  const facts = gatherFacts(ledger, policy, options);
  const { authority } = options;
  return {
    record: {
      schema_version: SCHEMA_VERSION,
      record_id: facts.record,
      pii_principal_id: facts.person,
      ...(authority !== undefined && { authority }),
    },
    ...contentOf(facts),
  };
}

/**
 * The receipt that the person keeps. Its id is the ledger's head, so that it can be held against the ledger later.
 *
 * @throws KindredError `empty-input` where nothing was decided; `invalid-purpose`
 *
 * @example
 * ```ts
 * import type { ConsentPolicy, Ledger } from 'kindred/consent';
 * import { consentReceipt27560 } from 'kindred/consent/receipts';
 *
 * const receiptOf = (ledger: Ledger, policy: ConsentPolicy, now: number) =>
 *   JSON.stringify(consentReceipt27560(ledger, policy, { now, language: 'de' }));
 * ```
 */
export function consentReceipt27560(
  ledger: Ledger,
  policy: ConsentPolicy,
  options: ReceiptOptions,
): ConsentReceipt27560 {
  const facts = gatherFacts(ledger, policy, options);
  return {
    schema_version: SCHEMA_VERSION,
    receipt_id: ledger.head,
    content: { record_id: facts.record, pii_principal_id: facts.person, ...contentOf(facts) },
  };
}

function contentOf(facts: ReceiptFacts): Content27560 {
  const { language = 'en' } = facts.options;
  return {
    pii_processing: {
      privacy_notice: facts.notice,
      language,
      purposes: facts.purposes.map((purpose) => purposeOf(facts, purpose)),
    },
    party_identification: [
      controllerOf(facts),
      ...partiesOf(facts).map((party) => partyOf(party, 'Third Party', party.url)),
    ],
    event: facts.history.map((entry) => eventOf(facts, entry)),
  };
}

function purposeOf(facts: ReceiptFacts, purpose: Purpose): Purpose27560 {
  const { ledger, policy, options, notice, jurisdiction, controllerName } = facts;
  const { id, title, version, degree } = purpose;
  const { category = id, processingLocations = [] } = factsOf(facts, id);
  return {
    purpose: title,
    purpose_type: category,
    lawful_basis: 'consent',
    pii_information: piiOf(facts, purpose),
    pii_controllers: [ledger.source],
    collection_method: ['observed while the service is used'],
    processing_method: ['collect', 'store', 'use'],
    storage_locations: storageOf(facts, purpose),
    retention_period: retentionOf(facts, purpose),
    processing_location: processingLocations,
    service: [controllerName],
    jurisdiction,
    recipient_third_parties: policy.parties.filter(({ purposes }) => purposes.includes(id)).map((party) => party.id),
    withdrawal_method: options.withdrawal ?? notice,
    ...(options.authority !== undefined && { authority_party: options.authority }),
    kindred: { id, version, degree },
  };
}

function piiOf(facts: ReceiptFacts, purpose: Purpose): readonly PiiInformation27560[] {
  const { sensitive = [] } = factsOf(facts, purpose.id);
  return dataOf(facts, purpose).map((type) => ({
    pii_type: type,
    // Whoever does not give it is not refused the service: that is what the degrees are for.
    pii_optional: true,
    sensitive_pii_category: sensitive.includes(type),
    special_pii_category: sensitive.includes(type),
  }));
}

function controllerOf({ ledger, policy: { controller }, controllerName }: ReceiptFacts): Party27560 {
  const { contact, address = NOT_STATED, email, phone, url } = controller ?? {};
  const party = partyOf({ id: ledger.source, name: controllerName }, 'PII Controller', url);
  return {
    ...party,
    party_address: address,
    ...(contact !== undefined && {
      party_contact: [{ contact_type: 'contact', contact_information: contact }],
    }),
    ...(email !== undefined && { party_email: email }),
    ...(phone !== undefined && { party_phone: phone }),
  };
}

function partyOf({ id, name }: { readonly id: string; readonly name: string }, role: string, url?: string): Party27560 {
  return {
    party_id: id,
    party_name: name,
    party_address: NOT_STATED,
    party_role: role,
    party_type: role === 'PII Controller' ? 'Shop' : 'Recipient',
    party_contact: url === undefined ? [] : [{ contact_type: 'url', contact_information: url }],
    ...(url !== undefined && { party_url: url }),
  };
}

function eventOf({ ledger, person }: ReceiptFacts, entry: HistoryEntry): Event27560 {
  const { at, state, until, from, by, event, notice, purpose, party, degree, scope, tags, members, signals } = entry;
  const isOpen = state === 'given' && until === undefined;
  return {
    event_time: isoTime(at),
    validity_duration: isOpen ? 'until withdrawn' : state === 'given' ? secondsBetween(at, until ?? at) : 0,
    entity_id: by === 'person' ? person : ledger.source,
    event_type: 'explicit',
    event_state: state,
    kindred: {
      event,
      notice,
      purpose,
      party,
      degree,
      ...(from !== undefined && { from: isoTime(from) }),
      ...(scope && { scope }),
      ...(tags && { tags }),
      ...(members && { members }),
      ...(signals && { signals }),
    },
  };
}
