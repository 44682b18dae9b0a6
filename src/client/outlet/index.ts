// The way of events to a collector, as far as a page needs it at once. What makes of them what may leave, and sends them, is
// `kindred/tracking/sending`, which is loaded once something may.
//
// Promises
// - Where nothing may leave, no code for it is loaded.
// - An event that may leave is on disk before the code that sends it is there.
// - What one page could not send the next one does.
export { createOutlet } from './lazy-outlet.ts';
export type { Outlet, OutletOptions } from './outlet.ts';
