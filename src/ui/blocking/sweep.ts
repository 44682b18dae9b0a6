import { nameOf, removeCookie, seenCookies } from '../../storage/cookie-places.ts';
import { isAmong, type Named, nameIn, pathIn } from '../../storage/patterns.ts';
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
    sweepCookies(keeps.cookies, page);
    sweepStorage(() => page.defaultView?.localStorage, keeps.localStorage);
    sweepStorage(() => page.defaultView?.sessionStorage, keeps.sessionStorage);
  }
}

function sweepCookies(patterns: readonly Named[] = [], page: Document): void {
  const seen = seenCookies(() => page).map(nameOf);
  for (const name of seen) if (isAmong(name, patterns)) removeCookie(page, name);
  for (const each of patterns) if (pathIn(each)) removeCookie(page, nameIn(each), pathIn(each));
}

function sweepStorage(area: () => Storage | undefined, patterns: readonly string[] = []): void {
  try {
    const storage = patterns.length > 0 ? area() : undefined;
    for (const key of Object.keys(storage ?? {})) if (isAmong(key, patterns)) storage?.removeItem(key);
  } catch {
    // Where storage is forbidden nothing was left in it.
  }
}
