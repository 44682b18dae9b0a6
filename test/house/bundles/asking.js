// What a page downloads that asks for permissions with the banner, until somebody opens the preference centre.
export { createConsent } from '../../../dist/consent.js';
export { defineElements } from '../../../dist/ui.js';
