// Signals in and out: what browsers say for the person, what Google's tags are told, and what the law of a place asks.
//
// Promises
// - Any value of exactly `1` turns Global Privacy Control on, however the header was sent.
// - Signals are fixed with their first reading in a page.
// - Google's tags hear one default, and then only what changed.
// - No consent type is granted while one of its purposes is denied.
// - A place that is unknown, malformed or missing gets the strictest policy.
export { isKindredError, KindredError } from '../../core/index.ts';
export { type ConsentMode, type ConsentModeOptions, createConsentMode } from './consent-mode.ts';
export type { ConsentModeDegrees, ConsentModeMapping } from './consent-mode-mapping.ts';
export {
  CONSENT_MODE_TYPES,
  type ConsentModeType,
  type ConsentModeValue,
  type ConsentModeValues,
} from './consent-mode-types.ts';
export { type DntPreference, readDntHeader, readDntNavigator } from './dnt.ts';
export { readGpcHeader, readGpcNavigator } from './gpc.ts';
export { type GpcSupport, type GpcSupportResource, gpcSupport, readGpcSupport } from './gpc-support.ts';
export { policyForRegion } from './policy-for-region.ts';
export { type DatedRegionPolicy, REGION_POLICIES } from './region-policies.ts';
export { type HeadersLike, SIGNALS, type Signal, signalsOfPage, signalsOfRequest } from './signals.ts';
