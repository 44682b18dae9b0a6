// Receipts, proofs and files: what the person keeps, checks and carries. Pure: Web Crypto comes in.
//
// Promises, each with a test of the same wording:
// - Every mandatory field of ISO/IEC TS 27560 is present.
// - Reading a receipt back gives its purposes, parties, times and states.
// - A Kantara receipt validates against the schema of the specification, and lists nothing that the engine denies.
// - Terms never choose more than they allow, nor more than the site asks for.
// - Where terms contradict each other the prohibition holds.
// - Tampering with any field of any event is found.
// - A signature that is missing, forged or of another key is found.
// - A file is read whole or not at all.
// - An offer never exceeds what was allowed elsewhere or what is asked for here.
// - Every prohibition that has a counterpart at the new shop is carried.
// - Nothing is granted by reading.

export { isKindredError, KindredError } from '../../core/index.ts';
export {
  answerTerms,
  NEGOTIATION_STATUSES,
  type NegotiationStatus,
  type NegotiationStep,
  proposeTerms,
  readAgreement,
  type TermsAgreement,
  type TermsAnswer,
  type TermsProposal,
} from './agreement.ts';
export { type Carried, type CarriedParts, carriedLedger, readCarried } from './carried.ts';
export type {
  ConsentReceipt27560,
  ConsentRecord27560,
  Content27560,
  Event27560,
  Party27560,
  PiiInformation27560,
  Purpose27560,
} from './form-27560.ts';
export { CONSENT_STATES, type ConsentStateName, consentHistory, type HistoryEntry } from './history.ts';
export { type KantaraPurpose, type KantaraReceipt, kantaraReceipt } from './kantara.ts';
export { OFFER_NOTES, type Offer, type OfferNote, type OfferOptions, offerFrom } from './offer.ts';
export { exportPerson, type PersonExport, type PersonParts, readPersonExport } from './person-export.ts';
export { readConsentRecord27560 } from './read-27560.ts';
export { readKantaraReceipt } from './read-kantara.ts';
export type { ReadEvent, ReadParty, ReadPurpose, ReceiptReading } from './reading.ts';
export type { ProcessingFacts, ReceiptOptions } from './receipt-facts.ts';
export { consentReceipt27560, consentRecord27560 } from './record-27560.ts';
export { createLedgerSigner, type LedgerSigner, type LedgerSignerOptions, signLedger } from './signer.ts';
export {
  generateLedgerKeys,
  type LedgerKey,
  type LedgerKeyPair,
  type PublicJwk,
  parsePublicKey,
  SIGNATURE_ALGORITHMS,
  type SignatureAlgorithm,
  type Subtle,
  type WebCryptoAlgorithm,
} from './signing-keys.ts';
export {
  type Contribution,
  type PrivacyTerm,
  type PrivacyTerms,
  TERMS_PRESET_IDS,
  TERMS_PRESETS,
  type TermsPreset,
  type TermsPresetId,
} from './terms.ts';
export { choicesForTerms, type DataUse, type TermsOptions } from './terms-choices.ts';
export { type LedgerProof, type VerifyOptions, verifyLedger } from './verify.ts';
