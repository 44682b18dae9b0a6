// What a page does that keeps its rules on time; bundled, and run in a tab.
import { browserPlatform } from '../../../src/platform/index.ts';
import { createEventHistory, createRuleSession, defineRules, startSessionClock } from '../../../src/rules/index.ts';

/** What the test asks of the page. */
export interface TabOfShop {
  /** When the timer was set, when a plain one rang, and when the rule matched; milliseconds after the view. */
  readonly waitMs: number;
  readonly seenAfterMs: readonly number[];
  readonly visibility: readonly string[];
}

/** A view without an addition within `waitMs` is a match. */
export function watch(waitMs: number): TabOfShop {
  const { clock, timers } = browserPlatform();
  const viewedAt = clock.now();
  const rules = defineRules({
    version: 1,
    rules: [{ id: 'left', when: { absent: { after: { event: 'View' }, event: 'Add', within: waitMs } } }],
  });
  const session = createRuleSession(rules, { facts: {}, events: createEventHistory(), now: viewedAt });
  startSessionClock(session, { clock, timers });
  const seenAfterMs: number[] = [];
  const visibility: string[] = [];
  session.onChange((matches) => {
    if (matches.length > 0) seenAfterMs.push(clock.now() - viewedAt);
  });
  document.addEventListener('freeze', () => visibility.push('frozen'));
  document.addEventListener('visibilitychange', () => {
    visibility.push(document.visibilityState);
    if (document.visibilityState === 'visible') session.tick(clock.now());
  });
  session.record({ id: '1', name: 'View', at: viewedAt, properties: {} });
  return { waitMs, seenAfterMs, visibility };
}
