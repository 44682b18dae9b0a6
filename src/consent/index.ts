// The person's permissions, and the one gate through which everything that stores or sends must go.
//
// Promises
// - A purpose with no recorded choice is denied.
// - A purpose that the site did not define is denied.
// - Nothing is stored before a choice.
// - After a complete withdrawal nothing is stored.
// - A forged or broken record counts as no choice.
// - A choice is on disk when its call returns, and not lost where the page closes at the click.
// - Before the code that records choices is there, a no holds at once and nothing new is allowed.
// - A choice costs what it changes, however much was decided before.
// - Events before a choice wait in memory and leave with their original time.
// - A refusal drops the events that wait.
// - A write that was under way when permission ended leaves nothing behind.
// - On one level a prohibition wins, whichever came later.
// - What has expired counts as not decided, and the person is asked again.
// - A permission for many covers those who belonged to them when it was given.
// - A new version asks again for what it changes, and for nothing else.
// - Lowering a degree never reveals more: what leaves is made of what would have left above.
// - At anonymous no id of the person leaves, in whatever field it stands.
// - Two parties share no id, no message and no exact time.
export { type Belongings, isKindredError, KindredError } from '../core/index.ts';
export type { ConsentAnswer, ConsentQuestion, ConsentReason } from './answer.ts';
export { chainStart, hashEvent } from './chain.ts';
export type { Choice, GrantLimits } from './choice.ts';
export type { Consent, ConsentOptions, GrantOptions, PartyOption, TabChannel } from './consent.ts';
export { createConsent } from './create-consent.ts';
export { DEGREES, type Degree, includesDegree } from './degree.ts';
export { type Coarsening, categoryOf, FIELD_DEGREES, type FieldRule, type FieldRules } from './field-degrees.ts';
export {
  createGate,
  type Gate,
  type GateAnswer,
  type GatedEvents,
  type GateOptions,
  type WaitingOptions,
} from './gate.ts';
export {
  type ConsentDecision,
  DECISIONS,
  foldLedger,
  type Grant,
  type GrantChange,
  type Grants,
  LEDGER_EVENT_TYPES,
  type Ledger,
  type LedgerEvent,
  type LedgerEventType,
} from './ledger.ts';
export { checkLedger, type LedgerCheckOptions, type LedgerConsent } from './ledger-check.ts';
export type { Need } from './need.ts';
export { createOutgoing, type OutgoingOptions } from './outgoing.ts';
export {
  type ConsentPolicy,
  type ConsentPolicyDefinition,
  type Controller,
  definePolicy,
  type Party,
  type PartyGroup,
} from './policy.ts';
export { createPseudonyms, type Pseudonyms } from './pseudonym.ts';
export type { Purpose, PurposeDefinition } from './purpose.ts';
export { type RedactOptions, redactEvent } from './redact.ts';
export { type RegionPolicy, STRICTEST_REGION } from './region.ts';
export { DATA_CATEGORIES, type DataCategory, type GrantScope } from './scope.ts';
export { STANDARD_PURPOSES } from './standard-purposes.ts';
export type { ConsentChoice, ConsentState, PendingChoice, SignalConflict } from './state.ts';
export { type ChainVerdict, readLedger, verifyChain } from './verify-chain.ts';
