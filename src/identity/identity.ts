import { createAnonymousId, createId, isAnonymousId, isUserId } from '../core/at-once.ts';
import type { AnonymousId, Clock, CookieJar, Logger, Random, TextStore, UserId } from '../core/index.ts';

/** Who is here, as far as this device may know. */
export interface Identity {
  /** The device's own id; made when first asked for. */
  anonymousId(): AnonymousId;
  /** The id that the site gave, if any. */
  userId(): UserId | undefined;
  /** Id of the session, prolonged by asking: it ends after a gap of `sessionTimeoutMs`. */
  session(): string;
  /** @returns whether the id could be taken: a text of 1 to 256 characters. */
  setUserId(id: unknown): boolean;
  /**
   * Writes what is known to the cookie and the store, which take it as soon as they are allowed to. Where another tab has
   * written the cookie or a session meanwhile, its id is taken over: one person on one device is one id, and one visit one session.
   */
  persist(): void;
  /** The id that stands now for one that this page gave an event earlier. */
  current(id: string | undefined): string | undefined;
  /** Becomes somebody new: another anonymous id, no user id, another session. */
  forget(): void;
}

/** What an identity is made of. Jar and store are already narrowed to a permission. */
export interface IdentityOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly cookies: CookieJar;
  /** Keeps the session. */
  readonly store: TextStore;
  /** Keeps the user id; the one place that tells who a person is. */
  readonly userStore: TextStore;
  readonly cookieDays?: number;
  readonly sessionTimeoutMs?: number;
}

/** Name of the cookie that holds the anonymous id. */
export const ANONYMOUS_ID_COOKIE = 'kindred_id';

interface Session {
  readonly id: string;
  readonly lastMs: number;
}

const USER_KEY = 'user';
const SESSION_KEY = 'session';
// Thirteen months, the longest life that CNIL's guidelines of 2020-09-17 (article 5) allow to a measuring cookie.
const DEFAULT_COOKIE_DAYS = 390;
const DEFAULT_SESSION_TIMEOUT_MS = 30 * 60_000;
const SECONDS_PER_DAY = 86_400;

/**
 * Makes the identity of a device. Hand it a jar and a store that were narrowed by the gate: what they refuse is kept in memory.
 *
 * @example
 * ```ts
 * import { cookieJar, memoryTextStore } from 'kindred/storage';
 * import { memoryPlatform } from 'kindred/testing';
 * import { createIdentity } from 'kindred/tracking';
 *
 * const [store, userStore] = [memoryTextStore(), memoryTextStore()];
 * const identity = createIdentity({ ...memoryPlatform(), cookies: cookieJar(), store, userStore });
 * identity.setUserId('u42');
 * console.log(identity.userId()); // 'u42'
 * ```
 */
export function createIdentity({
  clock,
  random,
  logger,
  cookies,
  store,
  userStore,
  cookieDays = DEFAULT_COOKIE_DAYS,
  sessionTimeoutMs = DEFAULT_SESSION_TIMEOUT_MS,
}: IdentityOptions): Identity {
  let anonymous: AnonymousId | undefined;
  /** The id of this page before it took over that of the cookie. */
  let replaced: AnonymousId | undefined;
  let user: UserId | undefined;
  let session: Session | undefined;

  const anonymousId = (): AnonymousId => {
    anonymous ??= readCookie() ?? createAnonymousId(random);
    return anonymous;
  };

  const readCookie = (): AnonymousId | undefined => {
    const value = cookies.get(ANONYMOUS_ID_COOKIE);
    if (value === undefined || isAnonymousId(value)) return value;
    logger.warn(`The cookie ${ANONYMOUS_ID_COOKIE} held no id of ours; it is replaced.`);
    cookies.remove(ANONYMOUS_ID_COOKIE);
    return undefined;
  };

  const userId = (): UserId | undefined => {
    if (user === undefined) {
      const stored = attempt(() => userStore.get(USER_KEY));
      if (isUserId(stored)) user = stored;
    }
    return user;
  };

  const readSession = () => {
    const [id = '', last = ''] = attempt(() => store.get(SESSION_KEY))?.split(' ') ?? [];
    const lastMs = Number(last);
    return isAnonymousId(id) && Number.isFinite(lastMs) ? { id, lastMs } : undefined;
  };

  /** A clock that was set back must not prolong a session for ever. */
  const goesOn = (before: Session | undefined, now: number): before is Session =>
    before !== undefined && Math.abs(now - before.lastMs) < sessionTimeoutMs;

  const keepSession = () => attempt(() => session && store.set(SESSION_KEY, `${session.id} ${session.lastMs}`));

  const attempt = <Result>(action: () => Result): Result | undefined => {
    try {
      return action();
    } catch (error) {
      logger.warn('The identity could not use its store.', error);
      return undefined;
    }
  };

  return {
    anonymousId,
    userId,
    session() {
      const now = clock.now();
      const before = session ?? readSession();
      session = { id: goesOn(before, now) ? before.id : createId(random), lastMs: now };
      keepSession();
      return session.id;
    },
    setUserId(id) {
      if (!isUserId(id)) return false;
      user = id;
      attempt(() => userStore.set(USER_KEY, id));
      return true;
    },
    persist() {
      const kept = readCookie();
      if (kept) {
        if (anonymous !== kept) replaced = anonymous;
        anonymous = kept;
      } else {
        // Written once, so that its life is counted from the permission and not from the last visit.
        cookies.set(ANONYMOUS_ID_COOKIE, anonymousId(), { maxAgeSeconds: cookieDays * SECONDS_PER_DAY });
      }
      const stored = readSession();
      if (session && goesOn(stored, session.lastMs)) session = { ...session, id: stored.id };
      keepSession();
      const known = userId();
      if (known) attempt(() => userStore.set(USER_KEY, known));
    },
    current: (id) => (id !== undefined && id === replaced ? anonymousId() : id),
    forget() {
      anonymous = undefined;
      replaced = undefined;
      user = undefined;
      session = undefined;
      cookies.remove(ANONYMOUS_ID_COOKIE);
      attempt(() => userStore.delete(USER_KEY));
      attempt(() => store.delete(SESSION_KEY));
    },
  };
}
