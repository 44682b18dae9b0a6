import { type Ledger, readLedger } from '../../consent/index.ts';
import { type LedgerProof, parsePublicKey, verifyLedger } from '../../consent/receipts/index.ts';
import { isRecord, KindredError, ownValue } from '../../core/index.ts';
import { counted } from '../output/amounts.ts';
import { describeEvent } from '../output/ledger-facts.ts';

type WholeProof = Extract<LedgerProof, { readonly ok: true }>;
type BrokenProof = Extract<LedgerProof, { readonly ok: false }>;

/** What a ledger is held against. */
export interface ProofOptions {
  /** JSON Web Key, not yet looked at. */
  readonly key?: unknown;
  readonly head?: string;
  readonly source?: string;
  /** JSON Pointer of the ledger in its file. */
  readonly pointer: string;
}

/**
 * The ledger, once it is proved to be whole.
 *
 * @throws KindredError `invalid-ledger`, with the event at which the chain breaks and what it is; `invalid-options`
 */
export async function proveLedger(
  input: unknown,
  { key, head, source, pointer }: ProofOptions,
): Promise<{ readonly ledger: Ledger; readonly proof: WholeProof }> {
  const proof = await verifyLedger(input, {
    ...(key !== undefined && { publicKey: parsePublicKey(key), subtle: crypto.subtle }),
    ...(head !== undefined && { knownHead: head }),
    ...(source !== undefined && { source }),
  });
  const ledger = proof.ok ? readLedger(JSON.stringify(input)) : undefined;
  if (proof.ok && ledger) return { ledger, proof };
  throw brokenLedger(input, proof.ok ? { ok: false, at: 0, why: 'not-a-ledger' } : proof, pointer);
}

function brokenLedger(input: unknown, { at, why }: BrokenProof, pointer: string): KindredError {
  const events = ownValue(input, 'events');
  if (!Array.isArray(events)) {
    const message = "This is no ledger: it has no list of events. Give a ledger, a person's export or a carried file.";
    return new KindredError('invalid-ledger', message, { at: pointer });
  }
  const event: unknown = events[at];
  const what = isRecord(event) ? ` (${describeEvent(event)})` : '';
  const place = `Event ${at} of ${counted(events.length, 'event')}, counted from 0${what},`;
  const [about, words] = WORDS[why];
  const owner = why === 'other-source' ? `: it says "${String(ownValue(input, 'source')).slice(0, 80)}"` : '';
  const message = about === 'event' ? `${place} ${words}.` : `The ledger ${words}${owner}.`;
  return new KindredError('invalid-ledger', message, { at: about === 'event' ? `${pointer}/events/${at}` : pointer });
}

const WORDS: Readonly<Record<BrokenProof['why'], readonly [about: 'event' | 'ledger', words: string]>> = {
  'not-a-ledger': ['event', 'does not have the form of one'],
  changed: ['event', 'was altered: its hash is not what the event after it names'],
  order: ['event', 'is out of place: an event was added, taken out or moved'],
  time: ['event', 'is older than the one before it'],
  head: ['event', 'is not what the head names: it was altered, or events after it were cut off'],
  unsigned: ['event', 'bears no signature'],
  signature: ['event', 'bears a signature that is not of this key over this event'],
  'other-source': ['ledger', 'is of another source than --source names'],
  'other-history': ['ledger', 'does not contain the head that --head names: it was cut, or written anew'],
};
