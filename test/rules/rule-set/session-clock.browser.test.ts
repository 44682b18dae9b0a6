import { expect, test, vi } from 'vitest';
import { commands } from 'vitest/browser';
import { browserPlatform } from '../../../src/platform/index.ts';
import { createEventHistory, createRuleSession, defineRules, startSessionClock } from '../../../src/rules/index.ts';

declare module 'vitest/browser' {
  interface BrowserCommands {
    pausePage(ms: number): Promise<void>;
  }
}

/** A session in which a view without an addition counts after `withinMs`; it tells when that was seen. */
function watch(withinMs: number) {
  const { clock, timers } = browserPlatform();
  const viewedAt = clock.now();
  const rules = defineRules({
    version: 1,
    rules: [{ id: 'left', when: { absent: { after: { event: 'View' }, event: 'Add', within: withinMs } } }],
  });
  const session = createRuleSession(rules, { facts: {}, events: createEventHistory(), now: viewedAt });
  const stop = startSessionClock(session, { clock, timers });
  const seenAfter: number[] = [];
  session.onChange((matches) => {
    if (matches.length > 0) seenAfter.push(clock.now() - viewedAt);
  });
  session.record({ id: '1', name: 'View', at: viewedAt, properties: {} });
  return { seenAfter, stop };
}

test('what did not happen is seen on time, without an event', async () => {
  const { seenAfter, stop } = watch(200);
  await vi.waitFor(() => expect(seenAfter).toHaveLength(1), { timeout: 10_000 });
  expect(seenAfter[0]).toBeGreaterThanOrEqual(200);
  stop();
});

test('what did not happen while the page stood still is seen when it goes on', async () => {
  const { seenAfter, stop } = watch(400);
  const { timers } = browserPlatform();
  let rangAfterMs = 0;
  const start = performance.now();
  timers.after(400, () => {
    rangAfterMs = performance.now() - start;
  });
  await commands.pausePage(1500);
  await vi.waitFor(() => expect(seenAfter).toHaveLength(1), { timeout: 10_000 });
  // Not at 400 ms, as nothing runs in a page that stands still; and once.
  expect(rangAfterMs).toBeGreaterThan(1000);
  expect(seenAfter[0]).toBeGreaterThan(1000);
  stop();
});
