// The least that a page with tracking and permissions imports; `size-limit` weighs what a bundler makes of it.
export { createConsent, createGate, definePolicy, STANDARD_PURPOSES } from '../../../dist/consent.js';
export { cookieJar, webStorage } from '../../../dist/storage.js';
export { createIdentity, createTracker } from '../../../dist/tracking.js';
export { createOutbox, fetchSender } from '../../../dist/transport.js';
