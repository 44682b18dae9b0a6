import { afterEach, describe, expect, test, vi } from 'vitest';
import { nodePlatform } from '../../src/platform/node.ts';
import { pageBundle } from '../server/bundle.ts';

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('the ports over the globals of Node', () => {
  test('the clock is read late, so that it can be replaced', () => {
    const { clock } = nodePlatform();
    vi.useFakeTimers({ now: 1_234 });
    expect(clock.now()).toBe(1_234);
  });

  test('a timer runs once, and the returned function cancels it', () => {
    vi.useFakeTimers();
    const { timers } = nodePlatform();
    const [runs, never] = [vi.fn(), vi.fn()];
    timers.after(100, runs);
    timers.after(100, never)();
    vi.advanceTimersByTime(1_000);
    expect(runs).toHaveBeenCalledOnce();
    expect(never).not.toHaveBeenCalled();
  });

  test('timers keep the process alive, or not', () => {
    const real = vi.spyOn(globalThis, 'setTimeout');
    const timer = () => real.mock.results.at(-1)?.value;
    const stopAlive = nodePlatform().timers.after(1_000, () => {});
    expect(timer().hasRef()).toBe(true);
    stopAlive();
    const stopIdle = nodePlatform({ timersKeepAlive: false }).timers.after(1_000, () => {});
    expect(timer().hasRef()).toBe(false);
    stopIdle();
  });

  test('random numbers lie in [0, 1), and bytes come in any length', () => {
    const { random } = nodePlatform();
    const numbers = Array.from({ length: 2_000 }, () => random.next());
    expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
    const mean = numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
    expect(mean).toBeGreaterThan(0.4);
    expect(mean).toBeLessThan(0.6);
    // More than getRandomValues gives in one call.
    const bytes = random.bytes(200_000);
    expect(bytes).toHaveLength(200_000);
    expect(new Set(bytes.subarray(199_000)).size).toBeGreaterThan(200);
    expect(random.bytes(0)).toHaveLength(0);
  });

  test('randomness is cryptographic: it comes from getRandomValues', () => {
    const source = vi.spyOn(globalThis.crypto, 'getRandomValues');
    const { random } = nodePlatform();
    random.next();
    random.bytes(16);
    expect(source).toHaveBeenCalledTimes(2);
  });

  test('SHA-256 is that of the standard', async () => {
    const { digest } = nodePlatform();
    const hash = await digest.sha256(new TextEncoder().encode('abc'));
    // FIPS 180-4, appendix B.1.
    expect(Buffer.from(hash).toString('hex')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  test('without WebCrypto the digest rejects with its code', async () => {
    vi.stubGlobal('crypto', undefined);
    await expect(nodePlatform().digest.sha256(new Uint8Array(1))).rejects.toMatchObject({ code: 'unavailable' });
    vi.unstubAllGlobals();
  });

  test('the logger writes to the console, with the cause where there is one', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const error = vi.spyOn(console, 'error').mockImplementation(() => {});
    const { logger } = nodePlatform();
    const cause = new Error('why');
    logger.warn('careful');
    logger.error('broken', cause);
    expect(warn.mock.calls).toEqual([['careful']]);
    expect(error.mock.calls).toEqual([['broken', cause]]);
  });
});

test('no module of Node is imported, so that a bundle for a page can be made at all', async () => {
  const page = await pageBundle("import { nodePlatform } from './src/platform/node.ts'; console.log(nodePlatform());");
  expect(page).not.toMatch(/node:|require\(/);
});
