import { isRecord, ownValue } from '../../core/index.ts';
import { readDntHeader, readDntNavigator } from './dnt.ts';
import { readGpcHeader, readGpcNavigator } from './gpc.ts';

/** What a browser says for the person on every site: Global Privacy Control, Do Not Track. */
export const SIGNALS = ['gpc', 'dnt'] as const;

/** One of {@link SIGNALS}. */
export type Signal = (typeof SIGNALS)[number];

/** What a page's `navigator` has of it. */
interface NavigatorLike {
  readonly globalPrivacyControl?: unknown;
  readonly doNotTrack?: unknown;
}

/** The headers of a request: a `Headers`, or an object with names in lower case as in `node:http`. */
export type HeadersLike =
  | { get(name: string): string | null }
  | Readonly<Record<string, string | readonly string[] | undefined>>;

/** What the first reading of each navigator found. A browser makes a navigator for each document. */
const FIXED: WeakMap<object, readonly Signal[]> = /* @__PURE__ */ new WeakMap();

/**
 * The signals that are on in this page, for `createConsent({ signals })`. They are fixed with the first reading, until the next
 * navigation, whatever the person switches meanwhile (W3C Global Privacy Control §3.2).
 *
 * @example
 * ```ts
 * import { signalsOfPage } from 'kindred/consent/signals';
 *
 * signalsOfPage(navigator); // ['gpc'] where Global Privacy Control is on
 * ```
 */
export function signalsOfPage(navigator: object): readonly Signal[] {
  const known = FIXED.get(navigator);
  if (known) return known;
  const { globalPrivacyControl, doNotTrack }: NavigatorLike = navigator;
  const signals = listOf(readGpcNavigator(globalPrivacyControl), readDntNavigator(doNotTrack) === 'opt-out');
  FIXED.set(navigator, signals);
  return signals;
}

/**
 * The signals that came with a request, for a server that decides without a page.
 *
 * @example
 * ```ts
 * import { signalsOfRequest } from 'kindred/consent/signals';
 *
 * signalsOfRequest(new Headers({ 'Sec-GPC': '1' })); // ['gpc']
 * signalsOfRequest({ 'sec-gpc': '0, 1', dnt: '1' }); // ['gpc', 'dnt']
 * ```
 */
export function signalsOfRequest(headers: HeadersLike): readonly Signal[] {
  const read = reader(headers);
  return listOf(readGpcHeader(read('sec-gpc')), readDntHeader(read('dnt')) === 'opt-out');
}

type Values = string | readonly string[] | undefined;

function reader(headers: unknown): (name: string) => Values {
  return (name) => {
    const get = isRecord(headers) ? headers.get : undefined;
    const value: unknown = typeof get === 'function' ? get.call(headers, name) : ownValue(headers, name);
    return typeof value === 'string' || Array.isArray(value) ? value : undefined;
  };
}

function listOf(gpc: boolean, dnt: boolean): readonly Signal[] {
  const isOn = { gpc, dnt };
  return Object.freeze(SIGNALS.filter((signal) => isOn[signal]));
}
