// A page's way in: everything composed, nothing started.
//
// Promises
// - Importing and creating do nothing.
// - Nothing is stored or sent before a choice.
// - Withdrawing leaves no cookie, no storage and an empty queue.
// - A permission is taken back at once, also without a network.
// - A listener of permissions finds everything erased that had to be.
// - Decisions follow events at once.
// - A page that is shown again decides by what happened elsewhere.
// - Stopping leaves no listener and no timer.

export { STANDARD_PURPOSES } from '../consent/at-once.ts';
export type {
  Consent,
  ConsentAnswer,
  ConsentChoice,
  ConsentState,
  Degree,
  Purpose,
  PurposeDefinition,
} from '../consent/index.ts';
export { isKindredError, KindredError } from '../core/at-once.ts';
export type { ErrorCode } from '../core/index.ts';
export type { Decision, DecisionExplanation, DecisionReason } from '../personalize/index.ts';
export type { Profile, ProfileSnapshot } from '../profile/index.ts';
export type { CollectorErasure } from './collector-link.ts';
export { createKindred } from './create-kindred.ts';
export type { Personalization } from './decider.ts';
export type { Kindred, KindredOptions } from './kindred.ts';
export type { Destination } from './page-destinations.ts';
export type { PageCatalogue, PageQuery, PageRecommendations } from './page-recommender.ts';
export type { ClientPorts } from './ports.ts';
export type { Rights } from './rights.ts';
export { VERSION } from './version.ts';
export type { WithdrawalReport } from './withdrawals.ts';
