// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The bytes of base64 (RFC 4648, section 4); `atob` is not everywhere. */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  const value = new Uint8Array(128);
  for (let n = 0; n < DIGITS.length; n++) value[DIGITS.charCodeAt(n)] = n;
  const length = text.indexOf('=') < 0 ? text.length : text.indexOf('=');
  const bytes = new Uint8Array(Math.floor((length * 3) / 4));
  let bits = 0;
  for (let n = 0, at = 0; n < length; n++) {
    bits = ((bits << 6) | value[text.charCodeAt(n)]!) & 0xffffff;
    if (n % 4 > 0) bytes[at++] = bits >> (6 - 2 * (n % 4));
  }
  return bytes;
}
