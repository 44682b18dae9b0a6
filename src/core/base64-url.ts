/** Base64url's characters (RFC 4648, 5), six bits each. */
export const BASE64_URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Base64url without padding (RFC 4648, 5). */
export function toBase64Url(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    bits = (bits << 8) | byte;
    held += 8;
    while (held >= 6) {
      held -= 6;
      text += BASE64_URL[(bits >> held) & 63];
    }
  }
  return held > 0 ? text + BASE64_URL[(bits << (6 - held)) & 63] : text;
}

/** What `toBase64Url` wrote, or `undefined` for anything else, so that no two texts stand for the same bytes. */
export function fromBase64Url(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array((text.length * 6) >> 3);
  let length = 0;
  let bits = 0;
  let held = 0;
  for (const letter of text) {
    const value = BASE64_URL.indexOf(letter);
    if (value < 0) return undefined;
    bits = (bits << 6) | value;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes[length++] = bits >> held;
  }
  return toBase64Url(bytes) === text ? bytes : undefined;
}
