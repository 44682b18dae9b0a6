import { pairOf } from '../../storage/cookie-places.ts';
import { isAmong } from '../../storage/patterns.ts';
import type { BlockerConsent } from './mark.ts';
import { isUsed, sweep } from './sweep.ts';

/** What a cookie guard is made of. */
export interface CookieGuardOptions {
  readonly consent: BlockerConsent;
  /** The page's document unless given. */
  readonly document?: Document;
}

// Whoever removes a cookie may do so.
const REMOVES = /;\s*(max-age\s*=\s*["']?(-|0+\s*(;|$))|expires\s*=\s*thu, 0?1[ -]jan[ -]1970)/i;

/**
 * Makes a guard over what purposes claim in `keeps`, as long as nobody may use any of those that claim it: cookies that scripts of the page
 * write under such a name are dropped, and cookies and web storage that lie there are removed, at the start and when permission
 * ends. It guards `document.cookie` and `cookieStore` of this document against
 * scripts that do not know about permissions; against those that go around it (a frame's document, a server's header) it is no wall.
 *
 * @example
 * ```ts
 * import { createKindred } from 'kindred';
 * import { createCookieGuard } from 'kindred/ui/blocking';
 *
 * const { consent } = createKindred({ source: 'shop.example' });
 * const stop = createCookieGuard({ consent }).start(); // before the scripts of others
 * ```
 */
export function createCookieGuard({ consent, document: page = document }: CookieGuardOptions): { start(): () => void } {
  function isDenied(name: string): boolean {
    const claiming = consent.policy.purposes.filter(({ keeps }) => isAmong(name, keeps.cookies));
    return claiming.length > 0 && !claiming.some(({ id }) => isUsed(consent, id));
  }

  function guardJar(): () => void {
    const jar = Object.getOwnPropertyDescriptor(Document.prototype, 'cookie');
    Object.defineProperty(page, 'cookie', {
      configurable: true,
      get: () => jar?.get?.call(page),
      set(cookie: unknown) {
        const text = String(cookie);
        if (REMOVES.test(text) || !isDenied(pairOf(text.split(';', 1)[0] ?? '')[0].trim())) jar?.set?.call(page, text);
      },
    });
    return () => void Reflect.deleteProperty(page, 'cookie');
  }

  function guardStore(): () => void {
    const store: unknown = page.defaultView && Reflect.get(page.defaultView, 'cookieStore');
    if (typeof store !== 'object' || store === null) return () => {};
    const set: unknown = Reflect.get(store, 'set');
    if (typeof set !== 'function') return () => {};
    const guarded = async (first: unknown, ...rest: readonly unknown[]) => {
      const name = typeof first === 'object' && first !== null ? Reflect.get(first, 'name') : first;
      if (!isDenied(String(name).trim())) await set.call(store, first, ...rest);
    };
    Object.defineProperty(store, 'set', { configurable: true, writable: true, value: guarded });
    return () => void Reflect.deleteProperty(store, 'set');
  }

  return {
    start() {
      const clean = () => sweep(consent, page);
      clean();
      const undo = [consent.onChange(clean), guardJar(), guardStore()];
      return () => {
        for (const one of undo) one();
      };
    },
  };
}
