import { fromBase64Url, KindredError } from '../../core/index.ts';
import type { Ledger } from '../ledger.ts';
import { type ChainVerdict, verifyChain } from '../verify-chain.ts';
import { hashBytes, hashesOf } from './signer.ts';
import {
  algorithmOf,
  type LedgerKey,
  type PublicJwk,
  parsePublicKey,
  type Subtle,
  WEB_CRYPTO,
} from './signing-keys.ts';

/** What a ledger is held against besides itself. */
export interface VerifyOptions {
  /** With it every event must bear a signature of this key. */
  readonly publicKey?: PublicJwk;
  /** `crypto.subtle`; needed with `publicKey`. */
  readonly subtle?: Subtle;
  /** Whose ledger it must be. */
  readonly source?: string;
  /** A head that was seen earlier: the ledger must still contain it, or it was cut or written anew. */
  readonly knownHead?: string;
}

type BrokenChain = Extract<ChainVerdict, { readonly ok: false }>;

/** Whether a ledger is whole. */
export type LedgerProof =
  | {
      readonly ok: true;
      readonly events: number;
      readonly head: string;
      /** How many events bear a signature. */
      readonly signed: number;
      /** Whether signatures were checked, and so all hold. */
      readonly isSignatureChecked: boolean;
    }
  | {
      readonly ok: false;
      /** The first event that cannot be trusted, from 0. */
      readonly at: number;
      /**
       * As `verifyChain` says; or it is of another source, has lost what it held when `knownHead` was its head, bears no signature, or a
       * wrong one.
       */
      readonly why: BrokenChain['why'] | 'other-source' | 'other-history' | 'unsigned' | 'signature';
    };

/**
 * Proves offline that a ledger is as it was written: its form, order, times and hashes, and, with a public key, that the holder of
 * the key signed each event. Without a key or an earlier head, a chain that was written anew from its start looks whole: keep one of
 * them.
 *
 * @throws KindredError (as a rejection) `invalid-options` for a key that is none, or without `subtle`; `unavailable` where Web Crypto
 * does not know its algorithm
 *
 * @example
 * ```ts
 * import { verifyLedger } from 'kindred/consent/receipts';
 *
 * const proof = await verifyLedger(JSON.parse('{"source":"shop.example","events":[],"head":""}'));
 * console.log(proof.ok ? 'whole' : `event ${proof.at}: ${proof.why}`);
 * ```
 */
export async function verifyLedger(
  ledger: unknown,
  { publicKey, subtle, source, knownHead }: VerifyOptions = {},
): Promise<LedgerProof> {
  const verify = publicKey && (await verifierOf(publicKey, subtle));
  const verdict = chainOf(ledger);
  if (!verdict.ok) return verdict;
  if (!isWhole(ledger, verdict)) return broken(0, 'not-a-ledger');
  if (source !== undefined && ledger.source !== source) return broken(0, 'other-source');
  const hashes = hashesOf(ledger);
  if (knownHead && !hashes.includes(knownHead)) return broken(0, 'other-history');
  const fault = verify && (await findFault(ledger, hashes, verify));
  const signed = ledger.events.filter(({ sig }) => sig !== undefined).length;
  return fault ?? { ok: true, events: hashes.length, head: ledger.head, signed, isSignatureChecked: !!verify };
}

type BrokenProof = Extract<LedgerProof, { readonly ok: false }>;

function broken(at: number, why: BrokenProof['why']): BrokenProof {
  return { ok: false, at, why };
}

function chainOf(ledger: unknown): ChainVerdict {
  try {
    return verifyChain(ledger);
  } catch {
    // What nests so deep that no stack can hold it is no ledger.
    return { ok: false, at: 0, why: 'not-a-ledger' };
  }
}

/** The verdict is the evidence: it has looked at every member. */
function isWhole(_ledger: unknown, { ok }: ChainVerdict): _ledger is Ledger {
  return ok;
}

type Verify = (hash: string, signature: string) => Promise<boolean>;

async function findFault(ledger: Ledger, hashes: readonly string[], verify: Verify): Promise<BrokenProof | undefined> {
  const faults = ledger.events.map(async ({ sig }, position) => {
    if (sig === undefined) return broken(position, 'unsigned');
    return (await verify(hashes[position] ?? '', sig)) ? undefined : broken(position, 'signature');
  });
  return (await Promise.all(faults)).find((fault) => fault !== undefined);
}

async function verifierOf(publicKey: PublicJwk, subtle: Subtle | undefined): Promise<Verify> {
  if (!subtle)
    throw new KindredError('invalid-options', 'Signatures need Web Crypto: pass crypto.subtle.', { at: 'subtle' });
  const algorithm = WEB_CRYPTO[algorithmOf(publicKey)];
  const key = await importKey(parsePublicKey(publicKey), subtle);
  return async (hash, signature) => {
    const bytes = fromBase64Url(signature);
    return bytes !== undefined && subtle.verify(algorithm, key, new Uint8Array(bytes), hashBytes(hash));
  };
}

async function importKey(publicKey: PublicJwk, subtle: Subtle): Promise<LedgerKey> {
  try {
    return await subtle.importKey('jwk', publicKey, WEB_CRYPTO[algorithmOf(publicKey)], true, ['verify']);
  } catch (cause) {
    const message = 'Web Crypto does not take the public key: it is damaged, or its algorithm is not known here.';
    throw new KindredError('unavailable', message, { at: 'publicKey', cause });
  }
}
