import { fileURLToPath } from 'node:url';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { CHROMIUM } from './chromium.ts';

/** Ends what hangs. Nothing is measured by it: a busy machine must not turn laws over many inputs red. */
const WATCHDOG_MS = 30_000;

/** What a page or a server is waited for before a test says that it does not come. The default of a second is less than a busy machine needs. */
const POLLING = { poll: { timeout: 10_000 } };

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.{browser,dom,e2e}.test.ts'],
          environment: 'node',
          testTimeout: WATCHDOG_MS,
        },
      },
      {
        test: {
          name: 'dom',
          include: ['test/**/*.dom.test.ts'],
          environment: 'happy-dom',
          testTimeout: WATCHDOG_MS,
        },
      },
      {
        optimizeDeps: { include: ['idb-keyval', 'fast-check'] },
        test: {
          name: 'browser',
          include: ['test/**/*.browser.test.ts'],
          testTimeout: WATCHDOG_MS,
          expect: POLLING,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: CHROMIUM }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/**/*.e2e.test.ts'],
          environment: 'node',
          testTimeout: 120_000,
          hookTimeout: 180_000,
          expect: POLLING,
          // Most of their time they wait for a browser, a server or a clock; more than two browsers would wait for each other.
          maxWorkers: 2,
        },
      },
    ],
  },
});
