// The IAB's Transparency and Consent Framework 2.3: what the person allows, as the scripts of vendors read it.
//
// Promises
// - No pair of purpose and vendor that a TC string permits is one that the permissions deny.
// - The degrees that the person granted the site travel losslessly in its custom purposes.
// - Without an option that says so no vendor may rely on a legitimate interest.
// - Whatever is not a TC string is answered with a typed error.
// - Every TC string that is written names the disclosed vendors.
// - Messages that are not calls are ignored.
// - After the undo the page is as it was.
export { isKindredError, KindredError } from '../../core/index.ts';
export type {
  FrameDocument,
  FrameMessage,
  FrameNode,
  FrameParent,
  FrameTarget,
  LocatorFrame,
} from '../frame-calls.ts';
export { decodeDegrees } from './degrees.ts';
export { projectConsent, type TcfMapping, type TcfPermissions, type TcfSettings } from './projection.ts';
export type { TcBases, TcData, TcFlags, TcfEventStatus, TcStatus } from './tc-data.ts';
export type {
  PublisherRestriction,
  PublisherTc,
  RestrictionType,
  TcModel,
} from './tc-model.ts';
export { decodeTcString, encodeTcString, readTcString } from './tc-string.ts';
export { createTcfApi, type TcfApi, type TcfApiOptions } from './tcf-api.ts';
export type { TcfTarget } from './tcf-target.ts';
export { parseVendorList, readVendorList, type TcfVendor, type TcfVendorList } from './vendor-list.ts';
