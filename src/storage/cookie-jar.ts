import { type CookieJar, KindredError } from '../core/index.ts';
import { storageError } from './storage-error.ts';

/** The part of a document that the jar needs. */
export interface CookieDocument {
  cookie: string;
  readonly location: { readonly protocol: string; readonly hostname: string; readonly pathname: string };
}

/** How cookies are written. */
export interface CookieJarOptions {
  /** Where cookies are. Read at every use, never before. */
  readonly document?: () => CookieDocument;
  readonly path?: string;
  /** Widens cookies to a domain and all its hosts; without it they belong to this host only. */
  readonly domain?: string;
  /** Whether cookies travel over https only. Without it: when the page came that way. */
  readonly secure?: boolean;
}

// Browsers keep no cookie longer than 400 days and none larger than 4,096 bytes (RFC 6265bis, 5.5 and 5.6).
const MAX_AGE_SECONDS = 400 * 24 * 60 * 60;
const MAX_PAIR_LENGTH = 4096;

/**
 * First-party cookies: `SameSite=Lax`, `Path=/`, `Secure` on https. Names and values are percent-encoded. Reading never
 * throws, whatever else is in the cookie string; `remove` tries every domain and path that a page here could have used.
 *
 * `set` throws `invalid-input` for an empty name, `storage-full` for a pair over 4,096 bytes and `storage-unavailable` where
 * the browser says that cookies are forbidden. Some browsers do not say it: then `get` finds nothing.
 *
 * @throws KindredError `invalid-options` for a path or domain that would break out of its attribute
 *
 * @example
 * ```ts
 * import { cookieJar } from 'kindred/storage';
 *
 * const jar = cookieJar();
 * jar.set('theme', 'dark', { maxAgeSeconds: 86_400 });
 * jar.remove('theme');
 * ```
 */
export function cookieJar(options: CookieJarOptions = {}): CookieJar {
  const { document: page = () => globalThis.document, path = '/', domain, secure } = options;
  if (/[;\s]/.test(path + (domain ?? ''))) {
    throw new KindredError('invalid-options', 'cookieJar: no ";" or space in path and domain.');
  }
  const write = (pair: string, maxAgeSeconds: number, at: Place) => {
    const { location } = page();
    const place = `;Path=${at.path}${at.domain ? `;Domain=${at.domain}` : ''}`;
    const attributes = `${place};SameSite=Lax${(secure ?? location.protocol === 'https:') ? ';Secure' : ''}`;
    page().cookie = `${pair};Max-Age=${maxAgeSeconds}${attributes}`;
  };
  const names = () => pairs(page).map(([name]) => name);
  return {
    names,
    get: (name) => pairs(page).find(([other]) => other === name)?.[1],
    set(name, value, { maxAgeSeconds }) {
      const pair = encodedPair(name, value);
      const age = Math.min(Math.max(0, Math.floor(maxAgeSeconds)), MAX_AGE_SECONDS) || 0;
      try {
        write(pair, age, { path, domain });
      } catch (cause) {
        throw storageError('cookie', cause);
      }
    },
    remove(name) {
      if (!names().includes(name)) return;
      for (const place of places(page().location, { path, domain })) {
        write(encodedPair(name, ''), 0, place);
        // A name that another script wrote unencoded.
        if (/^[^=;\s]+$/.test(name)) write(`${name}=`, 0, place);
        if (!names().includes(name)) return;
      }
    },
  };
}

interface Place {
  readonly path: string;
  readonly domain: string | undefined;
}

/** Where a cookie that this page sees can have been put: our own place, then every path up to the root on every domain above. */
function places(location: CookieDocument['location'], own: Place): readonly Place[] {
  const steps = location.pathname.split('/');
  const paths = steps.flatMap((_, end) => {
    const path = steps.slice(0, end + 1).join('/');
    return end === 0 ? ['/'] : [path, `${path}/`];
  });
  const labels = location.hostname.split('.');
  const domains = [undefined, ...labels.map((_, start) => labels.slice(start).join('.'))];
  return [own, ...domains.flatMap((domain) => paths.map((path) => ({ path, domain })))];
}

/** Names and values as they are visible here. A cookie without a name is nobody's: it is left out. */
function pairs(page: () => CookieDocument): readonly (readonly [string, string])[] {
  return cookieText(page)
    .split('; ')
    .map((pair) => [pair, pair.indexOf('=')] as const)
    .filter(([, equals]) => equals > 0)
    .map(([pair, equals]) => [decoded(pair.slice(0, equals)), decoded(pair.slice(equals + 1))]);
}

function cookieText(page: () => CookieDocument): string {
  try {
    return page().cookie;
  } catch {
    return '';
  }
}

function encodedPair(name: string, value: string): string {
  let pair = '';
  try {
    if (name !== '') pair = `${encodeURIComponent(name)}=${encodeURIComponent(value)}`;
  } catch {
    // Half of a surrogate pair: there is no UTF-8 for it.
  }
  if (pair === '') throw new KindredError('invalid-input', 'cookie: name or value cannot be written.');
  if (pair.length > MAX_PAIR_LENGTH) throw new KindredError('storage-full', 'cookie: over 4,096 bytes.');
  return pair;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
