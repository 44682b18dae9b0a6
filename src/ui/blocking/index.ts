// Scripts, frames, images and cookies of others, held until the person allows them.
//
// Promises
// - Nothing that is marked is requested or run before a choice.
// - Scripts run in the order of the page.
// - After a withdrawal frames are placeholders again and scripts of the party are switched off.
// - A script that was still loading when permission ended does not run.
// - An address that is not http is never loaded.
export { type Blocker, type BlockerOptions, createBlocker, type Disarm } from './blocker.ts';
export { type CookieGuardOptions, createCookieGuard } from './cookie-guard.ts';
export type { TrustedPolicy } from './held-script.ts';
export { loadPlaceholderTexts } from './load-placeholder-texts.ts';
export type { BlockerConsent } from './mark.ts';
export { PLACEHOLDER_ENGLISH, type PlaceholderTexts } from './placeholder.ts';
