import type { Random } from './ports.ts';
import { toHex } from './text-bytes.ts';

declare const brand: unique symbol;

/** The device's own id, a version 4 UUID (RFC 9562). Made here, kept in a first-party cookie once that is allowed. */
export type AnonymousId = string & { readonly [brand]: 'AnonymousId' };

/** The id that the site gave a person who signed in. */
export type UserId = string & { readonly [brand]: 'UserId' };

const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const MAX_USER_ID_LENGTH = 256;

/** A version 4 UUID (RFC 9562, 5.4) from 122 random bits. */
export function createId(random: Random): string {
  const bytes = random.bytes(16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return toHex(bytes).replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

export function createAnonymousId(random: Random): AnonymousId {
  const id = createId(random);
  // The guard always holds here; it is what gives the string its brand without a cast.
  return isAnonymousId(id) ? id : createAnonymousId(random);
}

/** Whether a string, for example from a cookie that somebody may have edited, is an id that we made. */
export function isAnonymousId(value: unknown): value is AnonymousId {
  return typeof value === 'string' && UUID_V4.test(value);
}

/** Whether a value can serve as a user id: 1 to 256 characters. */
export function isUserId(value: unknown): value is UserId {
  return typeof value === 'string' && value.length > 0 && value.length <= MAX_USER_ID_LENGTH;
}
