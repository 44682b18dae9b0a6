import { ownValue } from '../../core/index.ts';
import { isDegree } from '../degree.ts';
import { CONSENT_STATES } from './history.ts';
import {
  listOf,
  type ReadEvent,
  type ReadParty,
  type ReadPurpose,
  type ReceiptReading,
  textOf,
  textsOf,
  timeOf,
} from './reading.ts';

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
