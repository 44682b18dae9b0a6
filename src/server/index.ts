// The server side: collecting events, keeping them and what people decided, answering recommendations. README.md has the words and
// the decisions.
//
// Promises
// - An answer of 200 means that the accepted events are stored.
// - Each messageId is stored once, however often and in whatever batches it arrives.
// - A bad event never sinks its batch.
// - A body that is too large is refused without being read to its end.
// - A small gzip that inflates beyond the limit is refused.
// - When the store fails, nothing is acknowledged and the client is told when to try again.
// - Pages of other origins may not call unless they are listed.
// - A handler never rejects, and its errors name no internals.
// - Every stored event names the consent event that allowed it.
// - An anonymous event names the notice instead, and nobody.
// - Without a token, or with one that is worth nothing, every event is rejected.
// - A withdrawal erases exactly the events that the withdrawn permission allowed.
// - Late events of a withdrawn permission are rejected, and those of a new one are taken.
// - Who was given a ledger cannot erase, export or go on with it.
// - A ledger that is broken, shorter, forked or of another site is refused with its place, and nothing changes.
// - Only events are learned from whose ledger allows it at that moment.
// - Who is erased contributes nothing to the next model.
// - A value is told only when at least k people share it.

export type {
  ConsentStore,
  LedgerRefusal,
  LedgerStored,
  StoredLedger,
  UnverifiedLedger,
} from '../consent/consent-store.ts';
export { checkLedger, type LedgerCheckOptions, type LedgerConsent } from '../consent/ledger-check.ts';
export { geometricNoise, type NoiseOptions } from '../consent/noise.ts';
export { type EncodeTokenOptions, encodeConsentToken } from '../consent/token/encode-token.ts';
export {
  type ConsentToken,
  type ReadTokenOptions,
  type RefusedToken,
  readConsentToken,
} from '../consent/token/read-token.ts';
export type { TokenFault } from '../consent/token/token-form.ts';
export type { TokenKey } from '../consent/token/token-key.ts';
export { isKindredError, KindredError } from '../core/index.ts';
export type { Appended, EventFilter, EventStore, StoredEvent, WithdrawnGrant } from '../events/index.ts';
export type { CollectorToken, Rejection, RejectionCode } from './admission.ts';
export { anyOf } from './any-of.ts';
export { type CollectorOptions, createCollector } from './collector.ts';
export { createConsentService } from './consent-service.ts';
export type { ConsentServiceOptions } from './consent-service-options.ts';
export { tokenFromRequest } from './consent-token.ts';
export { type Count, type CountsOptions, countsAbove } from './counts.ts';
export { type ErasureProof, verifyErasure } from './erasure.ts';
export type { Handler, HttpErrorCode } from './http.ts';
export { INTERACTION_WEIGHTS, type InteractionsOptions, interactionsFrom } from './interactions.ts';
export type { LearningConsent } from './learning-consent.ts';
export { memoryConsentStore } from './memory-consent-store.ts';
export { memoryEventStore } from './memory-event-store.ts';
export { type NodeHandlerOptions, toNodeHandler } from './node-handler.ts';
export { type OpenRecommenderOptions, openRecommender } from './open-recommender.ts';
export type { VerifySignatures } from './proof.ts';
export { createRecommendations, type RecommendationsOptions } from './recommendations.ts';
export type { Report } from './report.ts';
export { createRetention, type Retention, type RetentionOptions } from './retention.ts';
export { type StoredVerdict, verifyStored } from './verify-stored.ts';
export { type WarmUpOptions, warmUp } from './warm-up.ts';
