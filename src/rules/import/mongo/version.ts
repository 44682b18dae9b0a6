/**
 * A version as a text that is in order with others: `1.2.3-rc.1` as "    1-    2-    3-rc-    1". Whatever is no text or number is
 * version 0.
 */
export function versionText(value: unknown): string {
  const text = typeof value === 'number' || (typeof value === 'string' && value) ? String(value) : '0';
  const parts = text.replace(/(^v|\+.*$)/g, '').split(/[-.]/);
  // A release comes after its previews: "~" is the last character of ASCII.
  if (parts.length === 3) parts.push('~');
  return parts.map((part) => (/^\d+$/.test(part) ? part.padStart(5, ' ') : part)).join('-');
}
