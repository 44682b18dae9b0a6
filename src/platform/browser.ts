import { KindredError } from '../core/at-once.ts';
import type { Clock, Digest, Locks, Logger, PageLifecycle, Platform, Random, Timers } from '../core/index.ts';
import { onPageEvents } from './page-events.ts';

/** Where the visitor is: the `page` of an event's context. */
interface PageFacts {
  /** Without the fragment, which may hold a token. */
  readonly url: string;
  readonly path: string;
  /** The query with its `?`; may hold whatever the site puts there. */
  readonly search: string;
  readonly title: string;
  readonly referrer: string;
}

/** The ports over a browser's globals, and what only a page has. */
export interface BrowserPlatform extends Platform {
  readonly lifecycle: PageLifecycle;
  readonly locks: Locks;
  /** `undefined` where there is no page. */
  page(): PageFacts | undefined;
}

/**
 * Every global is read when it is needed: importing and creating do nothing, a replaced `fetch` or `Date` counts, and what a
 * browser lacks is missed only by those who use it.
 */
export function browserPlatform(): BrowserPlatform {
  return { clock, random, timers, logger, digest, lifecycle, locks, page };
}

const clock: Clock = { now: () => Date.now() };

// `getRandomValues` fills at most 65,536 bytes at once (Web Cryptography, 10.1.1).
const RANDOM_CHUNK_BYTES = 65_536;

const random: Random = {
  next: () => Math.random(),
  bytes(length) {
    const bytes = new Uint8Array(length);
    for (let start = 0; start < length; start += RANDOM_CHUNK_BYTES) {
      crypto.getRandomValues(bytes.subarray(start, start + RANDOM_CHUNK_BYTES));
    }
    return bytes;
  },
};

// A longer delay overflows to zero (HTML, 8.7).
const MAX_DELAY_MS = 2 ** 31 - 1;

const timers: Timers = {
  after(delayMs, run) {
    const id = setTimeout(run, Math.min(delayMs, MAX_DELAY_MS));
    return () => clearTimeout(id);
  },
};

const logger: Logger = {
  warn: (message, cause) => console.warn(message, ...(cause === undefined ? [] : [cause])),
  error: (message, cause) => console.error(message, ...(cause === undefined ? [] : [cause])),
};

const digest: Digest = {
  async sha256(bytes) {
    // Missing where the page did not come over https or from localhost.
    const subtle: SubtleCrypto | undefined = globalThis.crypto?.subtle;
    if (!subtle) throw new KindredError('unavailable', 'No SHA-256 here. Serve the page over https.');
    return new Uint8Array(await subtle.digest('SHA-256', Uint8Array.from(bytes)));
  },
};

// Never `unload`: it is not reliable, and listening to it keeps a page out of the back/forward cache.
const HIDING = ['visibilitychange', 'freeze', 'pagehide'];

const lifecycle: PageLifecycle = {
  onHide(listener) {
    return onPageEvents(HIDING, ({ type }) => {
      if (type !== 'visibilitychange' || document.hidden) listener();
    });
  },
};

const locks: Locks = {
  tryHold(name) {
    const manager: LockManager | undefined = globalThis.navigator?.locks;
    // Without Web Locks every lock is free: whoever needs to know asks for one that is already held.
    if (!manager) return Promise.resolve(() => {});
    return new Promise((settle) => {
      const held = (lock: Lock | null) =>
        lock ? new Promise<void>((release) => settle(() => release())) : settle(undefined);
      // Rejects in a sandboxed frame and in a document that is going away.
      manager.request(name, { ifAvailable: true }, held).catch(() => settle(() => {}));
    });
  },
};

function page(): PageFacts | undefined {
  const { document: current, location: at }: { document?: Document; location?: Location } = globalThis;
  if (!current || !at) return undefined;
  const { pathname: path, search, hash, href } = at;
  const url = hash ? href.slice(0, -hash.length) : href;
  return { url, path, search, title: current.title, referrer: current.referrer };
}
