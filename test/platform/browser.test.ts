import { afterEach, describe, expect, test, vi } from 'vitest';
import { browserPlatform } from '../../src/platform/index.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe('browserPlatform', () => {
  test('creating it reads no global', () => {
    for (const name of ['crypto', 'navigator', 'document', 'window', 'location', 'console', 'Date', 'setTimeout']) {
      vi.stubGlobal(name, undefined);
    }
    expect(() => browserPlatform()).not.toThrow();
  });

  test('globals are read when they are needed, so that they can be replaced', () => {
    const { clock, timers } = browserPlatform();
    vi.spyOn(Date, 'now').mockReturnValue(42);
    expect(clock.now()).toBe(42);
    const later = vi.spyOn(globalThis, 'setTimeout');
    timers.after(5, () => {})();
    expect(later).toHaveBeenCalledTimes(1);
  });

  test('a delay that a browser would take for zero is cut to the longest that it can wait', () => {
    const later = vi.spyOn(globalThis, 'setTimeout');
    browserPlatform().timers.after(1e12, () => {})();
    expect(later.mock.calls[0]?.[1]).toBe(2 ** 31 - 1);
  });

  test('a cancelled timer never runs', () => {
    vi.useFakeTimers();
    const run = vi.fn();
    const { timers } = browserPlatform();
    timers.after(10, run)();
    timers.after(10, run);
    vi.advanceTimersByTime(10);
    expect(run).toHaveBeenCalledTimes(1);
    vi.useRealTimers();
  });

  test('gives as many random bytes as are asked for, also more than a browser gives at once', () => {
    const { random } = browserPlatform();
    const bytes = random.bytes(200_000);
    expect(bytes).toHaveLength(200_000);
    expect(bytes.subarray(-1000).some((byte) => byte !== 0)).toBe(true);
    expect(random.bytes(0)).toHaveLength(0);
    const next = random.next();
    expect(next >= 0 && next < 1).toBe(true);
  });

  test('computes SHA-256, also of a part of a larger buffer', async () => {
    const bytes = new TextEncoder().encode('xabcx').subarray(1, 4);
    const digest = await browserPlatform().digest.sha256(bytes);
    expect(Buffer.from(digest).toString('hex')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });

  test('where the page is not a secure context, a digest is unavailable and ids still are', async () => {
    const real = globalThis.crypto;
    vi.stubGlobal('crypto', { getRandomValues: (bytes: Uint8Array<ArrayBuffer>) => real.getRandomValues(bytes) });
    const { digest, random } = browserPlatform();
    await expect(digest.sha256(new Uint8Array())).rejects.toMatchObject({ code: 'unavailable' });
    expect(random.bytes(16)).toHaveLength(16);
  });

  test('where there is no page, nothing hides and nothing is visited', () => {
    const { lifecycle, page } = browserPlatform();
    expect(() => lifecycle.onHide(() => {})()).not.toThrow();
    expect(page()).toBeUndefined();
  });

  test('without Web Locks every lock is free, also one that is held', async () => {
    vi.stubGlobal('navigator', {});
    const { locks } = browserPlatform();
    expect(await locks.tryHold('a')).toBeTypeOf('function');
    expect(await locks.tryHold('a')).toBeTypeOf('function');
    vi.stubGlobal('navigator', { locks: { request: () => Promise.reject(new DOMException('No', 'SecurityError')) } });
    expect(await locks.tryHold('a')).toBeTypeOf('function');
  });

  test('writes reports to the console', () => {
    const [warn, error] = [vi.spyOn(console, 'warn'), vi.spyOn(console, 'error')].map((spy) =>
      spy.mockImplementation(() => {}),
    );
    const { logger } = browserPlatform();
    const cause = new TypeError('why');
    logger.warn('careful');
    logger.error('wrong', cause);
    expect([warn?.mock.calls, error?.mock.calls]).toEqual([[['careful']], [['wrong', cause]]]);
  });
});
