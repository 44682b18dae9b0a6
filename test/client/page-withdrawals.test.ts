import { describe, expect, test } from 'vitest';
import { createPageWithdrawals } from '../../src/client/page-withdrawals.ts';
import * as code from '../../src/client/withdrawal.ts';
import type { WithdrawalReport } from '../../src/client/withdrawals.ts';
import { createConsent, STANDARD_PURPOSES } from '../../src/consent/index.ts';
import { type MemoryWorld, memoryWorld } from './memory-ports.ts';

function consentOf({ ports }: MemoryWorld) {
  return createConsent({ ...ports, source: 'shop.example', purposes: STANDARD_PURPOSES, store: ports.choices });
}

/** Withdrawals of a page whose network can be taken away. */
function setUp() {
  const world = memoryWorld();
  const { ports, platform, swept } = world;
  const consent = consentOf(world);
  let isOnline = true;
  let loads = 0;
  const load = async () => {
    loads++;
    if (!isOnline) throw new Error('offline');
    return code;
  };
  const options = { ...ports, consent, settled: async () => {}, leftovers: async () => [] };
  const withdrawals = createPageWithdrawals(options, load);
  consent.start();
  withdrawals.start();
  return {
    consent,
    withdrawals,
    swept,
    platform,
    loads: () => loads,
    goOffline(is: boolean) {
      isOnline = !is;
    },
  };
}

describe('the code of withdrawals', () => {
  test('is not loaded before something is granted, and once then', async () => {
    const { consent, withdrawals, loads } = setUp();
    consent.refuse('*');
    consent.withdraw('*');
    expect(await withdrawals.since(undefined)).toBeUndefined();
    expect(loads()).toBe(0);
    consent.grant('storage');
    consent.grant('analytics');
    await withdrawals.ready();
    expect(loads()).toBe(1);
  });

  test('a permission is taken back at once, also without a network', async () => {
    const { consent, withdrawals, swept, goOffline } = setUp();
    consent.grant('*');
    await withdrawals.ready();
    goOffline(true);
    const before = withdrawals.latest();
    consent.withdraw('storage');
    expect(swept.length).toBeGreaterThan(0);
    expect((await withdrawals.since(before))?.purposes).toEqual(['storage']);
  });

  test('that could not be loaded is said so, and loaded when it is next needed', async () => {
    const { consent, withdrawals, swept, platform, goOffline, loads } = setUp();
    goOffline(true);
    consent.grant('*');
    await withdrawals.ready();
    expect(platform.reports).toHaveLength(1);
    consent.withdraw('*');
    await expect(withdrawals.since(undefined)).rejects.toMatchObject({ name: 'KindredError', code: 'unavailable' });
    expect(swept).toEqual([]);
    goOffline(false);
    expect((await withdrawals.since(undefined))?.purposes).toEqual(['storage', 'analytics', 'personalization']);
    expect(swept.length).toBeGreaterThan(0);
    expect(loads()).toBeGreaterThan(1);
  });

  test('that could not be loaded is asked for again after half a minute, until it comes', async () => {
    const { consent, withdrawals, platform, goOffline, loads } = setUp();
    goOffline(true);
    consent.grant('*');
    await withdrawals.ready();
    platform.clock.advance(30_000);
    await withdrawals.ready();
    expect(loads()).toBe(2);
    goOffline(false);
    platform.clock.advance(30_000);
    await withdrawals.ready();
    platform.clock.advance(60_000);
    expect(loads()).toBe(3);
  });

  test('that was not there when all was taken back cleans up and tells once it comes', async () => {
    const { consent, withdrawals, swept, platform, goOffline } = setUp();
    const reports: WithdrawalReport[] = [];
    withdrawals.onReport((report) => reports.push(report));
    goOffline(true);
    consent.grant('*');
    await withdrawals.ready();
    consent.withdraw('*', { party: '*' });
    await expect(withdrawals.since(undefined)).rejects.toMatchObject({ code: 'unavailable' });
    consent.withdraw('*', { party: '*' });
    await expect(withdrawals.since(undefined)).rejects.toMatchObject({ code: 'unavailable' });
    goOffline(false);
    platform.clock.advance(30_000);
    await withdrawals.ready();
    expect(swept.length).toBeGreaterThan(0);
    await new Promise((resolve) => setImmediate(resolve));
    expect(reports.map(({ purposes, collector }) => [purposes, collector.kind])).toEqual([
      [['storage', 'analytics', 'personalization'], 'erased'],
    ]);
  });

  test('that came too late for the page on which a yes was said deposits it on the next, and not for ever', async () => {
    const told = async (laterMs: number) => {
      const first = memoryWorld();
      const consent = consentOf(first);
      consent.start();
      await consent.grant('analytics');
      const next = memoryWorld(first);
      next.platform.clock.advance(laterMs);
      const again = consentOf(next);
      const options = { ...next.ports, consent: again, settled: async () => {}, leftovers: async () => [] };
      const withdrawals = createPageWithdrawals(options, async () => code);
      again.start();
      withdrawals.start();
      await withdrawals.ready();
      return next.calls.map(({ method, path }) => `${method} ${path}`);
    };
    expect(await told(1_000)).toEqual(['PUT /consent']);
    expect(await told(600_000)).toEqual([]);
  });
});
