import type { Belongings, CookieJar, Residue, Sweeper } from '../core/index.ts';
import { cookieJar } from './cookie-jar.ts';
import { isAmong, nameAndPath } from './patterns.ts';

/** One place where a browser keeps things. */
interface Place {
  readonly kind: keyof Belongings;
  names(): readonly string[] | Promise<readonly string[]>;
  /** At a path that is named also what is not listed. */
  remove(name: string, path?: string): unknown;
}

/** A database that a page still holds open is deleted when that closes: so long nobody waits for it. */
const BLOCKED_MS = 30;

/**
 * Removes what scripts left in this browser: cookies on every host and path that this page could have used, web storage, IndexedDB and
 * Cache Storage. A cookie that this page does not see goes when its path is named; whether it is gone only a page at that path
 * can tell. Cookies that only the server sees (`HttpOnly`) are out of a page's reach.
 *
 * @example
 * ```ts
 * import { createSweeper } from 'kindred/storage';
 *
 * const residue = await createSweeper().sweep({ cookies: ['_ga*'], databases: ['stats'] });
 * if (residue.length > 0) console.warn('Still there:', residue);
 * ```
 */
export function createSweeper({ cookies = cookieJar() }: { readonly cookies?: CookieJar } = {}): Sweeper {
  const places: readonly Place[] = [
    { kind: 'cookies', names: cookies.names, remove: cookies.remove },
    webPlace('localStorage', () => localStorage),
    webPlace('sessionStorage', () => sessionStorage),
    {
      kind: 'databases',
      names: async () => ((await indexedDB.databases?.()) ?? []).flatMap(({ name }) => name ?? []),
      remove: deleteDatabase,
    },
    { kind: 'caches', names: () => caches.keys(), remove: (name) => caches.delete(name) },
  ];
  return {
    async sweep(belongings) {
      const left = await Promise.all(places.map((place) => sweepPlace(place, belongings[place.kind] ?? [])));
      return left.flat();
    },
  };
}

function webPlace(kind: 'localStorage' | 'sessionStorage', area: () => Storage): Place {
  return { kind, names: () => Object.keys(area()), remove: (name) => area().removeItem(name) };
}

async function sweepPlace(place: Place, patterns: readonly string[]): Promise<readonly Residue[]> {
  if (patterns.length === 0) return [];
  const matching = async (): Promise<readonly string[]> => {
    try {
      return (await place.names()).filter((name) => isAmong(name, patterns));
    } catch {
      // A place that cannot be reached keeps nothing of ours either.
      return [];
    }
  };
  // What is named is removed also where a browser does not list what it has.
  const all = new Set([...patterns, ...(await matching())]);
  await Promise.allSettled([...all].map(async (each) => place.remove(...nameAndPath(each))));
  return (await matching()).map((name) => ({ kind: place.kind, name }));
}

function deleteDatabase(name: string): Promise<void> {
  return new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => resolve();
    request.onerror = () => resolve();
    request.onblocked = () => setTimeout(resolve, BLOCKED_MS);
  });
}
