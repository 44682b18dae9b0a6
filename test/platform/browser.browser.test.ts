import { expect, test, vi } from 'vitest';
import { browserPlatform } from '../../src/platform/index.ts';

function hideDocument(isHidden: boolean): void {
  vi.spyOn(document, 'hidden', 'get').mockReturnValue(isHidden);
  document.dispatchEvent(new Event('visibilitychange'));
}

test('tells when the page becomes hidden, is frozen or is left, until unsubscribed', () => {
  const listener = vi.fn();
  const stop = browserPlatform().lifecycle.onHide(listener);
  hideDocument(false);
  expect(listener).toHaveBeenCalledTimes(0);
  hideDocument(true);
  document.dispatchEvent(new Event('freeze'));
  window.dispatchEvent(new PageTransitionEvent('pagehide'));
  expect(listener).toHaveBeenCalledTimes(3);
  expect(listener).toHaveBeenCalledWith();
  stop();
  hideDocument(true);
  window.dispatchEvent(new PageTransitionEvent('pagehide'));
  expect(listener).toHaveBeenCalledTimes(3);
  vi.restoreAllMocks();
});

test('a listener of the page that stops the event does not hide it from us', () => {
  const listener = vi.fn();
  const stopEvent = (event: Event) => event.stopImmediatePropagation();
  const stop = browserPlatform().lifecycle.onHide(listener);
  document.addEventListener('freeze', stopEvent);
  document.dispatchEvent(new Event('freeze'));
  document.removeEventListener('freeze', stopEvent);
  expect(listener).toHaveBeenCalledTimes(1);
  stop();
});

test('a lock is held by one at a time, and free again after release', async () => {
  const { locks } = browserPlatform();
  const release = await locks.tryHold('one');
  expect(release).toBeTypeOf('function');
  expect(await locks.tryHold('one')).toBeUndefined();
  expect(await locks.tryHold('another')).toBeTypeOf('function');
  release?.();
  await vi.waitFor(async () => expect(await locks.tryHold('one')).toBeTypeOf('function'));
});

test("a tab's lock is free when the tab has ended", async () => {
  const frame = document.createElement('iframe');
  document.body.append(frame);
  const held = new Promise((resolve) => {
    void frame.contentWindow?.navigator.locks.request('theirs', () => {
      resolve(true);
      return new Promise(() => {});
    });
  });
  await held;
  const { locks } = browserPlatform();
  expect(await locks.tryHold('theirs')).toBeUndefined();
  frame.remove();
  await vi.waitFor(async () => expect(await locks.tryHold('theirs')).toBeTypeOf('function'));
});

test('tells where the visitor is, without the fragment', () => {
  const before = location.href;
  history.replaceState(null, '', '/shelf/oolong?size=l#access_token=secret');
  const { page } = browserPlatform();
  document.title = 'Oolong';
  expect(page()).toEqual({
    url: `${location.origin}/shelf/oolong?size=l`,
    path: '/shelf/oolong',
    search: '?size=l',
    title: 'Oolong',
    referrer: document.referrer,
  });
  history.replaceState(null, '', before);
});

test('makes random bytes and digests in Chromium', async () => {
  const { random, digest } = browserPlatform();
  expect(random.bytes(100_000)).toHaveLength(100_000);
  const bytes = await digest.sha256(new TextEncoder().encode('abc'));
  expect([...bytes.subarray(0, 4)]).toEqual([0xba, 0x78, 0x16, 0xbf]);
});
