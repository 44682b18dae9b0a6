import { type ActsCode, createActs, definePolicy } from '../consent/acts/index.ts';
import { type Clock, type Locks, type PageLifecycle, type Platform, seededRandom, type Timers } from '../core/index.ts';

/** A clock and timers that move only when told to. */
export interface FakeTime extends Clock {
  readonly timers: Timers;
  /** Moves the clock on by `ms`, running every timer that falls due on the way, each at its own time. */
  advance(ms: number): void;
  /** Sets the clock without running timers, also backwards: a person who changes the device's time. */
  jumpTo(timeMs: number): void;
  /** How many timers wait. */
  pending(): number;
}

/** What the platform reported, oldest first. */
export interface Report {
  readonly level: 'warn' | 'error';
  readonly message: string;
  readonly cause: unknown;
}

/** A whole platform in memory: deterministic, without effects. */
export interface MemoryPlatform extends Platform {
  readonly clock: FakeTime;
  readonly lifecycle: PageLifecycle & {
    /** Plays a page that becomes hidden. */
    hide(): void;
  };
  readonly locks: Locks & {
    /** Plays the end of a tab: releases the lock of that name. */
    release(name: string): void;
  };
  readonly reports: readonly Report[];
  /** The code that records choices: it need not be loaded. */
  readonly acts: ActsCode;
}

/** Where a memory platform starts. */
export interface MemoryPlatformOptions {
  readonly seed?: number;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly startMs?: number;
}

const DEFAULT_START_MS = Date.UTC(2026, 0, 1);

/**
 * Makes a platform for tests: a clock that you move, seeded randomness, a lifecycle and locks that you drive, and a logger
 * that keeps what it was told.
 *
 * @example
 * ```ts
 * import { memoryPlatform } from 'kindred/testing';
 *
 * const platform = memoryPlatform({ seed: 1 });
 * let rang = false;
 * platform.timers.after(1000, () => {
 *   rang = true;
 * });
 * platform.clock.advance(1000);
 * console.log(rang); // true
 * ```
 */
export function memoryPlatform({ seed = 1, startMs = DEFAULT_START_MS }: MemoryPlatformOptions = {}): MemoryPlatform {
  const clock = fakeTime(startMs);
  const reports: Report[] = [];
  const report = (level: Report['level']) => (message: string, cause?: unknown) => {
    reports.push({ level, message, cause });
  };
  return {
    clock,
    timers: clock.timers,
    random: seededRandom(seed),
    logger: { warn: report('warn'), error: report('error') },
    digest: { sha256: async (bytes) => new Uint8Array(await crypto.subtle.digest('SHA-256', Uint8Array.from(bytes))) },
    lifecycle: fakeLifecycle(),
    locks: fakeLocks(),
    reports,
    acts: { createActs, definePolicy },
  };
}

/**
 * Makes a clock and timers that move only when told to.
 *
 * @example
 * ```ts
 * import { fakeTime } from 'kindred/testing';
 *
 * const time = fakeTime(0);
 * time.advance(250);
 * console.log(time.now()); // 250
 * ```
 */
export function fakeTime(startMs: number): FakeTime {
  let now = startMs;
  let order = 0;
  let waiting: { readonly at: number; readonly order: number; readonly run: () => void }[] = [];

  const takeDue = (until: number) => {
    const due = waiting.filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at || a.order - b.order)[0];
    if (due) waiting = waiting.filter((timer) => timer !== due);
    return due;
  };

  return {
    now: () => now,
    jumpTo(timeMs) {
      now = timeMs;
    },
    pending: () => waiting.length,
    advance(ms) {
      const end = now + ms;
      for (let due = takeDue(end); due; due = takeDue(end)) {
        now = Math.max(now, due.at);
        due.run();
      }
      now = end;
    },
    timers: {
      after(delayMs, run) {
        const timer = { at: now + Math.max(0, delayMs), order: order++, run };
        waiting.push(timer);
        return () => {
          waiting = waiting.filter((other) => other !== timer);
        };
      },
    },
  };
}

function fakeLifecycle(): MemoryPlatform['lifecycle'] {
  const listeners = new Set<() => void>();
  return {
    onHide(listener) {
      const own = () => listener();
      listeners.add(own);
      return () => {
        listeners.delete(own);
      };
    },
    hide() {
      for (const listener of listeners) listener();
    },
  };
}

function fakeLocks(): MemoryPlatform['locks'] {
  const held = new Set<string>();
  const release = (name: string) => {
    held.delete(name);
  };
  return {
    release,
    async tryHold(name) {
      if (held.has(name)) return undefined;
      held.add(name);
      return () => release(name);
    },
  };
}
