import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createKindred, type Kindred } from '../../src/client/index.ts';
import * as personalization from '../../src/client/personalization.ts';
import { RULES } from './tea-rules.ts';

/** A real page with real storage; only what leaves it is caught. */
function openPage(bodies: string[]): { kindred: Kindred; stop: () => void } {
  const sender = {
    name: 'caught',
    send: async (body: string) => {
      bodies.push(body);
      return { kind: 'delivered' as const };
    },
  };
  const kindred = createKindred({ source: 'shop.example', rules: RULES, personalization, ports: { sender } });
  return { kindred, stop: kindred.start() };
}

// The test runner has a cookie of its own.
const cookies = () => document.cookie.split('; ').filter((cookie) => cookie.startsWith('kindred'));
const webStorageKeys = () => Object.keys(localStorage).filter((key) => key.startsWith('kindred'));
const databases = async () =>
  (await indexedDB.databases()).map(({ name }) => name).filter((name) => name === 'kindred');
const everything = async () => [...cookies(), ...webStorageKeys(), ...(await databases())];

const viewTeas = (kindred: Kindred) => {
  for (const item of ['a', 'b', 'c']) kindred.track('Product Viewed', { product_id: item, category: 'tea' });
};

let bodies: string[] = [];
let stops: (() => void)[] = [];
const open = () => {
  const page = openPage(bodies);
  stops.push(page.stop);
  return page.kindred;
};

beforeEach(() => {
  bodies = [];
  stops = [];
});

afterEach(async () => {
  const cleaner = open();
  await cleaner.consent.withdraw('*');
  await cleaner.flush();
  for (const stop of stops) stop();
});

describe('a page in a real browser', () => {
  test('before a choice there is no cookie, no storage and no request', async () => {
    const kindred = open();
    kindred.page('Home');
    viewTeas(kindred);
    await kindred.flush();
    expect(await everything()).toEqual([]);
    expect(bodies).toEqual([]);
  });

  test('after a grant the page follows, and a reload keeps what is known', async () => {
    const kindred = open();
    await kindred.consent.grant('*');
    viewTeas(kindred);
    expect(kindred.decide('hero').content).toBe('Fresh tea');
    await kindred.flush();
    expect(cookies()).toHaveLength(1);
    expect(await databases()).toEqual(['kindred']);
    const later = open();
    await expect.poll(() => later.decide('hero').content).toBe('Fresh tea');
    expect(later.profile.snapshot().recent.items).toEqual(['c', 'b', 'a']);
  });

  test('withdrawing leaves no cookie, no storage and an empty queue', async () => {
    const kindred = open();
    await kindred.consent.grant('*');
    viewTeas(kindred);
    await kindred.consent.withdraw('*');
    await kindred.flush();
    await expect.poll(everything).toEqual([]);
    expect(kindred.waiting()).toBe(0);
    expect(kindred.decide('hero').content).toBe('Welcome');
  });

  test('a cookie that somebody edited is replaced and the page goes on', async () => {
    const kindred = open();
    await kindred.consent.grant('*');
    await kindred.flush();
    // biome-ignore lint/suspicious/noDocumentCookie: this plays somebody who edits it by hand.
    document.cookie = 'kindred_id=%E0%A4%A;Path=/';
    const later = open();
    viewTeas(later);
    await later.flush();
    expect(cookies()[0]).toMatch(/^kindred_id=[0-9a-f-]{36}$/);
  });
});
