// The code that pages load when a person asks for what is known: files and receipts, and nothing that runs before.

import type { Choice } from '../consent/index.ts';
import {
  carriedLedger,
  consentReceipt27560,
  exportPerson,
  kantaraReceipt,
  offerFrom,
  readCarried,
} from '../consent/receipts/index.ts';
import type { Json } from '../core/index.ts';
import type { RightsOptions } from './rights.ts';

/** All that is known, as the text of one file. */
export async function exportFile(options: RightsOptions): Promise<string> {
  const { consent, profile, clock, link, ids, mayHaveSent, waiting } = options;
  const collected = mayHaveSent() ? await link.stored(Object.values(ids())) : [];
  const { interests, ...known } = profile.snapshot();
  return exportPerson({
    exportedAt: clock.now(),
    ledger: consent.ledger(),
    policy: consent.policy,
    profile: asJson(known),
    interests,
    ids: ids(),
    waiting: waiting().map(asJson),
    collected,
    receipts: receiptsOf(options),
  });
}

/** Receipts of all decisions, in the forms of ISO/IEC TS 27560 and Kantara 1.1. */
export function receiptsOf({ consent: { ledger, policy }, clock }: RightsOptions): readonly Json[] {
  if (ledger().events.length === 0) return [];
  const options = { now: clock.now() };
  return [consentReceipt27560(ledger(), policy, options), kantaraReceipt(ledger(), policy, options)].map(asJson);
}

/** The permissions and interests, as the text of one file. */
export function carriedFile({ consent, profile }: RightsOptions): string {
  const { interests } = profile.snapshot();
  return carriedLedger(consent.ledger(), consent.policy, { interests });
}

/** What a carried file suggests here. */
export function choicesFrom(text: string, { consent: { policy, source }, clock }: RightsOptions): readonly Choice[] {
  return offerFrom(readCarried(text), policy, { source, now: clock.now() }).choices;
}

/** A value as JSON has it: without what is undefined. */
function asJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value));
}
