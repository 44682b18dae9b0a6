import { KindredError } from '../core/at-once.ts';
import type { CookieJar } from '../core/index.ts';
import { type CookieDocument, removeCookie, seenCookies } from './cookie-places.ts';
import { storageError } from './storage-error.ts';

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
 * throws, whatever else is in the cookie string; `remove` tries every domain and path that a page here could have used, or one at the path
 * that is named.
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
  return {
    names: () => pairs(page).map(([name]) => name),
    get: (name) => pairs(page).find(([other]) => other === name)?.[1],
    set(name, value, { maxAgeSeconds }) {
      const pair = encodedPair(name, value);
      const age = Math.min(Math.max(0, Math.floor(maxAgeSeconds)), MAX_AGE_SECONDS) || 0;
      const place = `;Path=${path}${domain ? `;Domain=${domain}` : ''}`;
      try {
        const isSecure = secure ?? page().location.protocol === 'https:';
        page().cookie = `${pair};Max-Age=${age}${place};SameSite=Lax${isSecure ? ';Secure' : ''}`;
      } catch (cause) {
        throw storageError('cookie', cause);
      }
    },
    remove(name, at) {
      if (at) removeCookie(page, name, at);
      else for (const [seen] of seenCookies(page)) if (decoded(seen) === name) removeCookie(page, seen);
    },
  };
}

/** Names and values as they are visible here. A cookie without a name is nobody's: it is left out. */
function pairs(page: () => CookieDocument): readonly (readonly [string, string])[] {
  return seenCookies(page)
    .filter(([name]) => name)
    .map(([name, value]) => [decoded(name), decoded(value)]);
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
