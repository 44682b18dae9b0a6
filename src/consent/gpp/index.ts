// The IAB's Global Privacy Platform: GPP strings with the US sections, and `__gpp`, by which other scripts read what the person allows.
//
// Promises
// - Whatever is not a GPP string is answered with a typed error.
// - What a string says is written again as it was said.
// - A section or a version that came after this release is carried as it is.
// - No field permits what the permissions deny.
// - Global Privacy Control is told where it is known, and only there.
// - Every answer is made from the permissions of that moment.
// - The signal is not ready while the person chooses.
// - Messages that are not commands are ignored.
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
export { createGppApi, type GppApi, type GppApiOptions, type GppDisplayStatus } from './gpp-api.ts';
export { US_SECTIONS, type UsFieldName, type UsSectionName } from './layouts.ts';
export type { GppMapping } from './mapping.ts';
export {
  decodeGpp,
  encodeGpp,
  type GppModel,
  type GppSection,
  type GppSectionName,
  type OpaqueSection,
  readGpp,
  type UspSection,
  type UsSection,
} from './model.ts';
export { type GppProjectionOptions, projectGpp } from './projection.ts';
export type { GppTarget } from './target.ts';
export type { UsContent, UsFields } from './us-section.ts';
export type { UspFields } from './usp-section.ts';
