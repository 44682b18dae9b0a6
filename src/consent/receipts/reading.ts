import { isRecord, ownValue } from '../../core/index.ts';
import { type Degree, isDegree } from '../degree.ts';
import { CONSENT_STATES, type ConsentStateName } from './history.ts';

/** What a receipt or record of any form says, ours or another's. */
export interface ReceiptReading {
  readonly form: 'iso-27560' | 'kantara-1.1';
  /** Of the receipt; of the record where it is none. */
  readonly id: string;
  /** What it calls the person. */
  readonly person: string;
  readonly notice: string;
  readonly purposes: readonly ReadPurpose[];
  readonly parties: readonly ReadParty[];
  /** Oldest first, as they stand there. */
  readonly events: readonly ReadEvent[];
}

/** A purpose that a receipt names. */
export interface ReadPurpose {
  readonly title: string;
  /** Where the receipt is ours, or its category names it. */
  readonly id?: string;
  /** Ids (ISO) or names (Kantara) of the parties that data goes to, the controllers left out. */
  readonly recipients: readonly string[];
  readonly data: readonly string[];
}

/** A party that a receipt names. */
export interface ReadParty {
  readonly id: string;
  readonly name: string;
  readonly isController: boolean;
}

/** A change of permission that a receipt tells. */
export interface ReadEvent {
  /** Milliseconds since 1970-01-01 UTC. */
  readonly at: number;
  /** `unknown` counts as no permission. */
  readonly state: ConsentStateName | 'unknown';
  /** In force until then, exclusive, where it says so. */
  readonly until?: number;
  readonly by: string;
  /** Where the receipt tells them apart; else it is about all that it names. */
  readonly purpose?: string;
  readonly party?: string;
  readonly degree?: Degree;
}

/**
 * Reads a consent record or receipt of ISO/IEC TS 27560, with the names of the standard or of its working draft; `undefined`
 * for anything else. Nothing is granted by reading it.
 *
 * @example
 * ```ts
 * import { readConsentRecord27560 } from 'kindred/consent/receipts';
 *
 * const reading = readConsentRecord27560(JSON.parse('{}'));
 * console.log(reading?.events.at(-1)?.state ?? 'no receipt');
 * ```
 */
export function readConsentRecord27560(input: unknown): ReceiptReading | undefined {
  const head = ownValue(input, 'record') ?? input;
  const content = ownValue(input, 'content') ?? input;
  const processing = ownValue(content, 'pii_processing');
  const purposes = listOf(ownValue(processing, 'purposes'));
  const id = textOf(input, 'receipt_id') ?? textOf(head, 'record_id') ?? textOf(content, 'record_id');
  if (id === undefined || purposes.length === 0) return undefined;
  const events = listOf(ownValue(content, 'event')).map(readEvent);
  return {
    form: 'iso-27560',
    id,
    person: textOf(head, 'pii_principal_id') ?? textOf(content, 'pii_principal_id') ?? '',
    notice: textOf(processing, 'privacy_notice') ?? '',
    purposes: purposes.map(readPurpose),
    parties: listOf(ownValue(content, 'party_identification')).map(readParty),
    events: events.filter(({ at }) => Number.isFinite(at)),
  };
}

function readPurpose(input: unknown): ReadPurpose {
  const id = textOf(ownValue(input, 'kindred'), 'id');
  return {
    title: textOf(input, 'purpose') ?? '',
    ...(id !== undefined && { id }),
    recipients: textsOf(input, 'recipient_third_parties'),
    data: listOf(ownValue(input, 'pii_information')).flatMap((pii) => textOf(pii, 'pii_type') ?? []),
  };
}

function readParty(input: unknown): ReadParty {
  const id = textOf(input, 'party_id') ?? '';
  const role = textOf(input, 'party_role') ?? '';
  return { id, name: textOf(input, 'party_name') ?? id, isController: role.toLowerCase().includes('controller') };
}

function readEvent(input: unknown): ReadEvent {
  const at = timeOf(textOf(input, 'event_time') ?? '');
  const own = ownValue(input, 'kindred');
  const [purpose, party, degree] = [textOf(own, 'purpose'), textOf(own, 'party'), ownValue(own, 'degree')];
  const seconds = ownValue(input, 'validity_duration') ?? ownValue(input, 'duration');
  const hasEnd = typeof seconds === 'number' && Number.isFinite(seconds) && seconds > 0;
  return {
    at,
    state: stateOf(textOf(input, 'event_state') ?? textOf(input, 'state') ?? ''),
    ...(hasEnd && { until: at + seconds * 1000 }),
    by: textOf(input, 'entity_id') ?? '',
    ...(purpose !== undefined && { purpose }),
    ...(party !== undefined && { party }),
    ...(isDegree(degree) && { degree }),
  };
}

/** `given`, `ConsentGiven`, `dpv:ConsentGiven` and `https://w3id.org/dpv#ConsentGiven` are one. */
function stateOf(text: string): ReadEvent['state'] {
  const name = text.slice(0, 200).toLowerCase();
  return CONSENT_STATES.find((state) => name === state || name.endsWith(`consent${state}`)) ?? 'unknown';
}

/**
 * Reads a Kantara consent receipt 1.1; `undefined` for anything else. Its lines become purposes, and its one time an event
 * for each line that tells of consent.
 *
 * @example
 * ```ts
 * import { readKantaraReceipt } from 'kindred/consent/receipts';
 *
 * const titles = readKantaraReceipt(JSON.parse('{}'))?.purposes.map(({ title }) => title) ?? [];
 * ```
 */
export function readKantaraReceipt(input: unknown): ReceiptReading | undefined {
  const id = textOf(input, 'consentReceiptID');
  const seconds = ownValue(input, 'consentTimestamp');
  const controllers = listOf(ownValue(input, 'piiControllers'));
  if (id === undefined || typeof seconds !== 'number' || !Number.isSafeInteger(seconds * 1000)) return undefined;
  const lines = listOf(ownValue(input, 'services')).flatMap((service) => listOf(ownValue(service, 'purposes')));
  const thirds = [...new Set(lines.flatMap(thirdPartyOf))];
  const person = textOf(input, 'piiPrincipalId') ?? '';
  return {
    form: 'kantara-1.1',
    id,
    person,
    notice: textOf(input, 'policyUrl') ?? '',
    purposes: lines.map(readLine),
    parties: [
      ...controllers
        .map((one) => textOf(one, 'piiController') ?? '')
        .map((name) => ({ id: name, name, isController: true })),
      ...thirds.map((name) => ({ id: name, name, isController: false })),
    ],
    events: lines.filter(isConsent).map((line) => readChoice(line, seconds * 1000, person)),
  };
}

function readLine(line: unknown): ReadPurpose {
  const [id] = textsOf(line, 'purposeCategory');
  return {
    title: textOf(line, 'purpose') ?? id ?? '',
    ...(id !== undefined && { id }),
    recipients: thirdPartyOf(line),
    data: textsOf(line, 'piiCategory'),
  };
}

function readChoice(line: unknown, at: number, by: string): ReadEvent {
  const { id, title, recipients } = readLine(line);
  const until = timeOf(textOf(line, 'termination') ?? '');
  const [party] = recipients;
  return {
    at,
    state: 'given',
    ...(Number.isFinite(until) && { until }),
    by,
    purpose: id ?? title,
    ...(party !== undefined && { party }),
  };
}

/** A line may also tell of what needs no consent (`N/A`). */
function isConsent(line: unknown): boolean {
  return ['EXPLICIT', 'IMPLICIT'].includes(textOf(line, 'consentType') ?? '');
}

function thirdPartyOf(line: unknown): readonly string[] {
  const name = textOf(line, 'thirdPartyName');
  return name !== undefined && ownValue(line, 'thirdPartyDisclosure') === true ? [name] : [];
}

function textOf(input: unknown, key: string): string | undefined {
  const value = ownValue(input, key);
  return typeof value === 'string' ? value : undefined;
}

function textsOf(input: unknown, key: string): readonly string[] {
  return [ownValue(input, key)].flat().filter((item) => typeof item === 'string');
}

function listOf(input: unknown): readonly unknown[] {
  return Array.isArray(input) ? input.filter(isRecord) : [];
}

const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)?$/;

/** A time without an offset is in UTC: what the machine's zone would make of it is nobody's meaning. NaN for what is no time. */
function timeOf(text: string): number {
  const parts = text.length < 40 ? ISO_TIME.exec(text) : null;
  return parts ? Date.parse(parts[3] === undefined ? `${text}Z` : text) : Number.NaN;
}
