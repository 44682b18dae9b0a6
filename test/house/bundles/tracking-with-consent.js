// The least that a page with tracking and permissions imports; `size-limit` weighs what a bundler makes of it.
export { createConsent, createGate, STANDARD_PURPOSES } from '../../../dist/consent.js';
export { cookieJar, webStorage } from '../../../dist/storage.js';
export { createOutlet } from '../../../dist/tracking/outlet.js';
export { createIdentity, createTracker } from '../../../dist/tracking.js';
