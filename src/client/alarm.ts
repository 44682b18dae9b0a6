import type { Clock, Timers } from '../core/index.ts';

/** What an alarm is made of. */
export interface AlarmOptions {
  readonly clock: Clock;
  readonly timers: Timers;
  /** When to ring next, in milliseconds since 1970; infinity for never. */
  readonly nextTime: () => number;
  readonly ring: () => void;
}

/** Rings when a time comes. */
export interface Alarm {
  /** Asks for the time again: it may be another. */
  set(): void;
  stop(): void;
}

// Longer delays overflow the timers of browsers; what is further away is looked at again.
const LONGEST_MS = 86_400_000;

/** One timer at most. A page that was frozen rings when it goes on. */
export function createAlarm({ clock, timers, nextTime, ring }: AlarmOptions): Alarm {
  let cancel: () => void = () => undefined;

  const set = () => {
    cancel();
    const time = nextTime();
    const delay = Math.max(0, time - clock.now());
    if (time === Number.POSITIVE_INFINITY) return;
    cancel = timers.after(Math.min(delay, LONGEST_MS), () => (clock.now() >= time ? ring() : set()));
  };

  return { set, stop: () => cancel() };
}
