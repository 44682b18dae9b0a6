import { joinValues } from './gpc.ts';

/** What Do Not Track says: the person opts out of tracking, allows it, or says nothing. */
export type DntPreference = 'opt-out' | 'allowed' | 'unset';

/**
 * What the header `DNT` of a request says (W3C Tracking Preference Expression §5.2, retired): `1` opts out and `0` allows, extension
 * characters after it being ignored. Where several values were sent, an opt-out wins.
 *
 * @example
 * ```ts
 * import { readDntHeader } from 'kindred/consent/signals';
 *
 * readDntHeader('1'); // 'opt-out'
 * readDntHeader(['0']); // 'allowed'
 * readDntHeader(null); // 'unset'
 * ```
 */
export function readDntHeader(values: string | readonly string[] | null | undefined): DntPreference {
  const text = joinValues(values);
  // Old Gecko says "yes".
  if (/(?:^|,)[ \t]*(?:1|yes[ \t]*(?:,|$))/.test(text)) return 'opt-out';
  return /(?:^|,)[ \t]*0/.test(text) ? 'allowed' : 'unset';
}

/**
 * What a page's `navigator.doNotTrack` says.
 *
 * @example
 * ```ts
 * import { readDntNavigator } from 'kindred/consent/signals';
 *
 * readDntNavigator('1'); // 'opt-out'
 * readDntNavigator('unspecified'); // 'unset'
 * ```
 */
export function readDntNavigator(value: unknown): DntPreference {
  return readDntHeader(typeof value === 'string' ? value : undefined);
}
