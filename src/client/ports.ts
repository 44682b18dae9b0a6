import type { CookieJar, KeyValueStore, Locks, PageLifecycle, Platform, Sender, TextStore } from '../core/index.ts';
import type { EventContext } from '../events/index.ts';
import { browserPlatform } from '../platform/index.ts';
import { cookieJar, indexedDbStore, webStorage } from '../storage/index.ts';
import { fetchSender } from '../transport/index.ts';

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
  readonly sender: Sender;
  /** Fetches rules and models. Rejects when there is no answer or a bad one. */
  readonly load: (url: string) => Promise<Response>;
  /** Calls the listener when another tab may have changed the choice; returns the unsubscribe. */
  readonly onOtherTab: (listener: () => void) => () => void;
  /** Where the visitor is. */
  readonly page: () => EventContext['page'];
}

// No prefix is the beginning of another: each store sees its own keys alone.
const CHOICES = 'kindred:';
const IDENTITY = 'kindred.identity:';
const USER = 'kindred.user:';
const JOURNAL = 'kindred.journal:';
const PROFILE_JOURNAL = 'kindred.profile:';

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
    database: indexedDbStore(),
    sender: fetchSender({ url: `${endpoint}/batch` }),
    load,
    onOtherTab,
  };
}

async function load(url: string): Promise<Response> {
  const response = await fetch(url, { credentials: 'same-origin' });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response;
}

function onOtherTab(listener: () => void): () => void {
  // `key` is null when another tab cleared everything.
  const heard = (event: StorageEvent) => {
    if (event.key === null || event.key.startsWith(CHOICES)) listener();
  };
  addEventListener('storage', heard);
  return () => removeEventListener('storage', heard);
}
