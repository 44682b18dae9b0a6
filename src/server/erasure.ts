import { keyBytes, type TokenKey } from '../consent/token/token-key.ts';
import { canonicalJson, hmacSha256, isRecord, isString, toHex, utf8 } from '../core/index.ts';
import type { WithdrawnGrant } from '../events/index.ts';

/** What the server says about an erasure: the person may keep it. */
export interface ErasureProof {
  /** How many events were erased now. */
  readonly erased: number;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly at: number;
  readonly source: string;
  /** The head of the ledger that proved the withdrawal. */
  readonly head: string;
  /** The permissions whose events are gone, and are not taken any more. */
  readonly grants: readonly WithdrawnGrant[];
  /** HMAC-SHA-256 in hexadecimal over the other members: only the server can have said so. */
  readonly digest: string;
}

/** The proof with its digest. */
export function sealErasure(proof: Omit<ErasureProof, 'digest'>, key: TokenKey): ErasureProof {
  return { ...proof, digest: digestOf(proof, key) };
}

/**
 * Whether a server that knows one of these keys has confirmed the erasure, in just these words.
 *
 * @example
 * ```ts
 * import { verifyErasure } from 'kindred/server';
 *
 * export function isOurs(text: string): boolean {
 *   return verifyErasure(JSON.parse(text), { keys: ['a secret of at least sixteen bytes'] });
 * }
 * ```
 */
export function verifyErasure(proof: unknown, { keys }: { readonly keys: readonly TokenKey[] }): boolean {
  if (!isProof(proof)) return false;
  const { erased, at, source, head, grants, digest } = proof;
  return keys.some((key) => digestOf({ erased, at, source, head, grants }, key) === digest);
}

/** Somebody hands it in: what has another form, or is nested without end, was not said by a server. */
function isProof(value: unknown): value is ErasureProof {
  if (!isRecord(value)) return false;
  const { erased, at, source, head, grants, digest } = value;
  return (
    [erased, at].every(Number.isFinite) &&
    [source, head, digest].every(isString) &&
    Array.isArray(grants) &&
    grants.every(isGrant)
  );
}

function isGrant(value: unknown): value is WithdrawnGrant {
  return isRecord(value) && Object.values(value).every(isString);
}

function digestOf(members: object, key: TokenKey): string {
  const message = utf8(`kindred erasure\n${canonicalJson(members)}`);
  return toHex(hmacSha256(keyBytes(key), message));
}
