import { createOutletWith, type Outlet, type OutletOptions } from './outlet.ts';

/**
 * Makes the way to a collector. Events before a choice wait in memory; what may leave is on disk at once, where that is allowed, and is
 * sent as soon as the code for it has been loaded; where a page is closed before, by the next one. What waits is dropped when its permission ends, or is lowered.
 *
 * @example
 * ```ts
 * import { createConsent, createGate, STANDARD_PURPOSES } from 'kindred/consent';
 * import { webStorage } from 'kindred/storage';
 * import { memoryPlatform } from 'kindred/testing';
 * import { createOutlet } from 'kindred/tracking/outlet';
 *
 * const platform = memoryPlatform();
 * const consent = createConsent({ ...platform, source: 'shop.example', purposes: STANDARD_PURPOSES });
 * const gate = createGate({ consent, ...platform });
 * const journal = webStorage(() => localStorage, 'shop:');
 * const report = (error: unknown) => console.warn(error);
 * const outlet = createOutlet({ ...platform, consent, gate, journal, report, url: '/v1/batch' });
 * gate.start();
 * const stop = outlet.start();
 * outlet.put({ type: 'page', messageId: 'm-1', timestamp: new Date().toISOString() });
 * stop();
 * ```
 */
export function createOutlet(options: OutletOptions): Outlet {
  return createOutletWith({ loadCode: () => import('../sending/index.ts'), ...options });
}
