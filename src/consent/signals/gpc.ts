// A value of exactly `1` among values that intermediaries may have joined with commas, white space around it not being part of
// it (RFC 9110 §5.5, §5.3). Anchored at separators, so that it cannot take longer than the header is long.
const EXACTLY_ONE = /(?:^|,)[ \t]*1[ \t]*(?:,|$)/;

/**
 * Whether the header `Sec-GPC` of a request asks not to sell or share (W3C Global Privacy Control §3.3): any value that is exactly
 * `1` does, also when several were sent or joined with commas; any other value is as if the header were not there.
 *
 * @example
 * ```ts
 * import { readGpcHeader } from 'kindred/consent/signals';
 *
 * readGpcHeader('1'); // true
 * readGpcHeader('0, 1'); // true
 * readGpcHeader(new Headers().get('sec-gpc')); // false
 * ```
 */
export function readGpcHeader(values: string | readonly string[] | null | undefined): boolean {
  return EXACTLY_ONE.test(joinValues(values));
}

/**
 * Whether a page's `navigator.globalPrivacyControl` asks not to sell or share. The specification says boolean; the header's `'1'`,
 * which some extensions set, counts too: in doubt the person is believed.
 *
 * @example
 * ```ts
 * import { readGpcNavigator } from 'kindred/consent/signals';
 *
 * readGpcNavigator(true); // true
 * readGpcNavigator(undefined); // false
 * ```
 */
export function readGpcNavigator(value: unknown): boolean {
  return value === true || value === '1';
}

/** The values of a header as one text, whatever the server calls a header; empty for what is none. */
export function joinValues(values: unknown): string {
  if (Array.isArray(values)) return values.filter((value) => typeof value === 'string').join(',');
  return typeof values === 'string' ? values : '';
}
