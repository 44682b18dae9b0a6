import type { TabChannel } from '../consent/index.ts';
import type {
  CookieJar,
  KeyValueStore,
  Locks,
  PageLifecycle,
  Platform,
  Sender,
  Sweeper,
  TextStore,
} from '../core/index.ts';
import type { EventContext } from '../events/index.ts';
import { browserPlatform, onPageEvents } from '../platform/index.ts';
import { cookieJar } from '../storage/cookie-jar.ts';
import { webStorage } from '../storage/web-storage.ts';
import type { CollectorCall } from './collector-link.ts';
import { createLateDatabase } from './late-database.ts';

/** Everything outside that a page's composition touches. Tests, and pages with wishes of their own, replace single ones. */
export interface ClientPorts extends Platform {
  readonly lifecycle: PageLifecycle;
  readonly locks: Locks;
  readonly cookies: CookieJar;
  /** Keeps the person's choice. */
  readonly choices: TextStore;
  /** Keeps the session. */
  readonly identity: TextStore;
  /** Keeps the user id, while the person may be identified. */
  readonly user: TextStore;
  /** Keeps events until the collector has them. */
  readonly journal: TextStore;
  /** Keeps what the profile has not stored yet. */
  readonly profileJournal: TextStore;
  /** Keeps the profile. Erased as a whole when permission ends. */
  readonly database: KeyValueStore;
  /** Keeps the keys of the names by which other parties know the person. */
  readonly keys: TextStore;
  /** Sends to the collector; by `fetch` unless given. */
  readonly sender?: Sender;
  /** Sends to another party's collector; by `fetch` unless given. */
  readonly senderTo?: (endpoint: string) => Sender;
  /** Keeps events until another party's collector has them. */
  readonly journalOf: (party: string, purpose: string) => TextStore;
  /** Tells the collector about permissions. */
  readonly call: CollectorCall;
  /** Removes what scripts left in this browser. */
  readonly sweeper: Sweeper;
  /** Tells other tabs of this site about the choice. */
  readonly channel: TabChannel;
  /** Fetches rules and models, or a range of their bytes (`bytes=0-99`). Rejects when there is no answer or a bad one. */
  readonly load: (url: string, range?: string) => Promise<Response>;
  /**
   * Calls the listener when what this page remembers may be out of date: another tab changed the choice, or the page is shown again, from
   * the background or as the one before. Returns the unsubscribe.
   */
  readonly onStale: (listener: () => void) => () => void;
  /** Runs it at once; on a page that was rendered before it was asked for, when it is shown. */
  readonly whenActivated: (run: () => void) => void;
  /** Where the visitor is. */
  readonly page: () => EventContext['page'];
}

// No prefix is the beginning of another: each store sees its own keys alone.
const CHOICES = 'kindred:';
const IDENTITY = 'kindred.identity:';
const USER = 'kindred.user:';
const JOURNAL = 'kindred.journal:';
const PROFILE_JOURNAL = 'kindred.profile:';
const KEYS = 'kindred.keys:';
const PARTY = 'kindred.to.';
const CHANNEL = 'kindred';
/** As the driver names it unless told otherwise. */
const DATABASE = 'kindred';

export function browserPorts(endpoint: string): ClientPorts {
  const area = () => localStorage;
  return {
    ...browserPlatform(),
    cookies: cookieJar(),
    choices: webStorage(area, CHOICES),
    identity: webStorage(area, IDENTITY),
    user: webStorage(area, USER),
    journal: webStorage(area, JOURNAL),
    profileJournal: webStorage(area, PROFILE_JOURNAL),
    database: createLateDatabase(
      async () => (await import('./personalization.ts')).indexedDbStore(),
      () => removeDatabase(DATABASE),
    ),
    keys: webStorage(area, KEYS),
    // Encoded, so that no prefix is the beginning of another.
    journalOf: (party, purpose) => webStorage(area, `${PARTY}${encodeURIComponent(party)}:${purpose}:`),
    call: (method, path, body) =>
      fetch(endpoint + path, {
        method,
        body,
        headers: { 'content-type': 'application/json' },
        credentials: 'same-origin',
        redirect: 'error',
        // Who withdraws and leaves is heard all the same, as far as the browser's 64 KiB for that go.
        keepalive: new TextEncoder().encode(body).length < MAX_KEEPALIVE_BYTES,
      }),
    sweeper: { sweep: async (belongings) => (await import('./withdrawal.ts')).createSweeper().sweep(belongings) },
    channel,
    load,
    onStale,
    whenActivated,
  };
}

/** Where it is still open it goes when that is closed. */
async function removeDatabase(name: string): Promise<void> {
  await new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = request.onerror = request.onblocked = resolve;
  }).catch(() => undefined);
}

// With room for what an outbox may have under way.
const MAX_KEEPALIVE_BYTES = 60_000;

const channel: TabChannel = {
  post(text) {
    // A channel of its own for one word: an open one would keep the page from being restored when the person comes back to it.
    const way = open();
    way?.postMessage(text);
    way?.close();
  },
  onMessage(listener) {
    const way = open();
    const heard = ({ data }: MessageEvent<unknown>) => {
      if (typeof data === 'string') listener(data);
    };
    way?.addEventListener('message', heard);
    return () => way?.close();
  },
};

function open(): BroadcastChannel | undefined {
  return typeof BroadcastChannel === 'function' ? new BroadcastChannel(CHANNEL) : undefined;
}

async function load(url: string, range?: string): Promise<Response> {
  // From another host a range may take a preflight, which a server that only gives files does not answer: all of it is fetched there.
  const isOurs = new URL(url, location.href).origin === location.origin;
  const response = await fetch(url, { credentials: 'same-origin', ...(range && isOurs && { headers: { range } }) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response;
}

function onStale(listener: () => void): () => void {
  // `key` is null when another tab cleared everything, and missing where the page is shown or hidden. A page that comes back from the
  // back/forward cache, or was rendered before it was asked for, becomes visible, and was told nothing until then.
  return onPageEvents(['storage', 'visibilitychange'], ({ key }) => {
    if (key?.startsWith(CHOICES) ?? (key === null || !document.hidden)) listener();
  });
}

function whenActivated(run: () => void): void {
  const { document: page }: { document?: Document & { readonly prerendering?: boolean } } = globalThis;
  // Browsers render what a person may ask for next (Prerendering Revamped, 3.1). Until she does, she has seen nothing of it.
  if (page?.prerendering) page.addEventListener('prerenderingchange', run, { once: true });
  else run();
}
