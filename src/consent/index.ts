// The person's permissions, and the one gate through which everything that stores or sends must go.
//
// Promises
// - A purpose with no recorded choice is denied.
// - A purpose that the site did not define is denied.
// - Nothing is stored before a choice.
// - After a complete withdrawal nothing is stored.
// - A forged or broken record counts as no choice.
// - Events before a choice wait in memory and leave with their original time.
// - A refusal drops the events that wait.
// - A write that was under way when permission ended leaves nothing behind.
export { isKindredError, KindredError } from '../core/index.ts';
export {
  type Consent,
  type ConsentAnswer,
  type ConsentChoice,
  type ConsentOptions,
  type ConsentQuestion,
  type ConsentReason,
  type ConsentState,
  createConsent,
  type GrantOptions,
} from './consent.ts';
export { DEGREES, type Degree, includesDegree } from './degree.ts';
export {
  createGate,
  type Gate,
  type GateAnswer,
  type GatedEvents,
  type GateOptions,
  type Need,
  type WaitingOptions,
} from './gate.ts';
export { type ConsentDecision, DECISIONS, type Grant, type GrantChange, type LedgerEvent } from './ledger.ts';
export { definePurposes, type Purpose, type PurposeDefinition } from './purpose.ts';
export { redactEvent } from './redact.ts';
export { STANDARD_PURPOSES } from './standard-purposes.ts';
