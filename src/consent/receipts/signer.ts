import { deepFreeze, KindredError, toBase64Url } from '../../core/index.ts';
import type { Ledger, LedgerEvent } from '../ledger.ts';
import { verifyChain } from '../verify-chain.ts';
import {
  type LedgerKeyPair,
  type PublicJwk,
  parsePublicKey,
  type SignatureAlgorithm,
  type Subtle,
  WEB_CRYPTO,
} from './signing-keys.ts';

/** Signs ledger events on behalf of whoever holds the key. */
export interface LedgerSigner {
  readonly algorithm: SignatureAlgorithm;
  /** Base64url signature over the 32 bytes of an event's hash, which is given as hex. */
  sign(hash: string): Promise<string>;
  /** The public key, to be handed to whoever is to verify. */
  publicKey(): Promise<PublicJwk>;
}

/** What a signer is made of. */
export interface LedgerSignerOptions {
  readonly subtle: Subtle;
  readonly keyPair: LedgerKeyPair;
  readonly algorithm: SignatureAlgorithm;
}

/**
 * Makes a signer over Web Crypto.
 *
 * @example
 * ```ts
 * import type { Ledger } from 'kindred/consent';
 * import { createLedgerSigner, type LedgerKeyPair, signLedger } from 'kindred/consent/receipts';
 *
 * async function signed(ledger: Ledger, keyPair: LedgerKeyPair) {
 *   const signer = createLedgerSigner({ subtle: crypto.subtle, keyPair, algorithm: 'ES256' });
 *   return { ledger: await signLedger(ledger, signer), publicKey: await signer.publicKey() };
 * }
 * ```
 */
export function createLedgerSigner({ subtle, keyPair, algorithm }: LedgerSignerOptions): LedgerSigner {
  return {
    algorithm,
    async sign(hash) {
      const signature = await subtle.sign(WEB_CRYPTO[algorithm], keyPair.privateKey, hashBytes(hash));
      return toBase64Url(new Uint8Array(signature));
    },
    async publicKey() {
      return parsePublicKey(await subtle.exportKey('jwk', keyPair.publicKey));
    },
  };
}

/**
 * The ledger with a signature on each event that had none. Hashes and head stay what they are: a signature is over the hash, and no
 * part of it.
 *
 * @throws KindredError `invalid-ledger` (as a rejection) where the chain is broken: that is nothing to sign
 *
 * @example
 * ```ts
 * import type { Ledger } from 'kindred/consent';
 * import { type LedgerSigner, signLedger } from 'kindred/consent/receipts';
 *
 * const store = async (ledger: Ledger, signer: LedgerSigner) => JSON.stringify(await signLedger(ledger, signer));
 * ```
 */
export async function signLedger(ledger: Ledger, signer: LedgerSigner): Promise<Ledger> {
  const verdict = verifyChain(ledger);
  if (!verdict.ok) {
    const message = `The ledger cannot be signed: its chain breaks at event ${verdict.at} (${verdict.why}).`;
    throw new KindredError('invalid-ledger', message, { at: `/events/${verdict.at}` });
  }
  const hashes = hashesOf(ledger);
  const sign = async (event: LedgerEvent, position: number): Promise<LedgerEvent> =>
    event.sig === undefined ? { ...event, sig: await signer.sign(hashes[position] ?? '') } : event;
  return deepFreeze({ ...ledger, events: await Promise.all(ledger.events.map(sign)) });
}

/** The hash of each event of a whole chain, without computing it again: the next event says it, or the head. */
export function hashesOf({ events, head }: Ledger): readonly string[] {
  return events.map((_, position) => events[position + 1]?.prev ?? head);
}

export function hashBytes(hash: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(hash.length / 2);
  return bytes.map((_, position) => Number.parseInt(hash.slice(position * 2, position * 2 + 2), 16));
}
