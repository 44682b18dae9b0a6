import type { BrowserCommand } from 'vitest/node';

/**
 * Stops the page of the test for some time: no timer and no script runs in it, as in a tab that the browser froze. The pages of a
 * driven browser are always taken to be visible, and visible ones cannot be frozen; a debugger can stop them.
 */
export const pausePage: BrowserCommand<[ms: number]> = async ({ context, page }, ms) => {
  const session = await context.newCDPSession(page);
  await session.send('Debugger.enable');
  await session.send('Debugger.pause');
  await new Promise((resolve) => setTimeout(resolve, ms));
  await session.send('Debugger.resume');
  await session.detach();
};
