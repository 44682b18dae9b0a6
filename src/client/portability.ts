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
import { isRecord, type Json } from '../core/index.ts';
import type { CollectorLink } from './collector-link.ts';
import type { RightsOptions } from './rights.ts';

/** All that is known, as the text of one file. */
export async function exportFile(options: RightsOptions): Promise<string> {
  const { consent, profile, clock, waiting, stored } = options;
  const link = await options.link();
  const collected = link.mayBeKnown() ? await eventsAt(link) : [];
  // What was stored may not have been read yet; in a pause it is not.
  await profile.ready();
  const kept = await stored();
  const { interests, ...known } = profile.snapshot();
  return exportPerson({
    exportedAt: clock.now(),
    ledger: consent.ledger(),
    policy: consent.policy,
    profile: asJson({ ...known, ...(kept !== undefined && { stored: kept }) }),
    interests,
    ids: idsByKind(options),
    waiting: waiting().map(asJson),
    collected,
    receipts: receiptsOf(options),
  });
}

/** What the collector has of this person: page by page. */
async function eventsAt(link: CollectorLink): Promise<readonly Json[]> {
  // What is asked for must have been deposited.
  await link.deposit();
  const events: Json[] = [];
  let after: Json | undefined;
  do {
    const response = await link.ask('/export', after === undefined ? {} : { after });
    if (!response.ok) throw new Error(`The collector answered ${response.status}.`);
    const page: unknown = await response.json();
    if (!isExportPage(page)) throw new Error('The collector answered something else than events.');
    events.push(...page.events);
    after = page.next;
  } while (after !== undefined);
  return events;
}

function isExportPage(input: unknown): input is { readonly events: readonly Json[]; readonly next?: Json } {
  return isRecord(input) && Array.isArray(input.events);
}

function idsByKind({ ids, userId, pseudonyms }: RightsOptions): Readonly<Record<string, string>> {
  const anonymous = ids().map((id, index) => [index === 0 ? 'anonymousId' : `anonymousId${index + 1}`, id]);
  const user = userId();
  return { ...Object.fromEntries(anonymous), ...(user !== undefined && { userId: user }), ...pseudonyms() };
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
