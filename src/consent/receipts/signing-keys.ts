import { isRecord, KindredError, ownValue } from '../../core/index.ts';

/** Names of JOSE: ECDSA on P-256 with SHA-256 (RFC 7518, 3.4), and Ed25519 (RFC 8037). */
export const SIGNATURE_ALGORITHMS = ['ES256', 'Ed25519'] as const;

/** One of {@link SIGNATURE_ALGORITHMS}. */
export type SignatureAlgorithm = (typeof SIGNATURE_ALGORITHMS)[number];

/** A `CryptoKey`, in the little that is needed of it. */
export interface LedgerKey {
  readonly type: string;
}

/** A `CryptoKeyPair`. */
export interface LedgerKeyPair {
  readonly publicKey: LedgerKey;
  readonly privateKey: LedgerKey;
}

/** A public key as JSON Web Key (RFC 7517, RFC 8037). */
export interface PublicJwk {
  readonly kty: string;
  readonly crv: string;
  readonly x: string;
  readonly y?: string;
}

/** How Web Crypto names an algorithm. */
export interface WebCryptoAlgorithm {
  readonly name: string;
  readonly namedCurve?: string;
  readonly hash?: string;
}

/** What is needed of Web Crypto's `SubtleCrypto`: pass `crypto.subtle`. */
export interface Subtle {
  generateKey(algorithm: WebCryptoAlgorithm, extractable: boolean, usages: ('sign' | 'verify')[]): Promise<unknown>;
  importKey(
    format: 'jwk',
    key: PublicJwk,
    algorithm: WebCryptoAlgorithm,
    extractable: boolean,
    usages: 'verify'[],
  ): Promise<LedgerKey>;
  exportKey(format: 'jwk', key: LedgerKey): Promise<unknown>;
  sign(algorithm: WebCryptoAlgorithm, key: LedgerKey, data: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer>;
  verify(
    algorithm: WebCryptoAlgorithm,
    key: LedgerKey,
    signature: Uint8Array<ArrayBuffer>,
    data: Uint8Array<ArrayBuffer>,
  ): Promise<boolean>;
}

export const WEB_CRYPTO: Readonly<Record<SignatureAlgorithm, WebCryptoAlgorithm>> = {
  ES256: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  Ed25519: { name: 'Ed25519' },
};

const COORDINATE = /^[\w-]{43}$/;

/**
 * Makes a key pair to sign a ledger with. The private key cannot be read out of the browser; keep it in IndexedDB, where the
 * person's erasing reaches it.
 *
 * @throws KindredError `unavailable` (as a rejection) where Web Crypto does not know the algorithm
 *
 * @example
 * ```ts
 * import { createLedgerSigner, generateLedgerKeys } from 'kindred/consent/receipts';
 *
 * const { subtle } = crypto;
 * const algorithm = 'ES256';
 * const signer = createLedgerSigner({ subtle, algorithm, keyPair: await generateLedgerKeys({ subtle, algorithm }) });
 * ```
 */
export async function generateLedgerKeys({
  subtle,
  algorithm,
}: {
  readonly subtle: Subtle;
  readonly algorithm: SignatureAlgorithm;
}): Promise<LedgerKeyPair> {
  try {
    const pair = await subtle.generateKey(WEB_CRYPTO[algorithm], false, ['sign', 'verify']);
    if (isKeyPair(pair)) return pair;
  } catch (cause) {
    throw new KindredError('unavailable', `Web Crypto here cannot make keys for ${algorithm}.`, { cause });
  }
  throw new KindredError('unavailable', `Web Crypto made no key pair for ${algorithm}.`);
}

function isKeyPair(input: unknown): input is LedgerKeyPair {
  return isKey(ownOrInherited(input, 'publicKey')) && isKey(ownOrInherited(input, 'privateKey'));
}

function isKey(input: unknown): input is LedgerKey {
  return typeof ownOrInherited(input, 'type') === 'string';
}

/** The members of a CryptoKey are getters of its prototype. */
function ownOrInherited(input: unknown, key: string): unknown {
  return isRecord(input) ? input[key] : undefined;
}

/**
 * Checks a public key that somebody hands over, and keeps of it what is public.
 *
 * @throws KindredError `invalid-options` for anything but a P-256 or Ed25519 key, and for a private one
 *
 * @example
 * ```ts
 * import { parsePublicKey } from 'kindred/consent/receipts';
 *
 * const keyOf = (text: string) => parsePublicKey(JSON.parse(text));
 * ```
 */
export function parsePublicKey(input: unknown): PublicJwk {
  const [kty, crv, x, y] = ['kty', 'crv', 'x', 'y'].map((key) => ownValue(input, key));
  if (ownValue(input, 'd') !== undefined) throw invalid('holds the private part too, which must stay with its owner');
  if (!isCoordinate(x)) throw invalid('is no JSON Web Key');
  if (kty === 'EC' && crv === 'P-256' && isCoordinate(y)) return { kty, crv, x, y };
  if (kty === 'OKP' && crv === 'Ed25519') return { kty, crv, x };
  throw invalid('is neither of P-256 nor of Ed25519');
}

const isCoordinate = (value: unknown): value is string => typeof value === 'string' && COORDINATE.test(value);

function invalid(problem: string): KindredError {
  return new KindredError('invalid-options', `The key ${problem}. Give the public key as JSON Web Key.`, {
    at: 'publicKey',
  });
}

export function algorithmOf({ kty }: PublicJwk): SignatureAlgorithm {
  return kty === 'EC' ? 'ES256' : 'Ed25519';
}
