import type { Clock, Timers } from '../../core/index.ts';
import type { RuleSession } from './session.ts';

/** What a session is kept on time with. */
export interface SessionClockPorts {
  readonly clock: Clock;
  readonly timers: Timers;
}

// Timers of browsers and of Node take 31 bits of milliseconds.
const LONGEST_MS = 2 ** 31 - 1;

/**
 * Keeps a session on time: what happens with time alone, such as a purchase that did not follow within half an hour, happens then
 * and not with the next event. One timer waits for the session's next change. A page that was frozen is late with its timers: call
 * `session.tick(clock.now())` when it is visible again, and the timer follows.
 *
 * Returns the stop.
 *
 * @example
 * ```ts
 * import { createEventHistory, createRuleSession, defineRules, startSessionClock } from 'kindred/rules';
 *
 * const rules = defineRules({
 *   version: 1,
 *   rules: [{ id: 'hesitant', when: { absent: { after: { event: 'Product Viewed' }, event: 'Product Added', within: '30m' } } }],
 * });
 * const clock = { now: () => Date.now() };
 * const timers = {
 *   after(delayMs: number, run: () => void) {
 *     const timer = setTimeout(run, delayMs);
 *     return () => clearTimeout(timer);
 *   },
 * };
 * const session = createRuleSession(rules, { facts: {}, events: createEventHistory(), now: clock.now() });
 * const stop = startSessionClock(session, { clock, timers });
 * stop();
 * ```
 */
export function startSessionClock(session: RuleSession, { clock, timers }: SessionClockPorts): () => void {
  let isRunning = true;
  let cancel = () => {};
  const arm = (): void => {
    cancel();
    cancel = () => {};
    const next = session.nextChange();
    // A listener may have stopped it while it ticked.
    if (next === Infinity || !isRunning) return;
    // No timer is asked to wait for nothing or less: it would come at once, again and again.
    const delayMs = Math.min(Math.max(next - clock.now(), 1), LONGEST_MS);
    cancel = timers.after(delayMs, () => {
      session.tick(clock.now());
      // A timer may come a little early, and the next change be the same still.
      arm();
    });
  };
  const unsubscribe = session.onNextChange(arm);
  session.tick(clock.now());
  arm();
  return () => {
    isRunning = false;
    unsubscribe();
    cancel();
  };
}
