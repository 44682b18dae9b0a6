import { fromBase64Url, hmacSha256, utf8 } from '../../core/index.ts';

/** Why a token is worth nothing. */
export type TokenFault = 'missing' | 'malformed' | 'cut' | 'forged' | 'expired' | 'other-policy';

// version and flags, length, expiry in seconds, fingerprint of the policy, head of the ledger; then the cells; then the MAC.
export const LENGTH_AT = 1;
export const EXPIRY_AT = 3;
export const FINGERPRINT_AT = 7;
export const HEAD_AT = 15;
export const CELLS_AT = 23;
/** Of the fingerprint, and of the head. */
export const SHORT_BYTES = 8;
/** HMAC-SHA-256 cut to 128 bits (RFC 2104, 5, asks for at least 80 and half of the hash). */
export const MAC_BYTES = 16;
export const VERSION = 0x10;
export const IS_LIMITED = 8;
export const SIGNAL_BITS: Readonly<Record<string, number>> = { gpc: 2, dnt: 4 };
/** What a cookie holds with its name and attributes (RFC 6265, 6.1: 4096 bytes). */
export const MAX_LENGTH = 3_800;
const PURPOSE_OF_MAC = 'kindred consent token\n';

/** The bytes of a text that has the form of a token and is as long as it says. */
export function bytesOf(text: unknown): Uint8Array | TokenFault {
  if (text === undefined || text === null || text === '') return 'missing';
  if (typeof text !== 'string' || text.length > MAX_LENGTH || !/^[\w-]+$/.test(text)) return 'malformed';
  const start = fromBase64Url(text.slice(0, 4));
  if (start === undefined || start.length < EXPIRY_AT) return 'cut';
  const [first = 0, high = 0, low = 0] = start;
  if ((first & 0xf0) !== VERSION) return 'malformed';
  const length = (high << 8) | low;
  const written = Math.ceil((length * 4) / 3);
  if (length < CELLS_AT + MAC_BYTES || text.length > written) return 'malformed';
  if (text.length < written) return 'cut';
  return fromBase64Url(text) ?? 'forged';
}

export function isSigned(key: Uint8Array, bytes: Uint8Array): boolean {
  return isEqual(macOf(key, bytes), bytes.subarray(-MAC_BYTES));
}

/** The code at the end, of all that stands before it. */
export function macOf(key: Uint8Array, bytes: Uint8Array): Uint8Array {
  const about = utf8(PURPOSE_OF_MAC);
  const message = new Uint8Array(about.length + bytes.length - MAC_BYTES);
  message.set(about);
  message.set(bytes.subarray(0, -MAC_BYTES), about.length);
  return hmacSha256(key, message).subarray(0, MAC_BYTES);
}

/** Takes as long for any difference: how much of a forgery is right must not show in the time. */
export function isEqual(one: Uint8Array, other: Uint8Array): boolean {
  let difference = one.length ^ other.length;
  for (const [index, byte] of one.entries()) difference |= byte ^ (other[index] ?? 0);
  return difference === 0;
}

export function signalBits(signals: readonly string[]): number {
  return signals.reduce((bits, signal) => bits | (SIGNAL_BITS[signal] ?? 0), 0);
}
