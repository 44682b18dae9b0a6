import type { Ledger } from '../ledger.ts';
import type { ConsentPolicy } from '../policy.ts';
import type { Purpose } from '../purpose.ts';
import {
  dataOf,
  factsOf,
  gatherFacts,
  inForce,
  isoTime,
  NOT_STATED,
  type ReceiptFacts,
  type ReceiptOptions,
} from './receipt-facts.ts';

/** One permission in force, for the shop or for one third party. */
export interface KantaraPurpose {
  readonly purpose: string;
  readonly purposeCategory: readonly string[];
  readonly consentType: 'EXPLICIT';
  readonly piiCategory: readonly string[];
  readonly primaryPurpose: boolean;
  /** When it ends, ISO 8601. */
  readonly termination: string;
  readonly thirdPartyDisclosure: boolean;
  readonly thirdPartyName?: string;
}

/** A receipt in the form of the Kantara Initiative's Consent Receipt Specification 1.1.0. */
export interface KantaraReceipt {
  readonly version: 'KI-CR-v1.1.0';
  readonly jurisdiction: string;
  /** Seconds since 1970-01-01 UTC. */
  readonly consentTimestamp: number;
  readonly collectionMethod: string;
  readonly consentReceiptID: string;
  readonly language: string;
  readonly piiPrincipalId: string;
  readonly piiControllers: readonly {
    readonly piiController: string;
    readonly contact: string;
    readonly address: { readonly streetAddress: string };
    readonly email: string;
    readonly phone: string;
    readonly piiControllerUrl?: string;
  }[];
  readonly policyUrl: string;
  readonly services: readonly { readonly service: string; readonly purposes: readonly KantaraPurpose[] }[];
  readonly sensitive: boolean;
  readonly spiCat: readonly string[];
}

/**
 * What is in force, as a Kantara receipt: a line for each purpose and party. That form has no place for refusals, withdrawals and
 * degrees; where nothing is in force it lists no purpose. The receipt's time is that of the newest choice.
 *
 * @throws KindredError `empty-input` where nothing was decided; `invalid-purpose`
 *
 * @example
 * ```ts
 * import type { ConsentPolicy, Ledger } from 'kindred/consent';
 * import { kantaraReceipt } from 'kindred/consent/receipts';
 *
 * const countInForce = (ledger: Ledger, policy: ConsentPolicy, now: number) =>
 *   kantaraReceipt(ledger, policy, { now }).services.flatMap(({ purposes }) => purposes).length;
 * ```
 */
export function kantaraReceipt(ledger: Ledger, policy: ConsentPolicy, options: ReceiptOptions): KantaraReceipt {
  const facts = gatherFacts(ledger, policy, options);
  const chosen = facts.history.filter(({ by }) => by === 'person').at(-1);
  const sensitive = new Set(facts.purposes.flatMap(({ id }) => factsOf(facts, id).sensitive ?? []));
  return {
    version: 'KI-CR-v1.1.0',
    jurisdiction: facts.jurisdiction,
    consentTimestamp: Math.max(0, Math.floor((chosen?.at ?? 0) / 1000)),
    collectionMethod: `Choices made on ${ledger.source}`,
    consentReceiptID: ledger.head,
    language: options.language ?? 'en',
    piiPrincipalId: facts.person,
    piiControllers: [controllerOf(facts)],
    policyUrl: facts.notice,
    services: [
      { service: facts.controllerName, purposes: facts.purposes.flatMap((purpose) => linesOf(facts, purpose)) },
    ],
    sensitive: sensitive.size > 0,
    spiCat: [...sensitive],
  };
}

function controllerOf({
  policy: { controller },
  controllerName,
}: ReceiptFacts): KantaraReceipt['piiControllers'][number] {
  const { contact = NOT_STATED, address = NOT_STATED, email = NOT_STATED, phone = NOT_STATED, url } = controller ?? {};
  return {
    piiController: controllerName,
    contact,
    address: { streetAddress: address },
    email,
    phone,
    ...(url !== undefined && { piiControllerUrl: url }),
  };
}

function linesOf(facts: ReceiptFacts, purpose: Purpose): readonly KantaraPurpose[] {
  const { category = purpose.id } = factsOf(facts, purpose.id);
  return inForce(facts, purpose).map(({ party, grant: { until } }) => {
    const isOther = party.id !== facts.ledger.source;
    return {
      purpose: purpose.title,
      purposeCategory: [category],
      consentType: 'EXPLICIT',
      piiCategory: dataOf(facts, purpose),
      primaryPurpose: false,
      termination: until === undefined ? 'until withdrawn' : isoTime(until),
      thirdPartyDisclosure: isOther,
      ...(isOther && { thirdPartyName: party.name }),
    };
  });
}
