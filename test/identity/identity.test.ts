import { describe, expect, test } from 'vitest';
import type { CookieJar } from '../../src/core/index.ts';
import { ANONYMOUS_ID_COOKIE, createIdentity } from '../../src/identity/index.ts';
import { memoryTextStore } from '../../src/storage/index.ts';
import { memoryPlatform } from '../../src/testing/index.ts';

function jarOf(cookies: Map<string, string>, writable = true): CookieJar {
  return {
    get: (name) => cookies.get(name),
    set: (name, value) => {
      if (writable) cookies.set(name, value);
    },
    remove: (name) => void cookies.delete(name),
    names: () => [...cookies.keys()],
  };
}

function setUp({
  cookies = new Map<string, string>(),
  store = memoryTextStore(),
  userStore = memoryTextStore(),
  seed = 1,
  writable = true,
} = {}) {
  const platform = memoryPlatform({ seed });
  const identity = createIdentity({ ...platform, cookies: jarOf(cookies, writable), store, userStore });
  return { identity, cookies, store, userStore, platform };
}

const MINUTE = 60_000;

describe('the anonymous id', () => {
  test('is the same each time, and after a reload once it is persisted', () => {
    const { identity, cookies, store } = setUp();
    const id = identity.anonymousId();
    expect(identity.anonymousId()).toBe(id);
    identity.persist();
    expect(cookies.get(ANONYMOUS_ID_COOKIE)).toBe(id);
    expect(setUp({ cookies, store, seed: 2 }).identity.anonymousId()).toBe(id);
  });

  test('without permission the ids live for this page only', () => {
    const { identity, cookies, store } = setUp({ writable: false });
    const id = identity.anonymousId();
    identity.persist();
    expect(cookies.size).toBe(0);
    expect(setUp({ cookies, store, seed: 2 }).identity.anonymousId()).not.toBe(id);
  });

  test.each(['', 'admin', '00000000-0000-1000-8000-000000000000', `${'a'.repeat(5000)}`, '<script>', "' or 1=1"])(
    'a cookie that holds no id of our form is replaced: %s',
    (forged) => {
      const { identity, cookies } = setUp({ cookies: new Map([[ANONYMOUS_ID_COOKIE, forged]]) });
      const id = identity.anonymousId();
      expect(id).not.toBe(forged);
      expect(cookies.get(ANONYMOUS_ID_COOKIE)).toBeUndefined();
    },
  );

  test('a cookie that holds no id of our form is replaced', () => {
    const { identity, cookies } = setUp({ cookies: new Map([[ANONYMOUS_ID_COOKIE, 'someone-else']]) });
    identity.persist();
    expect(cookies.get(ANONYMOUS_ID_COOKIE)).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('a kept cookie is not written again, so that its life does not grow with each visit', () => {
    const cookies = new Map<string, string>();
    setUp({ cookies }).identity.persist();
    const writes: string[] = [];
    const jar = { ...jarOf(cookies), set: (name: string) => void writes.push(name) };
    const [store, userStore] = [memoryTextStore(), memoryTextStore()];
    createIdentity({ ...memoryPlatform({ seed: 9 }), cookies: jar, store, userStore }).persist();
    expect(writes).toEqual([]);
  });
});

test("another tab's cookie is taken over, not overwritten", () => {
  const cookies = new Map<string, string>();
  const a = setUp({ cookies, seed: 1 }).identity;
  const b = setUp({ cookies, seed: 2 }).identity;
  const before = b.anonymousId();
  a.persist();
  b.persist();
  expect(b.anonymousId()).toBe(a.anonymousId());
  expect(cookies.get(ANONYMOUS_ID_COOKIE)).toBe(a.anonymousId());
  expect(b.current(before)).toBe(a.anonymousId());
  expect(b.current('somebody-else')).toBe('somebody-else');
});

describe('a session', () => {
  test('goes on over pages and ends after thirty minutes of silence', () => {
    const { identity, platform, store } = setUp();
    const first = identity.session();
    platform.clock.advance(29 * MINUTE);
    expect(identity.session()).toBe(first);
    platform.clock.advance(29 * MINUTE);
    const reloaded = createIdentity({ ...platform, cookies: jarOf(new Map()), store, userStore: memoryTextStore() });
    expect(reloaded.session()).toBe(first);
    platform.clock.advance(31 * MINUTE);
    expect(reloaded.session()).not.toBe(first);
  });

  test('another session begins after a gap, also when the clock was set back', () => {
    const { identity, platform } = setUp();
    const first = identity.session();
    platform.clock.jumpTo(platform.clock.now() - 86_400_000);
    expect(identity.session()).not.toBe(first);
  });

  test('that began before permission goes on on the next page', () => {
    const [kept, userStore] = [memoryTextStore(), memoryTextStore()];
    let isAllowed = false;
    const store = { ...kept, set: (key: string, value: string) => (isAllowed ? kept.set(key, value) : undefined) };
    const { identity } = setUp({ store });
    const first = identity.session();
    expect(kept.keys()).toEqual([]);
    isAllowed = true;
    identity.persist();
    expect(setUp({ store: kept, userStore, seed: 2 }).identity.session()).toBe(first);
  });

  test('of another tab is taken over when permission comes, unless it has ended', () => {
    const store = memoryTextStore();
    const kept = setUp({ store }).identity.session();
    for (const hasEnded of [false, true]) {
      if (hasEnded) store.set('session', `${kept} 0`);
      let isAllowed = false;
      const gated = { ...store, get: (key: string) => (isAllowed ? store.get(key) : undefined), set: () => {} };
      const { identity } = setUp({ store: gated, seed: 3 });
      const own = identity.session();
      isAllowed = true;
      identity.persist();
      expect(identity.session()).toBe(hasEnded ? own : kept);
    }
  });

  test.each(['', 'x', 'x 1', '00000000-0000-4000-8000-000000000000 soon'])(
    'a broken record %j begins another',
    (text) => {
      const store = memoryTextStore();
      store.set('session', text);
      expect(setUp({ store }).identity.session()).toMatch(/^[0-9a-f-]{36}$/);
    },
  );
});

describe('the user id', () => {
  test('is kept for the next page', () => {
    const { identity, userStore } = setUp();
    expect(identity.setUserId('u42')).toBe(true);
    expect(setUp({ userStore }).identity.userId()).toBe('u42');
  });

  test.each([undefined, '', 42, {}, 'x'.repeat(257)])('%j is no user id', (id) => {
    const { identity } = setUp();
    expect(identity.setUserId(id)).toBe(false);
    expect(identity.userId()).toBeUndefined();
  });
});

test('forgetting leaves nothing that joins the next id to the last', () => {
  const { identity, cookies, store, userStore } = setUp();
  const before = [identity.anonymousId(), identity.session()];
  identity.setUserId('u42');
  identity.persist();
  identity.forget();
  expect(cookies.size).toBe(0);
  expect([...store.keys(), ...userStore.keys()]).toEqual([]);
  expect(identity.userId()).toBeUndefined();
  expect(before).not.toContain(identity.anonymousId());
  expect(before).not.toContain(identity.session());
});

test('a store that fails is reported and the identity goes on', () => {
  const failing = () => {
    throw new Error('SecurityError');
  };
  const platform = memoryPlatform();
  const store = { name: 'broken', get: failing, set: failing, delete: failing, keys: () => [] };
  const identity = createIdentity({ ...platform, cookies: jarOf(new Map()), store, userStore: store });
  expect(identity.session()).toBe(identity.session());
  expect(identity.setUserId('u1')).toBe(true);
  expect(identity.userId()).toBe('u1');
  identity.forget();
  expect(platform.reports.length).toBeGreaterThan(0);
});
