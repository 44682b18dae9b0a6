// Records what a visitor does. Whether it may be kept or sent is decided elsewhere, by the gate.
//
// Promises
// - Tracking never throws into the page.
// - Every event has an id of its own and the time at which it happened.
// - After a reset nothing joins the next event to the last.
export {
  ANONYMOUS_ID_COOKIE,
  createIdentity,
  type Identity,
  type IdentityOptions,
} from '../identity/index.ts';
export { createTracker, type Tracker, type TrackerOptions } from './tracker.ts';
