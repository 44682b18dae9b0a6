import { removeCookie, seenCookies } from '../../storage/cookie-places.ts';
import { isAmong, nameAndPath } from '../../storage/patterns.ts';
import type { BlockerConsent } from './mark.ts';

/** Whether anybody, the shop or a party, may use a purpose at all. */
export function isUsed({ check, policy }: BlockerConsent, purpose: string): boolean {
  const parties = policy.parties.filter(({ purposes }) => purposes.includes(purpose));
  return check({ purpose }).allow || parties.some(({ id: party }) => check({ purpose, party }).allow);
}

/** Removes what scripts of purposes that nobody may use any more left in cookies and web storage. */
export function sweep(consent: BlockerConsent, page: Document): void {
  for (const { id, keeps } of consent.policy.purposes) {
    if (isUsed(consent, id)) continue;
    sweepCookies(keeps.cookies, () => page);
    sweepStorage(() => page.defaultView?.localStorage, keeps.localStorage);
    sweepStorage(() => page.defaultView?.sessionStorage, keeps.sessionStorage);
  }
}

function sweepCookies(patterns: readonly string[] = [], page: () => Document): void {
  for (const [name] of seenCookies(page)) if (isAmong(name, patterns)) removeCookie(page, name);
  for (const [name, path] of patterns.map(nameAndPath)) if (path) removeCookie(page, name, path);
}

function sweepStorage(area: () => Storage | undefined, patterns: readonly string[] = []): void {
  try {
    const storage = patterns.length > 0 ? area() : undefined;
    for (const key of Object.keys(storage ?? {})) if (isAmong(key, patterns)) storage?.removeItem(key);
  } catch {
    // Where storage is forbidden nothing was left in it.
  }
}
