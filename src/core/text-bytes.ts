/** Bytes and their written forms. */

let encoder: TextEncoder | undefined;

/** UTF-8. A lone surrogate, which has no UTF-8 form, becomes U+FFFD. */
export function utf8(text: string): Uint8Array {
  encoder ??= new TextEncoder();
  return encoder.encode(text);
}

/** Lower-case hexadecimal, two digits a byte. */
export function toHex(bytes: Uint8Array): string {
  let hex = '';
  for (const byte of bytes) hex += (byte + 256).toString(16).slice(1);
  return hex;
}
