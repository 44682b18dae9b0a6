/** The part of a document that the jar needs. */
export interface CookieDocument {
  cookie: string;
  readonly location: { readonly protocol: string; readonly hostname: string; readonly pathname: string };
}

/** Name and value of the cookies that this page sees, as they are written. Reading never throws. */
export function seenCookies(page: () => CookieDocument): readonly (readonly [name: string, value: string])[] {
  try {
    return page().cookie.split('; ').map(pairOf);
  } catch {
    return [];
  }
}

/** A cookie without `=` is a value without a name (RFC 6265bis, 5.6). */
export function pairOf(cookie: string): readonly [name: string, value: string] {
  const equals = cookie.indexOf('=');
  return [cookie.slice(0, Math.max(0, equals)), cookie.slice(equals + 1)];
}

/**
 * Removes every cookie of that name, as it is written, that this page sees; where a path is named, those that a page at that path would see.
 * A cookie does not say where it belongs, so it is taken away from every path above, on this host and on every domain above.
 */
export function removeCookie(page: () => CookieDocument, name: string, path?: string): void {
  const { hostname, pathname } = page().location;
  const hosts = ['', ...hostname.split('.').map((_, start, labels) => `;Domain=${labels.slice(start).join('.')}`)];
  const paths = (path ?? pathname).split('/').map((_, end, steps) => steps.slice(0, end + 1).join('/'));
  const places = hosts.flatMap((host) => paths.flatMap((each) => [`${each}/${host}`, each + host]));
  // A cookie is replaced only by one that promises as much: to be secure, where its name begins with `__Secure-` or `__Host-` (RFC 6265bis,
  // 4.1.3), and its partition, where it has one (CHIPS).
  for (const promise of ['', ';Secure', ';Secure;Partitioned']) {
    for (const place of places) {
      if (!path && !seenCookies(page).some(([seen]) => seen === name)) return;
      page().cookie = `${name}=;Max-Age=0;Path=${place}${promise}`;
    }
  }
}
