// What of this folder pages need before anything else: see the file of that name in `core`.
export { createConsent } from './create-consent.ts';
export { DEGREES } from './degree.ts';
export { createGate } from './gate.ts';
export { STANDARD_PURPOSES } from './standard-purposes.ts';
