import { ownValue } from '../../core/index.ts';
import { listOf, type ReadEvent, type ReadPurpose, type ReceiptReading, textOf, textsOf, timeOf } from './reading.ts';

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
