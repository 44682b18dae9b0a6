import type { BlockerConsent } from './mark.ts';

/** Whether anybody, the shop or a party, may use a purpose at all. */
export function isUsed({ check, policy }: BlockerConsent, purpose: string): boolean {
  const parties = policy.parties.filter(({ purposes }) => purposes.includes(purpose));
  return check({ purpose }).allow || parties.some(({ id: party }) => check({ purpose, party }).allow);
}

/** Whether a name is among those; a trailing `*` stands for anything. */
export function isAmong(name: string, patterns: readonly string[] = []): boolean {
  return patterns.some((each) => (each.endsWith('*') ? name.startsWith(each.slice(0, -1)) : name === each));
}

/** Removes what scripts of purposes that nobody may use any more left in cookies and web storage. */
export function sweep(consent: BlockerConsent, page: Document): void {
  for (const { id, keeps } of consent.policy.purposes) {
    if (isUsed(consent, id)) continue;
    sweepCookies(keeps.cookies, page);
    sweepStorage(() => page.defaultView?.localStorage, keeps.localStorage);
    sweepStorage(() => page.defaultView?.sessionStorage, keeps.sessionStorage);
  }
}

/** A cookie does not say where it belongs, so it is taken away from every path and host that this page could have given it. */
function sweepCookies(patterns: readonly string[] | undefined, page: Document): void {
  const names = page.cookie.split('; ').map((cookie) => cookie.split('=', 1)[0] ?? '');
  for (const name of names) {
    if (!isAmong(name, patterns)) continue;
    // Names with these prefixes are only accepted from who promises to be secure (RFC 6265bis, 4.1.3).
    const secure = name.startsWith('__') ? '; Secure' : '';
    for (const place of placesOf(page.location)) {
      page.cookie = `${name}=; Expires=Thu, 01 Jan 1970 00:00:00 GMT${place}${secure}`;
    }
  }
}

function placesOf({ hostname, pathname }: Location): readonly string[] {
  const labels = hostname.split('.');
  const hosts = ['', ...labels.map((_, i) => `; Domain=${labels.slice(i).join('.')}`)];
  const parts = pathname.split('/').slice(1);
  const folders = parts.map((_, i) => `/${parts.slice(0, i + 1).join('/')}`);
  const paths = ['/', ...folders, ...folders.map((folder) => `${folder}/`)];
  return hosts.flatMap((host) => paths.map((path) => `; Path=${path}${host}`));
}

function sweepStorage(area: () => Storage | undefined, patterns: readonly string[] = []): void {
  try {
    const storage = patterns.length > 0 ? area() : undefined;
    for (const key of Object.keys(storage ?? {})) if (isAmong(key, patterns)) storage?.removeItem(key);
  } catch {
    // Where storage is forbidden nothing was left in it.
  }
}
