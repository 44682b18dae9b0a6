import {
  type ConsentStore,
  continueChain,
  type LedgerRefusal,
  readChain,
  type StoredLedger,
  sharedEvents,
} from '../consent/consent-store.ts';
import type { Ledger, LedgerEvent } from '../consent/index.ts';
import { canonicalJson, frozenJson, isKindredError, ownValue } from '../core/index.ts';
import type { Refusal } from './http.ts';
import { MALFORMED_SECRET, OTHER_SECRET, readSecret, refuseSecret, type SecretRules } from './ledger-secret.ts';

/** Whether the events of a ledger are signed with a key: `verifyLedger` of `kindred/consent/receipts` fulfils it. */
export type VerifySignatures = (
  ledger: Ledger,
  publicKey: unknown,
) => Promise<{ readonly ok: true } | { readonly ok: false; readonly at: number; readonly why: string }>;

/** What a proof is held against. */
export interface ProofOptions extends SecretRules {
  readonly consents: ConsentStore;
  /** The site's own party id. */
  readonly source: string;
  readonly verifySignatures?: VerifySignatures | undefined;
}

/** A ledger that came with a request and holds. */
export interface Proof {
  readonly kind: 'proof';
  readonly ledger: Ledger;
  /** The stored one, which may have gone on since. */
  readonly latest: Ledger;
  readonly id: string;
  readonly added: number;
  /**
   * Where it stands to the stored one: it is the `last` word; or only the beginning of what is stored (`shorter`); or both begin alike and
   * then part (`forked`), as where two tabs decided at once. The latter two are not stored, and still prove what they hold.
   */
  readonly stands: 'last' | 'shorter' | 'forked';
  /** How the stored one goes on from where they part; for nobody but the device that knows its secret. */
  readonly stored?: { readonly events: readonly LedgerEvent[]; readonly head: string };
}

/** Why it does not. */
export interface RefusedProof {
  readonly kind: 'refused';
  readonly refusal: Refusal;
  readonly why: string;
}

const MAX_KEY_LENGTH = 2_000;

/**
 * Verifies and stores the ledger in a body, or the end of one that is stored: with its `id`, that of its first event. Whoever shows a whole chain knows the ids of its events, which nobody can guess. It may have been
 * handed on, so where it was deposited with a secret, the secret has to come again; a chain that was made up around one id does
 * not fit to the deposited one, and where that came with a key, nobody without the key goes on with it.
 */
export async function acceptLedger(
  body: unknown,
  { consents, source, verifySignatures, ...rules }: ProofOptions,
): Promise<Proof | RefusedProof> {
  const input = ownValue(body, 'ledger');
  if (input === undefined) return refused(400, 'ledger', 'missing', 'The body is not an object with a member "ledger"');
  const whole = ownValue(input, 'id') === undefined ? readChain(input) : undefined;
  if (whole?.kind === 'refused') return broken(whole.why, whole.at);
  if (ownValue(input, 'source') !== source)
    return refused(403, 'ledger/source', 'other-source', 'The ledger is of another site');
  const id = whole?.ledger.events[0]?.id ?? String(ownValue(input, 'id'));
  const publicKey = readKey(ownValue(body, 'publicKey'));
  if (publicKey === null)
    return refused(400, 'publicKey', 'key', 'The key is not a JSON Web Key of up to 2,000 characters');
  const secretHash = readSecret(ownValue(body, 'secret'));
  if (secretHash === null) return { kind: 'refused', ...MALFORMED_SECRET };
  const before = await consents.get(id);
  const stranger = refuseSecret(secretHash, before, { ...rules, mayDeposit: rules.mayDeposit && whole !== undefined });
  if (stranger) return { kind: 'refused', ...stranger };
  const reading = whole ?? (before ? continueChain(before.ledger, input) : readChain(undefined));
  if (reading.kind === 'refused') return broken(reading.why, reading.at);
  const { ledger } = reading;
  const key = before?.publicKey ?? publicKey;
  const unsigned = key === undefined ? undefined : await findUnsigned(ledger, key, verifySignatures);
  if (unsigned) return unsigned;

  const stored = await consents.put(ledger, {
    ...(key !== undefined && { publicKey: publicKey ?? key }),
    ...(secretHash !== undefined && { secretHash }),
  });
  if (stored.kind === 'stored')
    return { kind: 'proof', ledger, latest: ledger, id, added: stored.added, stands: 'last' };
  const { why, at } = stored;
  // Another was faster to deposit it.
  if (why === 'other-secret') return { kind: 'refused', ...OTHER_SECRET };
  const now = await consents.get(id);
  // The first event in common takes more than to know an id.
  const shared = now ? sharedEvents(ledger, now.ledger) : 0;
  if (now === undefined || shared === 0 || !(why === 'shorter' || why === 'forked')) return broken(why, at);
  return { kind: 'proof', ledger, latest: now.ledger, id, added: 0, stands: why, ...restOf(now, shared) };
}

function restOf({ ledger: { events, head }, secretHash }: StoredLedger, shared: number): Pick<Proof, 'stored'> {
  return secretHash === undefined ? {} : { stored: { events: events.slice(shared), head } };
}

async function findUnsigned(
  ledger: Ledger,
  key: string,
  verify: VerifySignatures | undefined,
): Promise<RefusedProof | undefined> {
  if (verify === undefined) {
    return refused(400, 'publicKey', 'key', 'This server does not verify signatures. Send the ledger without a key');
  }
  const verdict = await verify(ledger, JSON.parse(key)).catch(failed);
  if (verdict.ok) return undefined;
  const at = `ledger/events/${verdict.at}/sig`;
  return refused(403, at, 'signature', `The signature of event ${verdict.at} does not hold`);
}

/** A key that cannot be used proves nothing. */
function failed(error: unknown): { readonly ok: false; readonly at: number; readonly why: string } {
  if (!isKindredError(error)) throw error;
  return { ok: false, at: 0, why: error.code };
}

/** As the store keeps it: canonical JSON; `null` for what is no key. */
function readKey(input: unknown): string | undefined | null {
  if (input === undefined) return undefined;
  try {
    const text = canonicalJson(frozenJson(input, { code: 'invalid-input', maxValues: 50 }));
    return text.length <= MAX_KEY_LENGTH && text.startsWith('{') ? text : null;
  } catch {
    return null;
  }
}

const MESSAGES: Readonly<Record<LedgerRefusal, string>> = {
  'not-a-ledger': 'is not as a ledger has it',
  changed: 'was changed: its hash is not what the next one says',
  order: 'is out of its order',
  time: 'is earlier than the one before',
  head: 'is not the one that the head names',
  empty: 'is missing: the ledger is empty',
  shorter: 'is not the last: what is stored goes on',
  forked: 'is not the one that is stored',
  'other-source': 'is stored in the name of another site',
  'other-key': 'came with another key than the first time',
  'other-secret': 'came with another secret than the first time',
  taken: 'belongs to another ledger, or is there twice',
};

function broken(why: LedgerRefusal, at: number): RefusedProof {
  const status = why === 'forked' ? 409 : 403;
  return refused(status, `ledger/events/${at}`, why, `Event ${at} of the ledger ${MESSAGES[why]}`);
}

function refused(status: number, at: string, why: string, message: string): RefusedProof {
  const code = status === 400 ? 'invalid-input' : 'invalid-ledger';
  return { kind: 'refused', why, refusal: { status, code, at: `/${at}`, message: `${message}.` } };
}

/** The refusals of a deposit that would take back what is stored. */
export const NOT_LAST: Readonly<Record<'shorter' | 'forked', Refusal>> = {
  shorter: {
    status: 409,
    code: 'invalid-ledger',
    message: 'The stored ledger goes on where this one ends; nothing was changed.',
    at: '/ledger',
  },
  forked: {
    status: 409,
    code: 'invalid-ledger',
    message: 'The stored ledger goes on in another way; nothing was changed. Let what is new follow what is stored.',
    at: '/ledger',
  },
};
